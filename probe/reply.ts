/** The parts of a response that the checks use. */
import type { IncomingHttpHeaders } from 'node:http';
import type { HttpResponse } from '../src/api/http.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../src/json.ts';
import { Undetermined } from './finding.ts';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Undefined if the body is not JSON. */
  readonly json: Json | undefined;
  readonly body: 'empty' | 'JSON' | 'HTML' | 'text';
}

export function replyOf({ status, headers, text }: HttpResponse): Reply {
  try {
    return { status, headers, json: parseJson(text), body: 'JSON' };
  } catch {
    const body = text.trim() === '' ? 'empty' : /^\s*</u.test(text) ? 'HTML' : 'text';
    return { status, headers, json: undefined, body };
  }
}

export function isSuccess({ status }: Reply): boolean {
  return status >= 200 && status < 300;
}

/** The body as an object; empty if it is something else. */
export function objectOf({ json }: Reply): JsonObject {
  return isObject(json) ? json : {};
}

/** The type of the error, if it can be shown. */
function typeOf(reply: Reply): string | null {
  const { type } = objectOf(reply);
  if (type === undefined) return null;
  return typeof type === 'string' && /^[A-Za-z][A-Za-z_-]{0,39}$/u.test(type) ? type : 'a type that is not a word';
}

/** The response in a few words: `404 NotFound`, `502 (HTML)`, `204 (empty)`. */
export function describe(reply: Reply): string {
  if (reply.body !== 'JSON') return `${reply.status} (${reply.body})`;
  // Some servers return 200 for everything. Then the type shows that it is an error.
  if (isSuccess(reply))
    return `${reply.status}${errorMessage(reply) === '' ? '' : ` ${typeOf(reply) ?? ''}`}`.trimEnd();
  return `${reply.status} ${typeOf(reply) ?? 'without a type'}`;
}

/** How an error differs from the expected one, or null. If `type` is empty, any type is fine. */
export function otherError(reply: Reply, status: number, type: string): string | null {
  const { message } = objectOf(reply);
  const isExpected = reply.status === status && (type === '' ? typeOf(reply) !== null : typeOf(reply) === type);
  if (isExpected && typeof message === 'string') return null;
  return isExpected ? `${describe(reply)} without a message` : describe(reply);
}

export function errorMessage(reply: Reply): string {
  const { message } = objectOf(reply);
  return typeof message === 'string' ? message : '';
}

/** @throws Undetermined if the response is not a success with an object */
export function requireObject(reply: Reply): JsonObject {
  if (isSuccess(reply) && isObject(reply.json)) return reply.json;
  throw new Undetermined(`the response is ${describe(reply)}${isSuccess(reply) ? ', not an object' : ''}`);
}

export interface Item {
  readonly id: string;
  readonly name: string;
  readonly fields: JsonObject;
}

/**
 * The items of a list, wherever they are in the response.
 * @throws Undetermined if there is no list, or an item has no id
 */
export function itemsOf(reply: Reply): readonly Item[] {
  const { items } = objectOf(reply);
  const list = [items, reply.json, ...Object.values(objectOf(reply))].find((value) => Array.isArray(value));
  if (!isSuccess(reply) || !Array.isArray(list)) {
    throw new Undetermined(`the list is ${describe(reply)}${isSuccess(reply) ? ' without "items"' : ''}`);
  }
  return list.map((entry) => {
    const fields: JsonObject = isObject(entry) ? entry : {};
    const id = entryId(fields);
    if (id === null) throw new Undetermined('the list has an item without an id');
    return { id, name: String(fields['name'] ?? ''), fields };
  });
}

export function entryId(fields: JsonObject): string | null {
  const id = [fields['id'], fields['webhookId'], fields['flowId'], fields['_id']].find(
    (value) => typeof value === 'string',
  );
  return typeof id === 'string' && id !== '' ? id : null;
}
