import { FITBIT_CODE, hasValue, isInUse } from '../losant/compare.ts';
import { defaultFields, type FieldName, type FieldValue, fieldNames, type WebhookFields } from '../losant/fields.ts';
import { isComparable, type Webhook } from '../losant/webhook.ts';
import type { Change } from './plan.ts';

/**
 * The wanted fields that have to be sent: those that differ, and secrets that can't be compared. A field that the server
 * leaves out has its default.
 */
export function diff(webhook: Webhook, wanted: WebhookFields): WebhookFields {
  const verificationType = wanted.verificationType ?? webhook['verificationType'];
  const isDifferent = (name: FieldName, value: FieldValue | undefined): boolean =>
    value !== undefined && !hasValue(webhook, name, value, verificationType);
  return Object.fromEntries(
    fieldNames.filter((name) => isDifferent(name, wanted[name])).map((name) => [name, wanted[name]]),
  );
}

/** The wanted fields that the webhook is known not to have. A mask shows that a secret is not empty. */
export function visibleDifferences(webhook: Webhook, wanted: WebhookFields): FieldName[] {
  const differing = diff(webhook, wanted);
  return fieldNames.filter((name) => {
    if (differing[name] === undefined) return false;
    return isComparable(webhook, name) || (differing[name] === '' && webhook[name] !== undefined);
  });
}

/**
 * Whether a field of an update is a secret that the server hides, so that it is only sent again. To remove one that has, or
 * may have, a value is a change.
 */
export function isSentAgain({ before, fields }: Pick<Change, 'before' | 'fields'>, name: FieldName): boolean {
  if (before === null || fields[name] === undefined || isComparable(before, name)) return false;
  return fields[name] !== '' || (before[name] === undefined && !isInUse(before, name));
}

/** Whether the change makes a difference: an update that only sends hidden secrets again does not. */
export function isDifference(change: Pick<Change, 'action' | 'before' | 'fields'>): boolean {
  const { action, before, fields } = change;
  if (action !== 'update' || before === null) return true;
  return fieldNames.some((name) => fields[name] !== undefined && !isSentAgain(change, name));
}

/** Whether all settable fields that both webhooks show are the same. */
export function isSameWebhook(before: Webhook, after: Webhook): boolean {
  return fieldNames.every((name) => {
    if (!isComparable(before, name) || !isComparable(after, name)) return true;
    return (before[name] ?? defaultFields[name]) === (after[name] ?? defaultFields[name]);
  });
}

/** The webhook as it would be after the update. */
export function withFields(webhook: Webhook, fields: WebhookFields): Webhook {
  const after: Webhook = { ...webhook, ...fields, name: String(fields.name ?? webhook.name) };
  return after['verificationType'] === 'fitbit' ? { ...after, responseCode: FITBIT_CODE } : after;
}
