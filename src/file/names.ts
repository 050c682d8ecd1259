import {
  type Entry,
  entryId,
  entryIdKey,
  type FormerName,
  hasId,
  readIdentity,
  readString,
  type WrittenEntry,
} from '../body/entry.ts';
import type { BodyContext } from '../body/settings.ts';
import type { Path } from '../document/document.ts';
import { describe, quoteName } from '../quote.ts';
import { nothingBelow } from './keys.ts';

/** The names and the id that an entry uses for its webhook. */
export interface EntryNames {
  readonly path: Path;
  /** Null without an id, and if it has a variable that is not set. */
  readonly id: string | null;
  readonly isPinned: boolean;
  readonly idKey: string;
  readonly name: FormerName | null;
  readonly formerly: readonly FormerName[];
}

export function toEntryNames(entry: Entry): EntryNames {
  const { path, fields, templates, formerly } = entry;
  const name =
    fields.name === undefined ? null : { name: String(fields.name), shown: templates.name ?? String(fields.name) };
  return {
    path,
    id: entryId(entry) ?? null,
    isPinned: entryId(entry) !== undefined,
    idKey: entryIdKey(entry),
    name,
    formerly,
  };
}

/** The names of an entry for other environments. Its variables don't have to be set: if not, the name counts as written. */
export function writtenNames(entry: WrittenEntry, context: BodyContext): EntryNames {
  const { identity } = readIdentity(entry, context, false);
  const setting = entry.settings.get('name');
  const shown = setting?.template?.text ?? setting?.literal;
  const value = setting?.template ? context.variables.expand(setting.template, setting.path, 'other') : null;
  return {
    path: entry.path,
    id: entryId({ identity }) ?? null,
    isPinned: hasId(entry.object),
    idKey: entryIdKey({ identity }),
    name: typeof shown === 'string' ? { name: value ?? shown, shown } : null,
    formerly: readFormerNames(entry, context, false),
  };
}

/** Whether a former name looks like a glob, which `formerly` cannot be. */
export function isGlob(name: string): boolean {
  return /^\*|\*$/.test(name);
}

/**
 * Reads the names in `formerly`.
 * @param applies whether its variables may have to be set
 */
export function readFormerNames({ object, path }: WrittenEntry, context: BodyContext, applies: boolean): FormerName[] {
  const value = object['formerly'];
  if (value === undefined) return [];
  const { problems } = context;
  const formerlyPath = [...path, 'formerly'];
  const items: readonly unknown[] = value === null ? [] : Array.isArray(value) ? value : [value];
  if (hasId(object))
    problems.add(
      formerlyPath,
      '"formerly" has no effect with "id", which already identifies the webhook: remove one of them',
    );
  if (items.length === 0)
    problems.add(formerlyPath, value === null ? nothingBelow('formerly') : '"formerly" is empty: remove it');
  return items.flatMap((item, index) => {
    const itemPath = Array.isArray(value) ? [...formerlyPath, index] : formerlyPath;
    if (typeof item !== 'string' || item === '') {
      problems.add(itemPath, `"formerly" must be a name or a list of names, got ${describe(item)}`);
      return [];
    }
    const text = readString(item, itemPath, true, context, applies);
    if (isGlob(text?.value ?? '')) problems.add(itemPath, '"formerly" is a name, and cannot begin or end with *');
    return text === null ? [] : [{ name: text.value, shown: text.shown }];
  });
}

/** Refuses ids and names that would make it ambiguous which webhook an entry refers to. */
export function checkNames(written: readonly { readonly names: EntryNames }[], context: BodyContext): void {
  const { problems } = context;
  const entries = written.map(({ names }) => names);
  checkNamed(entries, context);
  const ids = new Set<string>();
  const byName = new Map<string, EntryNames>();
  for (const entry of entries) {
    const { path, id, isPinned, idKey, name } = entry;
    if (id !== null && ids.has(id)) problems.add([...path, idKey], `two webhooks in the file have the id "${id}"`);
    if (id !== null) ids.add(id);
    if (name === null) continue;
    const other = byName.get(name.name);
    // Webhooks of the application can share a name: then their ids distinguish the entries.
    if (other !== undefined && !(isPinned && other.isPinned))
      problems.add([...path, 'name'], `two webhooks in the file have the name ${quoteName(name.shown)}`);
    if (other === undefined || other.isPinned) byName.set(name.name, entry);
  }
  checkFormerNames(entries, byName, context);
}

function checkNamed(entries: readonly EntryNames[], { problems }: BodyContext): void {
  const depth = entries[0]?.path.length;
  const invalidPaths = new Set(problems.list.map(({ path }) => JSON.stringify(path.slice(0, depth))));
  for (const { path, name, isPinned } of entries) {
    if (name === null && !isPinned && !invalidPaths.has(JSON.stringify(path)))
      problems.add(path, 'a webhook needs a name or an id');
  }
}

function checkFormerNames(
  entries: readonly EntryNames[],
  byName: ReadonlyMap<string, EntryNames>,
  { problems }: BodyContext,
): void {
  const owners = new Map<string, EntryNames>();
  for (const entry of entries) {
    for (const { name, shown } of entry.formerly) {
      const path = [...entry.path, 'formerly'];
      const holder = byName.get(name);
      if (name === entry.name?.name)
        problems.add(path, `"formerly" is ${quoteName(shown)}, which is the name that the webhook has now`);
      else if (holder !== undefined)
        problems.add(
          path,
          `"formerly" is ${quoteName(shown)}, and another webhook in the file has that name now. To swap names, use ids or two runs`,
        );
      const owner = owners.get(name);
      if (owner !== undefined && owner !== entry)
        problems.add(path, `two webhooks in the file were formerly ${quoteName(shown)}`);
      owners.set(name, entry);
    }
  }
}
