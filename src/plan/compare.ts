import { currentValue, FITBIT_CODE, hasValue, isInUse } from '../losant/compare.ts';
import { type FieldName, fieldNames, listFields, type WebhookFields } from '../losant/fields.ts';
import { isComparable, type Webhook } from '../losant/webhook.ts';
import type { Change } from './plan.ts';

/** The wanted fields that have to be sent: those that differ, and secrets that can't be compared. */
export function diff(webhook: Webhook, wanted: WebhookFields): WebhookFields {
  const { verificationType = webhook['verificationType'] } = wanted;
  const differing = listFields(wanted).filter((name) => !hasValue(webhook, name, wanted[name], verificationType));
  return Object.fromEntries(differing.map((name) => [name, wanted[name]]));
}

/** The wanted fields that the webhook is known not to have. A mask shows that a secret is not empty. */
export function visibleDifferences(webhook: Webhook, wanted: WebhookFields): FieldName[] {
  return listFields(diff(webhook, wanted)).filter(
    (name) => isComparable(webhook, name) || (wanted[name] === '' && webhook[name] !== undefined),
  );
}

/** Whether a sent field is a secret that the server hides. To remove one that has, or may have, a value is a change. */
export function isSentAgain({ before, fields }: Pick<Change, 'before' | 'fields'>, name: FieldName): boolean {
  if (before === null || isComparable(before, name)) return false;
  return fields[name] !== '' || (before[name] === undefined && !isInUse(before, name));
}

/** Whether the change makes a difference: an update that only sends hidden secrets again does not. */
export function isDifference(change: Pick<Change, 'action' | 'before' | 'fields'>): boolean {
  const { action, before, fields } = change;
  if (action !== 'update' || before === null) return true;
  return listFields(fields).some((name) => !isSentAgain(change, name));
}

/** Whether all settable fields that both webhooks show are the same. */
export function isSameWebhook(before: Webhook, after: Webhook): boolean {
  const isShown = (name: FieldName): boolean => isComparable(before, name) && isComparable(after, name);
  return fieldNames.filter(isShown).every((name) => currentValue(before, name) === currentValue(after, name));
}

/** The webhook as it would be after the update. */
export function withFields(webhook: Webhook, fields: WebhookFields): Webhook {
  const after: Webhook = { ...webhook, ...fields, name: String(fields.name ?? webhook.name) };
  return after['verificationType'] === 'fitbit' ? { ...after, responseCode: FITBIT_CODE } : after;
}

/** Equal for names that differ only in case or white space. */
export function normalizedName(name: string): string {
  return name.normalize().replace(/\s+/g, '').toLowerCase();
}
