import { isMap, isNode, isSeq, visit, type YAMLMap, type YAMLSeq } from 'yaml';
import { type FieldName, fieldNames } from '../losant/fields.ts';
import type { Webhook } from '../losant/webhook.ts';
import { type EntryEdits, editsOfEntry } from './entry-edits.ts';
import { type ExistingEntry, type ExistingFile, itemsOf, partFor, refusal } from './existing-file.ts';
import { asWritten, type Base, escaped } from './exported-fields.ts';
import { decide } from './field-decision.ts';
import { changeItems } from './list-edits.ts';
import type { Match } from './match.ts';
import { newEntry } from './new-file.ts';
import { isShared, pairOf, positionOf, type Source, startOf } from './source.ts';
import type { TextEdits } from './text-edits.ts';
import type { FileChange } from './update.ts';
import type { VariableNames } from './variable-names.ts';
import { evaluate, isUnset, referencesIn } from './written.ts';
import type { YamlValue } from './yaml-text.ts';

/** An update of a file while it is being made. */
export interface Work {
  readonly file: ExistingFile;
  readonly source: Source;
  readonly list: YAMLSeq;
  readonly edits: TextEdits;
  readonly variables: VariableNames;
  /** The names of all webhooks of the application. */
  readonly names: ReadonlySet<string>;
  readonly entriesByName: ReadonlyMap<string | null, readonly ExistingEntry[]>;
  /** What the entries have under `formerly`. */
  readonly formerNames: ReadonlySet<string>;
  /** The webhooks that only their id identifies. */
  readonly pinned: ReadonlySet<Webhook>;
  readonly changes: FileChange[];
  readonly warnings: string[];
  /** The indexes of entries to remove. */
  readonly removed: Set<number>;
  /** What holds for a new entry, as far as it is known. */
  readonly base: Base;
  /** Entries to append. */
  readonly added: YamlValue[];
}

/** An entry with the changes to it. */
interface OpenEntry {
  readonly entry: ExistingEntry;
  readonly map: YAMLMap;
  readonly edits: EntryEdits;
  /** The name for the report. */
  readonly name: string;
  readonly keys: string[];
}

/** Gives an entry the values of its webhook. */
export function updateEntry(work: Work, match: Match): void {
  const { entry, webhook } = match;
  const open = openEntry(work, entry, webhook.name);
  const action = updateName(work, open, match) ? 'rename' : 'update';
  pin(work, open, webhook);
  const former = entry.formerly.find((name) => name !== webhook.name && work.names.has(name));
  if (former !== undefined)
    warn(
      work,
      open,
      `its former name ${JSON.stringify(former)} exists in Losant too, and sync refuses that: delete that webhook, or remove the name`,
    );
  updateFields(work, open, webhook);
  close(work, open, action);
}

/** Takes this environment from an entry whose webhook does not exist; the whole entry where no other environment uses it. */
export function dropEntry(work: Work, entry: ExistingEntry): void {
  const { environment } = work.file.settings;
  const others = (entry.usedBy ?? []).filter((name) => name !== environment);
  const name = entry.name ?? entry.id ?? '';
  if (others.length === 0) {
    refuseShared(work, entry);
    work.removed.add(entry.index);
    work.changes.push({ action: 'remove', name, keys: [] });
    return;
  }
  const open = openEntry(work, entry, name);
  setList(work, open, 'only', others);
  close(work, open, 'update');
}

/** Adds a webhook that no entry means: to an entry that other environments have for it, or as a new one. */
export function addWebhook(work: Work, webhook: Webhook): void {
  const { file, variables, pinned, added, changes, warnings } = work;
  const { environment } = file.settings;
  const { name } = webhook;
  const entry = work.entriesByName.get(name)?.find(({ applies }) => !applies);
  if (entry !== undefined && entry.id === null && environment !== null && !pinned.has(webhook)) {
    const open = openEntry(work, entry, name);
    setList(work, open, 'only', [...(entry.usedBy ?? []), environment]);
    updateFields(work, open, webhook);
    close(work, open, 'update');
    return;
  }
  const obstacle = obstacleTo(work, webhook);
  if (obstacle !== null) {
    warnings.push(`${JSON.stringify(name)} (${webhook.id}) was not added: ${obstacle}.`);
    return;
  }
  // Ids also tell it from the entry of another environment.
  const isPinned = pinned.has(webhook) || entry !== undefined;
  added.push(newEntry(webhook, { isPinned, only: environment, base: work.base, names: variables }));
  changes.push({ action: 'add', name, keys: [] });
}

/** Why a webhook cannot have an entry of its own, or null. */
function obstacleTo({ entriesByName, formerNames }: Work, { name }: Webhook): string | null {
  if (formerNames.has(name))
    return 'an entry has this name under formerly. If that webhook has been renamed, remove it there';
  const other = entriesByName.get(name)?.find((entry) => entry.id === null && !canBePinned(entry));
  return other === undefined
    ? null
    : 'another entry has this name, and no id that tells them apart. Rename one of them';
}

/** Whether the id can be added to an entry: it is different in each environment, and names a webhook without formerly. */
function canBePinned({ applies, usedBy, formerly }: ExistingEntry): boolean {
  return applies && (usedBy === null || usedBy.length === 1) && formerly.length === 0;
}

