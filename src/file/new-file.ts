import { normalize, unsettableReason } from '../body/settings.ts';
import { escapeVariables } from '../body/variables.ts';
import { currentValue, hasSecret, hasValue } from '../losant/compare.ts';
import type { FieldName, FieldValue } from '../losant/fields.ts';
import { defaultFields, fieldNames, getField, isAllowed, isSecretField, listFields } from '../losant/fields.ts';
import { isComparable, type Webhook } from '../losant/webhook.ts';
import { secretFields, type VariableNames, type VariableUse, variableNames } from './file-variables.ts';
import type { Base } from './sync-file.ts';
import { blockLines, withComment, type YamlMap } from './yaml-text.ts';

/** All but the name. */
const OTHER_FIELDS = listFields(defaultFields);
/** The first line is for editors, which use it for completion and validation. */
const HEADER = [
  '# yaml-language-server: $schema=https://raw.githubusercontent.com/OWNER/losant-webhook-action/v1/schema/webhooks.schema.json',
  '# The webhooks of a Losant application. The sync operation of the Losant webhook action applies this file.',
];

/**
 * A new sync file: Losant's defaults, then for each webhook what differs from them, with secrets as variables. Two
 * exports differ only where the webhooks differ.
 */
export function formatNewFile(
  webhooks: readonly Webhook[],
  scope: string | null,
): { text: string; uses: readonly VariableUse[] } {
  const nameVariable = variableNames(webhooks);
  const sharing = findSharingNames(webhooks);
  // No default for a secret that the server hides: every sync would send it again. None that would replace an unknown value.
  const managed = OTHER_FIELDS.filter((name) =>
    webhooks.every((webhook) => isComparable(webhook, name) && isKnown(webhook, name)),
  );
  const entries = webhooks.map((webhook) =>
    newEntry(webhook, { isAmbiguous: sharing.has(webhook), only: null, base: {}, nameVariable }),
  );
  const lines = [
    ...HEADER,
    '',
    'defaults:',
    ...managed.flatMap((name) => blockLines({ [name]: getField(name).default })).map((line) => `  ${line}`),
    'webhooks:',
    ...entries.flatMap((entry) => blockLines(entry).map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`)),
    ...(scope === null ? [] : blockLines({ scope: escapeVariables(scope) })),
  ];
  const uses = webhooks.flatMap((webhook) => {
    const secrets = secretFields.filter((field) => hasSecret(webhook, field));
    return secrets.map((field) => ({
      variable: nameVariable(webhook, field),
      webhook: webhook.name,
      field,
      isSecret: true,
    }));
  });
  return { text: `${lines.map((line) => (line.trim() === '' ? '' : line)).join('\n')}\n`, uses };
}

/** The webhooks that share their name, so that only an id can identify them. */
export function findSharingNames(webhooks: readonly Webhook[]): Set<Webhook> {
  const byName = Map.groupBy(webhooks, ({ name }) => name);
  return new Set([...byName.values()].filter(({ length }) => length > 1).flat());
}

/** How a webhook becomes an entry. */
interface EntryStyle {
  /** Whether only an id identifies it. Otherwise the id is a comment, so that a later export can recognize a rename. */
  readonly isAmbiguous: boolean;
  /** The only environment that uses it; null in a file without environments. */
  readonly only: string | null;
  /** The values that it has without being written in the entry. */
  readonly base: Base;
  readonly nameVariable: VariableNames;
}

export function newEntry(webhook: Webhook, { isAmbiguous, only, base, nameVariable }: EntryStyle): YamlMap {
  const name = escapeVariables(webhook.name);
  // Sync accepts some values only in an entry with an id, since it would refuse to set them.
  const isUnsettable = fieldNames.some((field) => unsettableReason(field, currentValue(webhook, field)) !== null);
  const fields = OTHER_FIELDS.filter((field) => isKnown(webhook, field) && differs(webhook, field, base[field]));
  return {
    ...(isAmbiguous || isUnsettable ? { name, id: webhook.id } : { name: withComment(name, `id: ${webhook.id}`) }),
    ...(only === null ? {} : { only: [only] }),
    ...Object.fromEntries(fields.map((field) => [field, asWritten(webhook, field, nameVariable)])),
  };
}

/** A field's value as the file has it. */
export function asWritten(webhook: Webhook, name: FieldName, nameVariable: VariableNames): FieldValue {
  if (isSecretField(name)) return hasSecret(webhook, name) ? `\${${nameVariable(webhook, name)}}` : '';
  const value = normalize(name, currentValue(webhook, name));
  return typeof value === 'string' ? escapeVariables(value) : value;
}

/** Whether sync would accept the value. That of a newer Losant may be unknown to this action. */
export function isKnown(webhook: Webhook, name: FieldName): boolean {
  return isSecretField(name) || isAllowed(getField(name), webhook[name] ?? defaultFields[name]);
}

/** Warns of values that a newer Losant has and this action would refuse, in fields that the base does not have. */
export function unknownWarnings(webhook: Webhook, base: Base = {}): string[] {
  const left = OTHER_FIELDS.filter((name) => !isKnown(webhook, name) && base[name] === undefined);
  const reason = 'has a value that this version of the action does not know: it was left out';
  return left.map((field) => `${JSON.stringify(webhook.name)}: ${field} ${reason}.`);
}

function differs(webhook: Webhook, name: FieldName, base: FieldValue | null | undefined): boolean {
  const expected = base === undefined ? defaultFields[name] : base;
  // A hidden secret cannot be compared, so it counts as equal if both are set.
  if (!isComparable(webhook, name)) return hasSecret(webhook, name) !== (expected !== '');
  return expected == null || !hasValue(webhook, name, expected, webhook['verificationType']);
}
