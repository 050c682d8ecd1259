import type { WrittenEntry } from '../body/entry.ts';
import type { Path, Problems } from '../document/document.ts';
import type { Json, JsonObject } from '../json.ts';

/**
 * The keys of the file format, apart from the fields of a webhook. The parser, the JSON Schema, and the tables in
 * docs/reference.md are derived from them.
 */

/** The keys of the file. */
export const fileKeys = {
  environments: 'The environments that share the file, as a list of names. The input `environment` chooses one of them',
  defaults:
    'Fields for every webhook below that does not set them itself. It can have `environments` too, as an entry can',
  webhooks: 'The webhooks, as a list of entries. Only the fields that the file sets are managed',
  scope: 'A name or a glob, as in the input `webhook-name`: `prune` deletes only what it matches',
} as const;

/** The keys of an entry in `webhooks`. */
export const entryKeys = {
  formerly: 'A name, or a list of names, that the webhook had before: it is renamed and keeps its URL',
  only: 'The environment, or a list of environments, to which the entry is restricted',
  environments: 'Fields that differ in some environments, by the name of the environment',
  id: 'Pins the entry to one webhook. With `environments`, `only` must name a single one',
} as const;

/** What is wrong with a key that has no value. */
export function nothingBelow(key: string): string {
  return `"${key}" has nothing below it: add what belongs there, or remove it`;
}

export const fileKeyNames = Object.keys(fileKeys);
export const entryKeyNames = Object.keys(entryKeys);

/** The value of a key, or the values in its list, each with its path. `empty` is what is wrong with an empty list. */
export function readItems(
  { object, path }: WrittenEntry,
  key: string,
  empty: string,
  problems: Problems,
): [Json, Path][] {
  const value = object[key];
  if (value === undefined) return [];
  const isList = Array.isArray(value);
  const items: readonly Json[] = value === null ? [] : isList ? value : [value];
  if (items.length === 0) problems.add([...path, key], value === null ? nothingBelow(key) : empty);
  return items.map((item, index) => [item, isList ? [...path, key, index] : [...path, key]]);
}

/** The object without these keys, which are problems. */
export function withoutKeys(
  object: JsonObject,
  path: Path,
  keys: readonly string[],
  reason: (key: string) => string,
  problems: Problems,
): JsonObject {
  const found = keys.filter((key) => Object.hasOwn(object, key));
  for (const key of found) problems.add([...path, key], `"${key}" ${reason(key)}`);
  return Object.fromEntries(Object.entries(object).filter(([key]) => !found.includes(key)));
}
