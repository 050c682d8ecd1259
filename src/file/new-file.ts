import { unsettableReason } from '../body/settings.ts';
import { escapeVariables } from '../body/variables.ts';
import { currentValue } from '../losant/compare.ts';
import { fieldNames, getField } from '../losant/fields.ts';
import { isComparable, type Webhook } from '../losant/webhook.ts';
import { type Base, exportedFields, isKnown } from './exported-fields.ts';
import { SECRETS, type VariableNames, variableNames } from './variable-names.ts';
import type { VariableUse } from './variable-uses.ts';
import { blockLines, withComment, type YamlMap } from './yaml-text.ts';

/** Editors use it for completion and validation. */
const SCHEMA_URL = 'https://raw.githubusercontent.com/OWNER/losant-webhook-action/v1/schema/webhooks.schema.json';

const HEADER = [
  `# yaml-language-server: $schema=${SCHEMA_URL}`,
  '# The webhooks of a Losant application. The sync operation of the Losant webhook action applies this file.',
];

/**
 * A new sync file with these webhooks: Losant's defaults, then for each webhook what differs from them, with secrets as
 * variables. Two exports differ only where the webhooks differ.
 * @param scope how the webhooks were selected, as in `webhook-name`; null for all of them
 */
export function formatNewFile(
  webhooks: readonly Webhook[],
  scope: string | null,
): { text: string; uses: readonly VariableUse[] } {
  const names = variableNames(webhooks);
  const sharing = findSharingNames(webhooks);
  // No default for a secret that the server hides: every sync would send it again. None that would replace an unknown value.
  const managed = fieldNames.filter(
    (name) => name !== 'name' && webhooks.every((webhook) => isComparable(webhook, name) && isKnown(webhook, name)),
  );
  const entries = webhooks.map((webhook) =>
    blockLines(newEntry(webhook, { isPinned: sharing.has(webhook) || needsId(webhook), only: null, base: {}, names })),
  );
  const lines = [
    ...HEADER,
    '',
    'defaults:',
    ...managed.flatMap((name) => blockLines({ [name]: getField(name).default })).map((line) => `  ${line}`),
    'webhooks:',
    ...entries.flatMap((entry) =>
      entry.map((line, index) => (line === '' ? '' : `  ${index === 0 ? '- ' : '  '}${line}`)),
    ),
    ...(scope === null ? [] : blockLines({ scope: escapeVariables(scope) })),
  ];
  const uses = webhooks.flatMap((webhook) =>
    SECRETS.filter((field) => exportedFields(webhook, {}, names).has(field)).map((field) => ({
      ...{ variable: names.nameFor(webhook, field), webhook: webhook.name, field, isSecret: true },
    })),
  );
  return { text: `${lines.join('\n')}\n`, uses };
}

/** The webhooks that share their name, so that only an id can identify them. */
export function findSharingNames(webhooks: readonly Webhook[]): Set<Webhook> {
  const byName = Map.groupBy(webhooks, ({ name }) => name);
  return new Set(webhooks.filter(({ name }) => byName.get(name)?.length !== 1));
}

/** Whether a webhook has a value that sync accepts only in an entry with an id, since it would refuse to set it. */
export function needsId(webhook: Webhook): boolean {
  return fieldNames.some((name) => unsettableReason(name, currentValue(webhook, name)) !== null);
}

/** How a webhook becomes an entry. */
export interface EntryStyle {
  /** Whether the id is a key. Otherwise it is a comment, so that a later export can recognize a rename. */
  readonly isPinned: boolean;
  /** The only environment that uses it; null in a file without environments. */
  readonly only: string | null;
  /** The values that it has without being written in the entry. */
  readonly base: Base;
  readonly names: VariableNames;
}

export function newEntry(webhook: Webhook, { isPinned, only, base, names }: EntryStyle): YamlMap {
  const name = escapeVariables(webhook.name);
  return {
    name: isPinned ? name : withComment(name, `id: ${webhook.id}`),
    ...(isPinned ? { id: webhook.id } : {}),
    ...(only === null ? {} : { only: [only] }),
    ...Object.fromEntries(exportedFields(webhook, base, names)),
  };
}
