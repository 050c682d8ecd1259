/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The value of a JSON text.
 * @throws SyntaxError when the text is no JSON
 */
export function parseJson(text: string): Json {
  return JSON.parse(text);
}

/** What kind of value this is, in words for a message: it never holds the value itself. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'boolean' ? 'true or false' : typeof value === 'number' ? 'a number' : 'a text';
}

/** The value as JSON; null where it is nested too deeply for that. */
export function toJson(value: Json): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}
