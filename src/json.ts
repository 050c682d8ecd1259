import { tryTo } from './try-to.ts';

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a JSON text. Throws SyntaxError if the text is not JSON. */
export function parseJson(text: string): Json {
  return JSON.parse(text);
}

/** The same, or undefined if it throws. */
export function tryParseJson(text: string, parse = parseJson): Json | undefined {
  return tryTo(() => parse(text));
}

declare global {
  interface JSON {
    /** A value that `JSON.stringify` writes as this text. Node.js 24 has it, but TypeScript's library does not yet. */
    rawJSON(text: string): JsonObject;
  }
}

/** Finds numbers that JavaScript may not be able to represent. Parsing with a reviver takes seven times as long. */
const UNUSUAL_NUMBER = /[:,[\s]-?(?:\d{16}|[\d.]+e)/i;

/**
 * The value of a JSON text. Integers beyond 2^53 keep their digits: they become values that `JSON.stringify` writes unchanged.
 * @throws SyntaxError if the text is not JSON, RangeError if it has such integers and is nested thousands of levels deep
 */
export function parseJsonExactly(text: string): Json {
  if (!UNUSUAL_NUMBER.test(text)) return parseJson(text);
  return JSON.parse(text, (_key, value: Json, context?: { readonly source?: string }) => {
    if (typeof value !== 'number' || context?.source === undefined) return value;
    const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
    return isExact ? value : JSON.rawJSON(context.source);
  });
}

/** Whether two values are the same in JavaScript, whose numbers cannot hold all the digits of a long integer. */
export function isSameJson(a: Json | undefined, b: Json | undefined): boolean {
  const text = (value: Json | undefined): string =>
    value === undefined ? '' : JSON.stringify(parseJson(JSON.stringify(value)));
  return text(a) === text(b);
}

/** Whether objects and arrays in the value are nested more than `levels` deep. */
export function isDeeperThan(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const entry of Object.values(value)) if (isDeeperThan(entry, levels - 1)) return true;
  return false;
}

/** What kind of value this is, for a message that must not show the value itself. */
export function describeKind(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'boolean' ? 'true or false' : typeof value === 'number' ? 'a number' : 'a string';
}

/** The value as JSON; null if it is nested too deeply for that. */
export function toJson(value: Json): string | null {
  return tryTo(() => JSON.stringify(value)) ?? null;
}
