import { isMap, isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Webhook } from '../losant/webhook.ts';
import { type EntryEdits, editsOfEntry } from './entry-edits.ts';
import { type ExistingEntry, type ExistingFile, itemsOf, refusal } from './existing-file.ts';
import type { Base } from './exported-fields.ts';
import { changeItems } from './list-edits.ts';
import { isShared, pairOf, positionOf, type Source, startOf } from './source.ts';
import type { TextEdits } from './text-edits.ts';
import type { VariableNames } from './variable-names.ts';
import type { YamlValue } from './yaml-text.ts';

/** A change that an export makes to an entry. */
export interface FileChange {
  readonly action: 'add' | 'update' | 'rename' | 'remove';
  /** The webhook's name in Losant; for a removed entry, its name in the file. */
  readonly name: string;
  /** The changed keys of the entry. */
  readonly keys: readonly string[];
}

/** The state of an update in progress. */
export interface Work {
  readonly file: ExistingFile;
  readonly source: Source;
  readonly list: YAMLSeq;
  readonly edits: TextEdits;
  readonly variables: VariableNames;
  /** The names of all webhooks of the application. */
  readonly names: ReadonlySet<string>;
  readonly entriesByName: ReadonlyMap<string | null, readonly ExistingEntry[]>;
  /** All names that entries list under `formerly`. */
  readonly formerNames: ReadonlySet<string>;
  /** The webhooks that only an id can identify. */
  readonly pinned: ReadonlySet<Webhook>;
  readonly changes: FileChange[];
  readonly warnings: string[];
  /** The indexes of entries to remove. */
  readonly removed: Set<number>;
  /** The values that a new entry gets from the defaults. */
  readonly base: Base;
  /** Entries to append. */
  readonly added: YamlValue[];
}

/** An entry that is being changed. */
export interface OpenEntry {
  readonly entry: ExistingEntry;
  readonly map: YAMLMap;
  readonly edits: EntryEdits;
  /** The name for the report. */
  readonly name: string;
  readonly keys: string[];
}

/**
 * Starts changing an entry.
 * @param name the webhook's name, for the report
 * @throws Problem for an entry that is an alias, since what it refers to is elsewhere
 */
export function openEntry(work: Work, entry: ExistingEntry, name: string): OpenEntry {
  const { file, source, edits, list } = work;
  const map = list.items[entry.index];
  if (!isMap(map)) throw refusal(file.settings, 'an entry is an alias: write it out', positionOf(source, startOf(map)));
  const { environment } = file.settings;
  return { entry, map, edits: editsOfEntry(source, edits, map, entry, environment), name, keys: [] };
}

/** Finishes changing an entry, and reports the changes. */
export function closeEntry({ changes }: Work, { edits, keys, name }: OpenEntry, action: FileChange['action']): void {
  edits.finish();
  if (keys.length > 0) changes.push({ action, name, keys });
}

export function warn({ warnings }: Work, { name }: OpenEntry, message: string): void {
  warnings.push(`${JSON.stringify(name)}: ${message}.`);
}

/** Reports that a key was written, or why it was not. */
export function report(work: Work, open: OpenEntry, key: string, isWritten: boolean): void {
  if (isWritten) open.keys.push(key);
  else warn(work, open, `${key} was not changed, since that would change an anchor that other entries use`);
}

/** Sets a list of strings. In the file, it can be missing, or a single string. */
export function setList(work: Work, open: OpenEntry, key: 'only' | 'formerly', items: readonly string[]): void {
  const { map, edits, entry, keys } = open;
  const { source } = work;
  const node = pairOf(map, key)?.value;
  if (!isSeq(node) || isShared(source, node) || isShared(source, map)) {
    report(work, open, key, edits.setKey(key, items.length === 1 ? String(items[0]) : items));
    return;
  }
  const old = itemsOf(entry.object[key]).map(String);
  const removed = new Set(old.flatMap((item, index) => (items.includes(item) ? [] : [index])));
  const added = items.filter((item) => !old.includes(item));
  changeItems(source, work.edits, node, removed, added);
  keys.push(key);
}
