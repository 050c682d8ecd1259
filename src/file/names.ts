import { type EntryNames, hasId, type ResolvedString, readString, type WrittenEntry } from '../body/entry.ts';
import type { BodyContext } from '../body/settings.ts';
import { describe, quoteName } from '../quote.ts';
import { readItems } from './keys.ts';

/** Whether a former name looks like a glob, which `formerly` cannot be. */
export function isGlob(name: string): boolean {
  return /^\*|\*$/.test(name);
}

/** Reads the names in `formerly`. @param applies whether its variables may have to be set */
export function readFormerNames(entry: WrittenEntry, context: BodyContext, applies: boolean): ResolvedString[] {
  const { object, path } = entry;
  const { problems } = context;
  const message = '"formerly" has no effect with "id", which already identifies the webhook: remove one of them';
  if (object['formerly'] !== undefined && hasId(object)) problems.add([...path, 'formerly'], message);
  return readItems(entry, 'formerly', '"formerly" is empty: remove it', problems).flatMap(([item, itemPath]) => {
    if (typeof item !== 'string' || item === '') {
      problems.add(itemPath, `"formerly" must be a name or a list of names, got ${describe(item)}`);
      return [];
    }
    const text = readString(item, itemPath, true, context, applies);
    if (isGlob(text?.text ?? '')) problems.add(itemPath, '"formerly" is a name, and cannot begin or end with *');
    return text ?? [];
  });
}

/** Refuses ids and names that would make it ambiguous which webhook an entry refers to. */
export function checkNames(entries: readonly EntryNames[], { problems }: BodyContext): void {
  const depth = entries[0]?.path.length;
  const invalidPaths = new Set(problems.list.map(({ path }) => JSON.stringify(path.slice(0, depth))));
  for (const { path, name, isPinned } of entries) {
    if (name === null && !isPinned && !invalidPaths.has(JSON.stringify(path)))
      problems.add(path, 'a webhook needs a name or an id');
  }
  const ids = new Set<string>();
  const byName = new Map<string, EntryNames>();
  for (const entry of entries) {
    const { path, id, isPinned, idKey, name } = entry;
    if (id !== null && ids.has(id)) problems.add([...path, idKey], `two webhooks in the file have the id "${id}"`);
    if (id !== null) ids.add(id);
    if (name === null) continue;
    const other = byName.get(name.text);
    // Webhooks of the application can share a name: then their ids distinguish the entries.
    if (other !== undefined && !(isPinned && other.isPinned))
      problems.add([...path, 'name'], `two webhooks in the file have the name ${quoteName(name.shown)}`);
    if (other === undefined || other.isPinned) byName.set(name.text, entry);
  }
  const owners = new Map<string, EntryNames>();
  for (const entry of entries) {
    const path = [...entry.path, 'formerly'];
    for (const { text, shown } of entry.formerly) {
      if (text === entry.name?.text)
        problems.add(path, `"formerly" is ${quoteName(shown)}, which is the name that the webhook has now`);
      else if (byName.has(text)) {
        const message = `"formerly" is ${quoteName(shown)}, and another webhook in the file has that name now. To swap names, use ids or two runs`;
        problems.add(path, message);
      }
      const owner = owners.get(text) ?? entry;
      if (owner !== entry) problems.add(path, `two webhooks in the file were formerly ${quoteName(shown)}`);
      owners.set(text, entry);
    }
  }
}
