import { escapeVariables } from '../body/variables.ts';
import { currentValue, hasSecret, hasValue } from '../losant/compare.ts';
import {
  defaultFields,
  type FieldName,
  type FieldValue,
  fieldNames,
  getField,
  isAllowed,
  isSecretField,
} from '../losant/fields.ts';
import { isComparable, type Webhook } from '../losant/webhook.ts';
import type { VariableNames } from './variable-names.ts';

/** The values that fields have if an entry does not set them. Null: unknown, since a variable is not set. */
export type Base = { readonly [name in FieldName]?: FieldValue | null };

/** The fields of a webhook that differ from the base, as the file has them: secrets as variables. */
export function exportedFields(webhook: Webhook, base: Base, names: VariableNames): Map<FieldName, FieldValue> {
  const differing = fieldNames.filter(
    (name) => name !== 'name' && isKnown(webhook, name) && differs(webhook, name, base[name]),
  );
  return new Map(differing.map((name) => [name, asWritten(webhook, name, names)]));
}

/** A field's value as the file has it. */
export function asWritten(webhook: Webhook, name: FieldName, names: VariableNames): FieldValue {
  if (isSecretField(name)) return hasSecret(webhook, name) ? `\${${names.nameFor(webhook, name)}}` : '';
  const value = currentValue(webhook, name);
  if (typeof value !== 'string') return value;
  // White space at the end of a description is not sent.
  return escapeVariables(name === 'description' ? value.trimEnd() : value);
}

/** Whether sync would accept the value. That of a newer Losant may be unknown to this action. */
export function isKnown(webhook: Webhook, name: FieldName): boolean {
  return isSecretField(name) || isAllowed(getField(name), webhook[name] ?? defaultFields[name]);
}

/** Warns of values that a newer Losant has and this action would refuse, in fields that the defaults do not manage. */
export function unknownWarnings(webhook: Webhook, managed: ReadonlyMap<FieldName, unknown> = new Map()): string[] {
  const left = fieldNames.filter((name) => name !== 'name' && !isKnown(webhook, name) && !managed.has(name));
  const name = JSON.stringify(webhook.name);
  return left.map(
    (field) => `${name}: ${field} has a value that this version of the action does not know: it was left out.`,
  );
}

function differs(webhook: Webhook, name: FieldName, base: FieldValue | null | undefined): boolean {
  const expected = base === undefined ? defaultFields[name] : base;
  // A hidden secret cannot be compared, so it counts as equal if both are set.
  if (!isComparable(webhook, name)) return hasSecret(webhook, name) !== (expected !== '');
  return expected == null || !hasValue(webhook, name, expected, webhook['verificationType']);
}
