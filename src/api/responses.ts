import type { IncomingHttpHeaders } from 'node:http';
import {
  describeKind,
  isDeeperThan,
  isObject,
  type Json,
  type JsonObject,
  parseJsonExactly,
  tryParseJson,
} from '../json.ts';
import { fieldNames, getField, readOnlyFields } from '../losant/fields.ts';
import { isId, isSameId, type Trigger, type Webhook, type Workflow } from '../losant/webhook.ts';
import { ApiError, UnexpectedResponse } from './errors.ts';
import type { HttpResponse } from './http.ts';
import { retryAfter } from './retry.ts';

/** Webhooks are flat, and what a newer server adds may be nested a little. Thousands of levels would overflow the stack later. */
const MAX_DEPTH = 100;

/**
 * The webhook in a response.
 * Unknown fields are kept, because a newer server may have more of them. A known field with a wrong type is refused.
 * @throws UnexpectedResponse if it is not a webhook, or has another id or application than requested
 */
export function parseWebhook(value: Json, expected: { applicationId: string; id?: string | undefined }): Webhook {
  const refuse = (message: string): never => {
    throw new UnexpectedResponse(`the response ${message}`);
  };
  if (!isObject(value)) return refuse(`is ${describeKind(value)}, not a webhook`);
  const known = withoutMetadata(value);
  const { name, webhookId, applicationId, id = webhookId } = known;
  if (typeof id !== 'string' || !isId(id)) return refuse('is not a webhook: it has no "id" of 24 hex digits');
  if (typeof name !== 'string') return refuse('is not a webhook: it has no "name"');
  for (const [key, type] of readableTypes)
    if (key in known && typeof known[key] !== type)
      return refuse(`is not a webhook: "${key}" is ${describeKind(known[key])}`);
  if (isDeeperThan(known, MAX_DEPTH)) return refuse(`is nested more than ${MAX_DEPTH} levels deep`);
  if (!isSameId(String(webhookId ?? id), id)) return refuse(`has two ids, ${id} and another`);
  if (!isSameId(expected.id ?? id, id)) return refuse(`is another webhook: ${id} instead of ${expected.id}`);
  if (!isSameId(String(applicationId ?? expected.applicationId), expected.applicationId))
    return refuse(`is a webhook of another application, not of ${expected.applicationId}`);
  return Object.assign(known, { id, name });
}

/** A copy without keys that begin with `_`, and without empty ones. A list has many, and this loop is the fastest. */
function withoutMetadata(webhook: JsonObject): { [key: string]: Json } {
  const result: { [key: string]: Json } = {};
  for (const key in webhook) {
    const value = webhook[key];
    if (value != null && !key.startsWith('_')) result[key] = value;
  }
  return result;
}

const readableTypes: readonly (readonly [name: string, type: string])[] = [
  ...fieldNames.map((name) => [name, typeof getField(name).default] as const),
  ...readOnlyFields.map((name) => [name, 'string'] as const),
];

/** A workflow with its triggers. Throws UnexpectedResponse if it is not a workflow, or its triggers are missing. */
export function parseWorkflow(value: Json): Workflow {
  const { id, name, triggers } = isObject(value) ? value : {};
  if (typeof id !== 'string' || typeof name !== 'string')
    throw new UnexpectedResponse('the response contains something that is not a workflow');
  if (!Array.isArray(triggers)) throw new UnexpectedResponse(`the workflow ${id} has no list of "triggers"`);
  return {
    id,
    name,
    triggers: triggers.map((trigger: Json): Trigger => {
      const { type, key } = isObject(trigger) ? trigger : {};
      if (typeof type === 'string') return { type, key: typeof key === 'string' ? key : null };
      throw new UnexpectedResponse(`the workflow ${id} has a trigger without a "type"`);
    }),
  };
}

/** @throws UnexpectedResponse if it is not a page of a list */
export function parsePage<T>(value: Json, parse: (item: Json) => T): { items: T[]; total: number } {
  const { items, totalCount } = isObject(value) ? value : {};
  if (!Array.isArray(items)) throw new UnexpectedResponse('the response is not a list: it has no "items"');
  if (typeof totalCount !== 'number' || !Number.isInteger(totalCount)) {
    const message = `the response is not a complete list: its "totalCount" is ${describeKind(totalCount)}`;
    throw new UnexpectedResponse(message);
  }
  return { items: items.map(parse), total: totalCount };
}

/**
 * @param mask hides secrets in text that the server wrote
 * @throws ApiError for an error status, UnexpectedResponse for a body that is not JSON
 */
export function parseResponse({ status, headers, text }: HttpResponse, mask: (text: string) => string): Json {
  const body = tryParseJson(text, parseJsonExactly);
  if (status >= 200 && status < 300) {
    if (body !== undefined) return body;
    throw new UnexpectedResponse(`status ${status}, but the response is ${describeBody(text)}, not JSON`);
  }
  const { type, message } = isObject(body) ? body : {};
  const [kind, words] =
    typeof type === 'string' && typeof message === 'string'
      ? [shortened(type, LONGEST_TYPE, mask), shortened(message, LONGEST_MESSAGE, mask)]
      : ['', `the response is ${describeBody(text)}, not an error of Losant's`];
  throw new ApiError(status, kind, words, retryAfter(headers['retry-after'], Date.now()), responseDate(headers));
}

/** Source: RFC 9110, 5.6.7. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** When the server responded: the `Date` header, or null without a valid one. */
export function responseDate({ date = '' }: IncomingHttpHeaders): string | null {
  return HTTP_DATE.test(date) && !Number.isNaN(Date.parse(date)) ? date : null;
}

const LONGEST_TYPE = 100;
const LONGEST_MESSAGE = 1000;
/** The longest secret plus the longest message, so that a secret that begins within the message is complete. */
const LONGEST_MASKED = 40_000;

/** The beginning of a text, masked before it is cut off, since half a secret would not be recognized. */
function shortened(text: string, length: number, mask: (text: string) => string): string {
  const masked = mask(text.slice(0, LONGEST_MASKED));
  return masked.length <= length ? masked : `${masked.slice(0, length).toWellFormed()}…`;
}

function describeBody(text: string): string {
  if (text.trim() === '') return 'empty';
  if (/^\s*<(!doctype|html|\?xml|head|body)/i.test(text)) return 'an HTML page';
  return tryParseJson(text, parseJsonExactly) === undefined ? 'some text' : 'other JSON';
}
