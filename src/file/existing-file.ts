import { isAlias, isSeq, type YAMLSeq } from 'yaml';
import type { BodySource } from '../body/body.ts';
import { entryLabels, type Path, problemsAt } from '../document/document.ts';
import { parseYaml, type YamlDocument } from '../document/yaml.ts';
import { nodesOn } from '../document/yaml-nodes.ts';
import { isObject, type Json, type JsonObject, parseJson, tryParseJson } from '../json.ts';
import { errorMessage, type Problem } from '../problem.ts';
import { parseWebhooks } from './read.ts';
import type { ManyWebhooks } from './sync-file.ts';
import type { YamlMap } from './yaml-text.ts';

/** An existing sync file that an export may update. */
export interface ExistingFile {
  /** With its text without the byte order mark. */
  readonly source: BodySource;
  readonly byteOrderMark: string;
  readonly document: YamlDocument;
  /** The list of entries in the document, and its path. */
  readonly list: YAMLSeq;
  readonly listPath: Path;
  readonly body: ManyWebhooks;
}

/** What the list of webhooks should say. */
export interface WantedList {
  /** What each entry should say, by its index; null if it is removed. */
  readonly entries: (JsonObject | null)[];
  /** Entries to append, possibly with comments. */
  readonly added: YamlMap[];
}

/** Reads a file that an export may update; null if it is empty. @throws Problem if it is not one that can be updated */
export async function readExistingFile(given: BodySource): Promise<ExistingFile | null> {
  const [byteOrderMark = ''] = /^\ufeff/.exec(given.text) ?? [];
  const text = given.text.slice(byteOrderMark.length);
  const source = { ...given, text, required: 'names' } as const;
  if (text.trim() === '') return null;
  if (tryParseJson(text) !== undefined)
    throw refusal({ source }, 'it is JSON, and an export writes YAML. Delete it, or use another path');
  const document = parseYaml(text, source.file);
  const { value } = document;
  if (value === null) throw refusal({ source }, 'it has only comments. Delete it, or use another path');
  const body = await parseWebhooks(source, document);
  const listPath = Array.isArray(value) ? [] : ['webhooks'];
  const refuse = (reason: string, path: Path = listPath): Problem => refusal({ source, document }, reason, path);
  const list = nodesOn(document, listPath).at(-1);
  if (!isSeq(list)) throw refuse('its list of webhooks is an alias');
  if (list.flow === true && list.items.length > 0)
    throw refuse('its list of webhooks is in brackets. Write each entry after a dash');
  const alias = list.items.findIndex(isAlias);
  if (alias >= 0) throw refuse('an entry is an alias: write it out', [...listPath, alias]);
  return { source, byteOrderMark, document, list, listPath, body };
}

type RefusedFile = Pick<ExistingFile, 'source'> & Partial<Pick<ExistingFile, 'document'>>;

/** The error that explains why an existing file is left alone, with line, entry, and field. */
export function refusal({ source, document }: RefusedFile, reason: string, path: Path = []): Problem {
  const message = `The file cannot be updated: ${reason}`;
  const field = path.findLast((key) => typeof key === 'string' && key !== 'webhooks');
  const labels = [...entryLabels(document?.value ?? null, path), ...(field === undefined ? [] : [String(field)])];
  const position = document?.locate(path) ?? null;
  return problemsAt('File not updated', source.file, [{ message, position, labels }], '. Nothing was written.');
}

/**
 * Reads a changed text back, which proves that it says what was meant: no comment has become a value, or the reverse.
 * @throws Problem with the entry and field that differ
 */
export async function proveText(existing: ExistingFile, text: string, wanted: WantedList): Promise<ExistingFile> {
  const { source, byteOrderMark } = existing;
  const reason = 'it is written in a way that an export cannot change';
  // The variable of a new secret may not be listed yet.
  const read = readExistingFile({ ...source, text: byteOrderMark + text, listed: null });
  const changed = await read.catch((error: unknown) => {
    throw refusal({ source }, `${reason}: the result would not be valid (${errorMessage(error)})`);
  });
  const difference = changed && findFileDifference(existing, changed, wanted);
  if (changed !== null && difference === null) return changed;
  throw refusal(existing, `${reason}: the result has another value here`, difference ?? []);
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
