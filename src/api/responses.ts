import { isObject, type Json, type JsonObject, kindOf, parseJson } from '../json.ts';
import { fieldNames, fieldOf } from '../losant/fields.ts';
import { isId, isSameId, type Trigger, type Webhook, type Workflow } from '../losant/webhook.ts';
import { ApiError, UnexpectedResponse } from './errors.ts';
import type { HttpResponse } from './http.ts';
import { retryAfter } from './retry.ts';

/**
 * The webhook in an answer of the server.
 * Values outside of the table's ranges and lists are kept, for a newer server may know more; another type is refused.
 * @throws UnexpectedResponse when it is no webhook, or one of another application or id than was asked for
 */
export function parseWebhook(value: Json, expected: { applicationId: string; id?: string }): Webhook {
  if (!isObject(value)) throw new UnexpectedResponse(`the answer is ${kindOf(value)}, not a webhook`);
  const entries = Object.entries(value).filter(([key, entry]) => !key.startsWith('_') && entry !== null);
  const known: JsonObject = Object.fromEntries(entries);
  const id = known['id'] ?? known['webhookId'];
  const name = known['name'];
  if (typeof id !== 'string' || !isId(id))
    throw new UnexpectedResponse('the answer is no webhook: it has no "id" of 24 hex digits');
  if (typeof name !== 'string') throw new UnexpectedResponse('the answer is no webhook: it has no "name"');
  for (const [key, type] of readableTypes) {
    const entry = known[key];
    if (entry !== undefined && typeof entry !== type) {
      throw new UnexpectedResponse(`the answer is no webhook: "${key}" is ${kindOf(entry)}`);
    }
  }
  if (typeof known['webhookId'] === 'string' && !isSameId(known['webhookId'], id)) {
    throw new UnexpectedResponse(`the answer holds two ids, ${id} and another`);
  }
  if (expected.id !== undefined && !isSameId(expected.id, id)) {
    throw new UnexpectedResponse(`the answer is another webhook: ${id} instead of ${expected.id}`);
  }
  if (typeof known['applicationId'] === 'string' && !isSameId(known['applicationId'], expected.applicationId)) {
    throw new UnexpectedResponse(`the answer is a webhook of another application than ${expected.applicationId}`);
  }
  return { ...known, id, name };
}

const readableTypes: readonly (readonly [string, 'string' | 'number' | 'boolean'])[] = [
  ...fieldNames.map((name) => {
    const { type } = fieldOf(name);
    return [name, type === 'integer' ? 'number' : type === 'boolean' ? 'boolean' : 'string'] as const;
  }),
  ...['applicationId', 'webhookId', 'token', 'creationDate', 'lastUpdated'].map((name) => [name, 'string'] as const),
];

/**
 * A workflow, with what triggers it.
 * @throws UnexpectedResponse when it is not a workflow, or its triggers are missing
 */
export function parseWorkflow(value: Json): Workflow {
  const { id, name, triggers } = isObject(value) ? value : {};
  if (typeof id !== 'string' || typeof name !== 'string')
    throw new UnexpectedResponse('the response contains something that is not a workflow');
  if (!Array.isArray(triggers)) throw new UnexpectedResponse(`the workflow ${id} has no list of "triggers"`);
  return { id, name, triggers: triggers.map((trigger) => parseTrigger(trigger, id)) };
}

function parseTrigger(value: Json, workflowId: string): Trigger {
  const { type, key } = isObject(value) ? value : {};
  if (typeof type !== 'string')
    throw new UnexpectedResponse(`the workflow ${workflowId} has a trigger without a "type"`);
  return { type, key: typeof key === 'string' ? key : null };
}

export function parsePage<T>(value: Json, parse: (item: Json) => T): { items: T[]; total: number } {
  const { items, totalCount } = isObject(value) ? value : {};
  if (!Array.isArray(items)) throw new UnexpectedResponse('the answer is no list: it has no "items"');
  if (typeof totalCount !== 'number' || !Number.isInteger(totalCount)) {
    throw new UnexpectedResponse(`the answer is no whole list: its "totalCount" is ${kindOf(totalCount)}`);
  }
  return { items: items.map(parse), total: totalCount };
}

/** @throws ApiError for an error status, UnexpectedResponse for a body that is no JSON */
export function parseResponse({ status, headers, text }: HttpResponse): Json {
  const body = jsonOrNull(text);
  if (status >= 200 && status < 300) {
    if (body !== null) return body.value;
    throw new UnexpectedResponse(`status ${status}, but the answer is ${notJson(text)}, not JSON`);
  }
  const { type, message } = body !== null && isObject(body.value) ? body.value : {};
  const wait = retryAfter(headers['retry-after'], Date.now());
  if (typeof type === 'string' && typeof message === 'string') throw new ApiError(status, type, message, wait);
  throw new ApiError(status, '', `the answer is ${notJson(text)}, not an error of Losant's`, wait);
}

function jsonOrNull(text: string): { value: Json } | null {
  try {
    return { value: parseJson(text) };
  } catch {
    return null;
  }
}

function notJson(text: string): string {
  if (text.trim() === '') return 'empty';
  return /^\s*<(!doctype|html|\?xml|head|body)/i.test(text)
    ? 'an HTML page'
    : jsonOrNull(text) === null
      ? 'some text'
      : 'other JSON';
}