/** @throws Problem for an entry that is an alias, since what it refers to is elsewhere */
export function refuseAliases({ file, source, list }: Work): void {
  const alias = list.items.find((item) => !isMap(item));
  if (alias !== undefined)
    throw refusal(file.settings, 'an entry is an alias: write it out', positionOf(source, startOf(alias)));
}

function openEntry({ file, source, edits, list }: Work, entry: ExistingEntry, name: string): OpenEntry {
  const map = list.items[entry.index];
  if (!isMap(map)) throw new Error('an entry that is not a mapping was refused');
  const { environment } = file.settings;
  return {
    entry,
    map,
    edits: editsOfEntry(source, edits, map, entry, environment),
    name,
    keys: [],
  };
}

function close({ changes }: Work, { edits, keys, name }: OpenEntry, action: FileChange['action']): void {
  edits.finish();
  if (keys.length > 0) changes.push({ action, name, keys });
}

function warn({ warnings }: Work, { name }: OpenEntry, message: string): void {
  warnings.push(`${JSON.stringify(name)}: ${message}.`);
}

/** Sets a key of the entry, or says why not. */
function write(work: Work, open: OpenEntry, key: string, isWritten: boolean): void {
  if (isWritten) open.keys.push(key);
  else warn(work, open, `${key} was not changed, since that would change an anchor that other entries use`);
}

/** Follows a change of the webhook's name, with the old one under `formerly`. Returns whether it did. */
function updateName(work: Work, open: OpenEntry, { entry, webhook, by }: Match): boolean {
  const { name, object } = entry;
  if (name === null || name === webhook.name) return false;
  if (by === 'former') {
    warn(
      work,
      open,
      `the file renames it to ${JSON.stringify(name)}, which is still pending: its name was not changed`,
    );
    return false;
  }
  const obstacle = obstacleToRename(work, entry, webhook);
  if (obstacle !== null) {
    warn(work, open, `the file calls it ${JSON.stringify(name)}: its name was not changed, since ${obstacle}`);
    return false;
  }
  write(work, open, 'name', open.edits.setKey('name', escaped(webhook.name)));
  if (by === 'comment' && !work.formerNames.has(name) && !work.pinned.has(webhook))
    setList(work, open, 'formerly', [...itemsOf(object['formerly']).map(String), escaped(name)]);
  return true;
}

/** Why the name of an entry cannot follow that of its webhook, or null. */
function obstacleToRename({ file, pinned, formerNames }: Work, entry: ExistingEntry, webhook: Webhook): string | null {
  if (file.environments !== null) return 'a file with environments has it for all of them';
  if (referencesIn(entry.object['name'] ?? null).length > 0) return 'it comes from a variable';
  if (formerNames.has(webhook.name)) return 'an entry has the new one under formerly';
  return pinned.has(webhook) && entry.id === null && !canBePinned(entry) ? 'several webhooks share the new one' : null;
}

/** Adds the id where sync could not tell the webhook by its name. */
function pin(work: Work, open: OpenEntry, webhook: Webhook): void {
  const { entry } = open;
  if (!work.pinned.has(webhook) || entry.id !== null) return;
  if (!canBePinned(entry))
    warn(
      work,
      open,
      `its name does not identify it in Losant: rename it there, or give it an entry of its own with the id ${webhook.id}`,
    );
  else write(work, open, 'id', open.edits.setKey('id', webhook.id));
}

function updateFields(work: Work, open: OpenEntry, webhook: Webhook): void {
  const { defaults, settings } = work.file;
  const { object } = open.entry;
  const own = { ...object, ...partFor(object, settings.environment) };
  for (const field of fieldNames.filter((name) => name !== 'name')) {
    const { kind, warning } = decide(field, own, defaults, webhook, settings.variables);
    if (warning !== null) warn(work, open, warning);
    if (kind === 'write') write(work, open, field, open.edits.set(field, asWritten(webhook, field, work.variables)));
  }
}

/** Changes a list of strings, which may be written as a single one, or not at all. */
function setList(work: Work, open: OpenEntry, key: 'only' | 'formerly', items: readonly string[]): void {
  const { map, edits, entry, keys } = open;
  const { source } = work;
  const node = pairOf(map, key)?.value;
  if (!isSeq(node) || isShared(source, node) || isShared(source, map)) {
    write(work, open, key, edits.setKey(key, items.length === 1 ? String(items[0]) : items));
    return;
  }
  const old = itemsOf(entry.object[key]).map(String);
  const removed = new Set(old.flatMap((item, index) => (items.includes(item) ? [] : [index])));
  const added = items.filter((item) => !old.includes(item));
  changeItems(source, work.edits, node, removed, added);
  keys.push(key);
}

function refuseShared({ file, source, list }: Work, { index }: ExistingEntry): void {
  const item = list.items[index];
  if (!isNode(item)) return;
  visit(item, {
    Node(_, node) {
      if (isShared(source, node))
        throw refusal(
          file.settings,
          'an entry whose webhook does not exist has an anchor that others use: remove it by hand',
          positionOf(source, startOf(item)),
        );
    },
  });
}

/** What holds for a new entry, as far as it is known. */
export function baseOf({ defaults, settings: { variables } }: ExistingFile): Base {
  const known = (name: FieldName): Base[FieldName] => {
    const written = defaults[name] ?? null;
    const { value } = evaluate(written, variables, name);
    return isUnset(written, variables) || value === null || typeof value === 'object' ? null : value;
  };
  const names = fieldNames.filter((name) => defaults[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, known(name)]));
}
