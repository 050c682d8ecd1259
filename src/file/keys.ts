import type { WrittenEntry } from '../body/entry.ts';
import type { Path, Problems } from '../document/document.ts';
import type { Json, JsonObject } from '../json.ts';

/** The keys of the file format, apart from fields. The parser, the JSON Schema, and docs/reference.md use them. */

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

/** The value of a key, or the values in its list, each with its path. @param empty what is wrong with an empty list */
export function readItems(entry: WrittenEntry, key: string, empty: string, problems: Problems): [Json, Path][] {
  const value = entry.object[key];
  const path = [...entry.path, key];
  if (value === undefined || value === null) {
    if (value === null) problems.add(path, nothingBelow(key));
    return [];
  }
  if (!Array.isArray(value)) return [[value, path]];
  if (value.length === 0) problems.add(path, empty);
  return value.map((item: Json, index) => [item, [...path, index]]);
}

/** The object without these keys, each of which is a problem for a reason. */
export function leaveOut(object: JsonObject, path: Path, reasons: Map<string, string>, problems: Problems): JsonObject {
  for (const [key, reason] of reasons)
    if (Object.hasOwn(object, key)) problems.add([...path, key], `"${key}" ${reason}`);
  return Object.fromEntries(Object.entries(object).filter(([key]) => !reasons.has(key)));
}
