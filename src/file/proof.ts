import type { Path } from '../document/document.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import { errorMessage } from '../problem.ts';
import type { ListChanges } from './edit.ts';
import { type ExistingFile, readExistingFile, refusal } from './existing-file.ts';

/**
 * Reads a changed text back, which proves that it says what was meant: no comment has become a value, or the reverse.
 * @throws Problem with the entry and field that differ
 */
export async function proveText(existing: ExistingFile, text: string, changes: ListChanges): Promise<ExistingFile> {
  const { source, document, byteOrderMark } = existing;
  const reason = 'it is written in a way that an export cannot change';
  // The variable of a new secret may not be listed yet.
  const read = readExistingFile({ ...source, text: byteOrderMark + text, listed: null });
  const changed = await read.catch((error: unknown) => {
    throw refusal({ source }, `${reason}: the result would not be valid (${errorMessage(error)})`);
  });
  const difference = changed === null ? [] : findFileDifference(existing, changed, changes);
  if (changed === null || difference !== null)
    throw refusal({ source, document }, `${reason}: the result has another value here`, difference ?? []);
  return changed;
}

/** The first place, in the existing file, where the changed one does not say what was meant; null if there is none. */
function findFileDifference(existing: ExistingFile, changed: ExistingFile, changes: ListChanges): Path | null {
  const { document, items, listPath } = existing;
  const { entries, removed, added } = changes;
  const kept = [...items.keys()].filter((index) => !removed.has(index));
  for (const [place, index] of kept.entries()) {
    const difference = findDifference(entries.get(index) ?? items[index], changed.items[place]);
    if (difference !== null) return [...listPath, index, ...difference];
  }
  const rest = findDifference(parseJson(JSON.stringify(added)), changed.items.slice(kept.length));
  return rest === null ? findDifference(otherKeys(document.value), otherKeys(changed.document.value)) : listPath;
}

function otherKeys(value: Json): Json {
  return isObject(value) ? { ...value, webhooks: null } : null;
}

function findDifference(wanted: Json | undefined, got: Json | undefined): Path | null {
  if (wanted === got) return null;
  if (!isCollection(wanted) || !isCollection(got) || Array.isArray(wanted) !== Array.isArray(got)) return [];
  const [wantedKeys, gotKeys] = [new Map(Object.entries(wanted)), new Map(Object.entries(got))];
  for (const key of new Set([...wantedKeys.keys(), ...gotKeys.keys()])) {
    const difference = findDifference(wantedKeys.get(key), gotKeys.get(key));
    if (difference !== null) return [key, ...difference];
  }
  return null;
}

function isCollection(value: Json | undefined): value is JsonObject | readonly Json[] {
  return typeof value === 'object' && value !== null;
}
