import type { Json, JsonObject } from '../json.ts';
import { type FieldName, fieldNames, isMaskedValue, isSecretField } from './fields.ts';

/** A webhook as returned by the server, without keys that begin with `_`. Unknown fields are kept. */
export interface Webhook extends JsonObject {
  readonly id: string;
  readonly name: string;
}

/** What starts a workflow. */
export interface Trigger {
  /** `webhook`, `timer`, `deviceState`… */
  readonly type: string;
  /** The webhook's id, if it is a webhook; null if the server gives none. */
  readonly key: string | null;
}

export interface Workflow {
  readonly id: string;
  readonly name: string;
  readonly triggers: readonly Trigger[];
}

export function isId(text: string): boolean {
  return /^[0-9a-f]{24}$/i.test(text);
}

/** Ids are hexadecimal, so case makes no difference. */
export function isSameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** What is secret in a webhook. */
const secretNames = ['token', ...fieldNames.filter(isSecretField)];

/** The values of the secret fields of a webhook, or of fields that are about to be sent. */
export function secretValues(webhook: JsonObject): string[] {
  const values: string[] = [];
  for (const name of secretNames) {
    const value = webhook[name];
    if (isSecret(value)) values.push(value);
  }
  return values;
}

/** The same values, and what callers send for a password. */
export function collectSecrets(webhook: JsonObject): string[] {
  const { basicAuthUsername: user = '', basicAuthPassword: password } = webhook;
  const secrets = secretValues(webhook);
  if (typeof user === 'string' && isSecret(password))
    secrets.push(Buffer.from(`${user}:${password}`).toString('base64'));
  return secrets;
}

function isSecret(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '' && !isMaskedValue(value);
}

/**
 * The public URL of a webhook: `https://triggers.X/webhooks/TOKEN`, `wss` for a WebSocket webhook.
 * Empty unless the API's host is `api.X`, since otherwise the host of the triggers is not known.
 */
export function webhookUrl(webhook: JsonObject, apiUrl: URL): string {
  const { token, isWebsocket } = webhook;
  if (typeof token !== 'string' || !apiUrl.host.startsWith('api.')) return '';
  return `${isWebsocket === true ? 'wss' : 'https'}://triggers.${apiUrl.host.slice('api.'.length)}/webhooks/${token}`;
}

/** The webhook without its secrets and the application's id, so that it can be passed to other jobs. */
export function redact(webhook: JsonObject): JsonObject {
  const left = new Set(['applicationId', ...secretNames]);
  return Object.fromEntries(Object.entries(webhook).filter(([key]) => !left.has(key)));
}

/** Whether the server shows the field's value: it may omit secrets, or return mask characters. */
export function isComparable(webhook: Webhook, name: FieldName): boolean {
  return !isSecretField(name) || (webhook[name] !== undefined && !isMaskedValue(webhook[name]));
}

/** Webhooks with this name that did not exist before: the result of a create whose response was lost. */
export function createdSince(webhooks: readonly Webhook[], name: unknown, known: ReadonlySet<string>): Webhook[] {
  return webhooks.filter((webhook) => webhook.name === name && !known.has(webhook.id));
}

const ISO_DATE = /^\d{4}-\d{2}-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * A date in milliseconds since 1970; NaN unless it is an ISO date with a time zone: `Date.parse` accepts almost anything, and
 * a webhook with an old date may be deleted.
 */
export function toTime(date: unknown): number {
  const text = String(date);
  const [, day] = ISO_DATE.exec(text) ?? [];
  if (day === undefined) return Number.NaN;
  // Date.parse reads February 31 as March 3.
  const isDay = new Date(Date.parse(`${text.slice(0, 10)}T00:00Z`)).getUTCDate() === Number(day);
  return isDay ? Date.parse(text) : Number.NaN;
}

/** Orders by name, then by id, by code unit, so that the order is the same on every machine. */
export function byName(one: { name?: Json; id?: Json }, other: { name?: Json; id?: Json }): number {
  return compare(one.name, other.name) || compare(one.id, other.id);
}

function compare(one: Json = null, other: Json = null): number {
  const [first, second] = [String(one ?? ''), String(other ?? '')];
  return first < second ? -1 : first > second ? 1 : 0;
}
