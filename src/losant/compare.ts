/** How fields compare with what Losant has. `sync` and `export` must agree about it. */
import { distance } from '../closest.ts';
import {
  defaultFields,
  type FieldName,
  type FieldValue,
  fieldNames,
  isFieldValue,
  isMaskedValue,
  isSameValue,
  isSecretField,
  listFields,
  type WebhookFields,
} from './fields.ts';
import { isComparable, type Webhook } from './webhook.ts';

/** The status that callers of a Fitbit webhook always get, whatever was set. */
const FITBIT_CODE = 204;
/** If more webhooks than this have the same settings, the first one is chosen instead of the one with the closest name. */
const MAX_COMPARED = 50;

/** The value of a field: its default if the server leaves it out. */
export function currentValue(webhook: Webhook, name: FieldName): FieldValue {
  const value = webhook[name] ?? defaultFields[name];
  return isFieldValue(value) ? value : String(value);
}

/**
 * Whether a webhook has the value, as far as the server shows it: a hidden secret counts as different.
 * @param verificationType the one that it has or will have: with `fitbit`, Losant sets responseCode itself
 */
export function hasValue(webhook: Webhook, name: FieldName, value: unknown, verificationType: unknown): boolean {
  if (name === 'responseCode' && verificationType === 'fitbit') return true;
  return isComparable(webhook, name) && isSameValue(name, value, webhook[name] ?? defaultFields[name]);
}

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

/** Whether all settable fields that both webhooks show are the same. */
export function isSameWebhook(before: Webhook, after: Webhook): boolean {
  const isShown = (name: FieldName): boolean => isComparable(before, name) && isComparable(after, name);
  return fieldNames.filter(isShown).every((name) => currentValue(before, name) === currentValue(after, name));
}

/** Whether a secret is set, as far as the server shows. */
export function hasSecret(webhook: Webhook, name: FieldName): boolean {
  if (isComparable(webhook, name)) return currentValue(webhook, name) !== '';
  return isMaskedValue(webhook[name]) || isInUse(webhook, name);
}

/** Without a value in this other field, a secret is empty, or has no effect. */
const BELONGS_TO: { readonly [name in FieldName]?: FieldName } = {
  basicAuthPassword: 'basicAuthUsername',
  verificationCode: 'verificationType',
};

/** Whether a secret that the server leaves out has an effect. */
export function isInUse(webhook: Webhook, name: FieldName): boolean {
  const other = BELONGS_TO[name];
  return other !== undefined && currentValue(webhook, other) !== defaultFields[other];
}

/** All fields of a new webhook, including defaults. */
export function newFields(fields: Readonly<Record<string, unknown>>): WebhookFields {
  const all: WebhookFields = { ...defaultFields, ...fields };
  const result: WebhookFields = Object.fromEntries(fieldNames.map((name) => [name, all[name]]));
  return result.verificationType === 'fitbit' ? { ...result, responseCode: FITBIT_CODE } : result;
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

interface Named {
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What is gone and what is new with the same settings, apart from the name, the description, and secrets: probably renamed. */
export function pairAlike(gone: readonly Named[], added: readonly Named[]): { from: string; to: string }[] {
  const compared = fieldNames.filter((name) => name !== 'name' && name !== 'description' && !isSecretField(name));
  const settings = ({ fields }: Named): string => {
    const all = newFields(fields);
    return JSON.stringify(compared.map((name) => all[name]));
  };
  const left = Map.groupBy(gone, settings);
  return added.flatMap((one) => {
    const alike = left.get(settings(one)) ?? [];
    const distanceTo = ({ name }: Named): number => distance(name, one.name);
    const [closest = alike[0]] =
      alike.length > MAX_COMPARED ? [] : [...alike].sort((a, b) => distanceTo(a) - distanceTo(b));
    if (closest === undefined) return [];
    alike.splice(alike.indexOf(closest), 1);
    return [{ from: closest.name, to: one.name }];
  });
}
