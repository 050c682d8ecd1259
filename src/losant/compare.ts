import {
  defaultFields,
  type FieldName,
  type FieldValue,
  fieldNames,
  isMaskedValue,
  isSameValue,
  isSecretField,
  type WebhookFields,
} from './fields.ts';
import { isComparable, type Webhook } from './webhook.ts';

/** The value of a field: its default if the server leaves it out. A newer server may return values of any kind. */
export function currentValue(webhook: Webhook, name: FieldName): FieldValue {
  const value = webhook[name] ?? defaultFields[name];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}

/**
 * Whether a webhook has the value, as far as the server shows it: a hidden secret counts as different.
 * @param verificationType the one that it has or will have: with `fitbit`, Losant sets responseCode itself
 */
export function hasValue(webhook: Webhook, name: FieldName, value: FieldValue, verificationType: unknown): boolean {
  if (name === 'responseCode' && verificationType === 'fitbit') return true;
  return isComparable(webhook, name) && isSameValue(name, value, currentValue(webhook, name));
}

/** Whether a webhook has the same settings as a new one with these fields, apart from its name, its description, and secrets. */
export function isAlike(webhook: Webhook, fields: WebhookFields): boolean {
  const compared = fieldNames.filter((name) => name !== 'name' && name !== 'description' && !isSecretField(name));
  return compared.every((name) => {
    const value = fields[name] ?? defaultFields[name] ?? '';
    return hasValue(webhook, name, value, webhook['verificationType']);
  });
}

/** Whether a secret is set, as far as the server shows. */
export function hasSecret(webhook: Webhook, name: FieldName): boolean {
  if (isComparable(webhook, name)) return currentValue(webhook, name) !== '';
  if (isMaskedValue(webhook[name])) return true;
  return name === 'basicAuthPassword'
    ? (webhook['basicAuthUsername'] ?? '') !== ''
    : (webhook['verificationType'] ?? 'none') !== 'none';
}
