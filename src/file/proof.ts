import type { Path } from '../document/document.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import { errorMessage } from '../problem.ts';
import type { WantedList } from './edit.ts';
import { type ExistingFile, readExistingFile, refusal } from './existing-file.ts';

/**
 * Reads a changed text back, which proves that it says what was meant: no comment has become a value, or the reverse.
 * @throws Problem with the entry and field that differ
 */
export async function proveText(existing: ExistingFile, text: string, wanted: WantedList): Promise<ExistingFile> {
  const { source, document, byteOrderMark } = existing;
  const reason = 'it is written in a way that an export cannot change';
  // The variable of a new secret may not be listed yet.
  const read = readExistingFile({ ...source, text: byteOrderMark + text, listed: null });
  const changed = await read.catch((error: unknown) => {
    throw refusal({ source }, `${reason}: the result would not be valid (${errorMessage(error)})`);
  });
  const difference = changed === null ? [] : findFileDifference(existing, changed, wanted);
  if (changed === null || difference !== null)
    throw refusal({ source, document }, `${reason}: the result has another value here`, difference ?? []);
  return changed;
}

/** The first place, in the existing file, where the changed one does not say what was meant; null if there is none. */
function findFileDifference(existing: ExistingFile, changed: ExistingFile, wanted: WantedList): Path | null {
  const { document, listPath } = existing;
  const list = [...wanted.entries.filter((entry) => entry !== null), ...wanted.added];
  const value = isObject(document.value) ? { ...document.value, webhooks: list } : list;
  const difference = findDifference(parseJson(JSON.stringify(value)), changed.document.value);
  if (difference === null || listPath.some((key, depth) => difference[depth] !== key)) return difference;
  const kept = [...wanted.entries.keys()].filter((index) => wanted.entries[index] !== null);
  const index = kept[Number(difference[listPath.length])];
  return index === undefined ? listPath : difference.with(listPath.length, index);
}

function findDifference(wanted: Json | undefined, got: Json | undefined): (string | number)[] | null {
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
