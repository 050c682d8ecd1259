import { isShared } from '../document/yaml-nodes.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { FieldName, FieldValue } from '../losant/fields.ts';
import type { Webhook } from '../losant/webhook.ts';
import type { Problem } from '../problem.ts';
import type { ExistingFile, WantedList } from './existing-file.ts';
import type { VariableNames } from './file-variables.ts';
import type { FileEntry } from './sync-file.ts';

/** A change that an export makes to an entry. */
export interface FileChange {
  action: 'add' | 'update' | 'rename' | 'remove';
  /** The webhook's name in Losant; for a removed entry, its name in the file. */
  readonly name: string;
  /** The changed keys of the entry. */
  readonly keys: string[];
  /** Null for a removed entry. */
  readonly webhook: Webhook | null;
}

/** What is known about the file and the application, and the changes so far. */
export interface Update extends WantedList {
  readonly existing: ExistingFile;
  readonly nameVariable: VariableNames;
  readonly entriesByName: ReadonlyMap<string | undefined, readonly FileEntry[]>;
  /** All names that entries list under `formerly`. */
  readonly formerNames: ReadonlySet<string>;
  /** The webhooks that share their name, so that only an id can identify them. */
  readonly ambiguous: ReadonlySet<Webhook>;
  readonly changes: FileChange[];
  /** Where the file differs from Losant, but stays as it is. */
  readonly warnings: string[];
  /** What was changed and should be known. */
  readonly notes: string[];
  /** Why an entry that should be removed cannot be, as long as other entries need it. */
  blocked: Problem | null;
}

/** An entry that is being changed. It is one of the changes as soon as it has a key. */
export interface Draft extends FileChange {
  readonly entry: FileEntry;
  readonly webhook: Webhook;
}

export function draftOf(entry: FileEntry, webhook: Webhook): Draft {
  return { action: 'update', name: webhook.name, keys: [], webhook, entry };
}

/** The index of an entry in the list. */
export function indexOf({ path }: FileEntry): number {
  return Number(path.at(-1));
}

/** Adds what should be known about a webhook to the warnings or notes. */
export function warn(list: string[], { name }: { readonly name: string }, text: string): void {
  list.push(`${JSON.stringify(name)}: ${text}.`);
}

/** Sets a value in an entry. If that would change an anchor that other entries use, it only warns, and returns false. */
export function set(update: Update, draft: Draft, keys: readonly string[], value: Json): boolean {
  const { existing, entries, changes, warnings } = update;
  const index = indexOf(draft.entry);
  const key = String(keys.at(-1));
  if (isShared(existing.document, [...draft.entry.path, ...keys])) {
    warn(warnings, draft, `${key} was not changed, since that would change an anchor that other entries use`);
    return false;
  }
  entries[index] = withValue(entries[index], keys, value);
  if (draft.keys.length === 0) changes.push(draft);
  draft.keys.push(key);
  return true;
}

function withValue(old: Json | undefined, [key = '', ...rest]: readonly string[], value: Json): JsonObject {
  const object = isObject(old) ? old : {};
  return { ...object, [key]: rest.length === 0 ? value : withValue(object[key], rest, value) };
}

/** Sets a field: for this environment only, if others use the entry. */
export function setField(update: Update, draft: Draft, field: FieldName, value: FieldValue): boolean {
  const { names, current } = update.existing.body.file.environments;
  const { environments, only } = draft.entry;
  const isUsedByOthers = (only ?? names)?.some((name) => name !== current) === true;
  const isInPart = current !== null && (isUsedByOthers || environments.get(current)?.has(field) === true);
  return set(update, draft, isInPart ? ['environments', current, field] : [field], value);
}

/** Whether an id can be added: ids differ between environments, and an entry with an id cannot have `formerly`. */
export function canBePinned({ existing }: Update, { resolved, only, formerly, path }: FileEntry): boolean {
  const environments = only ?? existing.body.file.environments.names ?? [''];
  const isFree = formerly.length === 0 && !isShared(existing.document, [...path, 'id']);
  return resolved !== null && environments.length === 1 && isFree;
}

/** Adds the id if the entry has none. Returns whether it has one now. */
export function pin(update: Update, draft: Draft): boolean {
  const { entry, webhook, keys } = draft;
  const { names, current } = update.existing.body.file.environments;
  if (entry.isPinned || keys.includes('id')) return true;
  if (!canBePinned(update, entry) || keys.includes('formerly')) return false;
  set(update, draft, ['id'], webhook.id);
  if (names !== null && entry.only === null) set(update, draft, ['only'], current);
  return true;
}
