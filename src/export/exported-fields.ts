import {
  defaultFields,
  type FieldName,
  type FieldValue,
  fieldNames,
  isMaskedValue,
  isSameValue,
  isSecretField,
} from '../losant/fields.ts';
import { isComparable, type Webhook } from '../losant/webhook.ts';
import type { VariableNames } from './variable-names.ts';

/** The values that fields have if an entry does not set them. Null: unknown, since a variable is not set. */
export type Base = { readonly [name in FieldName]?: FieldValue | null };

/** The fields of a webhook that differ from the base, as the file has them: secrets as variables. */
export function exportedFields(webhook: Webhook, base: Base, names: VariableNames): Map<FieldName, FieldValue> {
  const differing = fieldNames.filter((name) => name !== 'name' && differs(webhook, name, base));
  return new Map(differing.map((name) => [name, asWritten(webhook, name, names)]));
}

/** A field's value as the file has it. */
export function asWritten(webhook: Webhook, name: FieldName, names: VariableNames): FieldValue {
  if (isSecretField(name)) return hasSecret(webhook, name) ? `\${${names.nameFor(webhook, name)}}` : '';
  const value = fieldValue(webhook, name);
  if (typeof value !== 'string') return value;
  // White space at the end of a description is not sent.
  return escaped(name === 'description' ? value.trimEnd() : value);
}

/** Escapes `${`, which begins a variable in a file. */
export function escaped(text: string): string {
  return text.replaceAll('${', () => '$${');
}

/** The value of a field: its default if the server leaves it out. */
export function fieldValue(webhook: Webhook, name: FieldName): FieldValue {
  const value = webhook[name] ?? defaultFields[name];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}

/** Whether the secret is set, as far as the server shows. */
export function hasSecret(webhook: Webhook, name: FieldName): boolean {
  if (isComparable(webhook, name)) return fieldValue(webhook, name) !== '';
  if (isMaskedValue(webhook[name])) return true;
  return name === 'basicAuthPassword'
    ? (webhook['basicAuthUsername'] ?? '') !== ''
    : (webhook['verificationType'] ?? 'none') !== 'none';
}

/** With verificationType fitbit, Losant sets the responseCode itself. */
export function isSetByLosant(webhook: Webhook, name: FieldName): boolean {
  return name === 'responseCode' && webhook['verificationType'] === 'fitbit';
}

function differs(webhook: Webhook, name: FieldName, base: Base): boolean {
  if (isSetByLosant(webhook, name)) return false;
  const expected = base[name] === undefined ? defaultFields[name] : base[name];
  // A hidden secret cannot be compared, so it counts as equal if both are set.
  if (!isComparable(webhook, name)) return hasSecret(webhook, name) !== (expected !== '');
  return !isSameValue(name, fieldValue(webhook, name), expected);
}
