import type { Path } from '../document/positions.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import { errorMessage, type Problem } from '../problem.ts';
import { type ExistingFile, readExistingFile, refusal } from './existing-file.ts';
import type { Update } from './update-state.ts';

/**
 * Reads a changed text back, which proves that it is a valid file and says what was meant: no comment has become a value, and
 * no value a comment.
 * @param text without a byte order mark
 * @throws Problem with the entry and field that differ
 */
export function proveText(
  existing: ExistingFile,
  text: string,
  update: Pick<Update, 'entries' | 'removed' | 'added' | 'newVariables'>,
): ExistingFile {
  const { settings, document, byteOrderMark } = existing;
  const listed = settings.listed === null ? null : [...settings.listed, ...update.newVariables];
  const refuse = (reason: string, path: Path | null): Problem =>
    refusal(settings, `it is written in a way that an export cannot change: ${reason}`, path && { document, path });
  let changed: ExistingFile | null;
  try {
    changed = readExistingFile(byteOrderMark + text, { ...settings, listed });
  } catch (error) {
    throw refuse(`the result would not be valid (${errorMessage(error)})`, null);
  }
  const difference = changed === null ? [] : findFileDifference(existing, changed, update);
  if (changed === null || difference !== null) throw refuse('the result has another value here', difference);
  return changed;
}

/** The first place, in the existing file, where the changed one does not say what was meant; null if there is none. */
function findFileDifference(
  { document, items }: ExistingFile,
  changed: ExistingFile,
  { entries, removed, added }: Pick<Update, 'entries' | 'removed' | 'added'>,
): Path | null {
  const path = Array.isArray(document.value) ? [] : ['webhooks'];
  const kept = items.flatMap((item, index) =>
    removed.has(index) ? [] : [{ index, wanted: entries.get(index) ?? item }],
  );
  for (const [place, { index, wanted }] of kept.entries()) {
    const difference = findDifference(wanted, changed.items[place]);
    if (difference !== null) return [...path, index, ...difference];
  }
  const rest = findDifference(parseJson(JSON.stringify(added)), changed.items.slice(kept.length));
  return rest === null ? findDifference(otherKeys(document.value), otherKeys(changed.document.value)) : path;
}

/** What a file says apart from its list of webhooks, and from the keys that are ignored. */
function otherKeys(value: Json): Json {
  if (!isObject(value)) return null;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'webhooks' && !key.startsWith('x-')));
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
  return isObject(value) || Array.isArray(value);
}
