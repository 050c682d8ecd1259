import { type EntryNames, hasId, type ResolvedString, readString, type WrittenEntry } from '../body/entry.ts';
import type { BodyContext } from '../body/settings.ts';
import type { Webhook } from '../losant/webhook.ts';
import { describe, quoteName } from '../quote.ts';
import { readItems } from './keys.ts';

/** An entry and its webhook, and all webhooks that its names could mean. */
export interface Match<E> {
  readonly entry: E;
  /** Null if there is none. */
  readonly webhook: Webhook | null;
  /** How it was found. By a former name: a rename is pending. By the id in a comment: it has been renamed in Losant. */
  readonly by: 'id' | 'name' | 'former' | 'comment' | null;
  /** The webhook with the id in the comment of an entry without an id. */
  readonly commented: Webhook | undefined;
  /** The webhooks with the name of the entry; empty for an entry with an id. */
  readonly named: readonly Webhook[];
  /** The webhooks with each of its former names; empty for an entry with an id. */
  readonly formers: readonly (ResolvedString & { readonly webhooks: readonly Webhook[] })[];
}

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
export function checkNames(entries: readonly (WrittenEntry & EntryNames)[], { problems }: BodyContext): void {
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

/**
 * Finds the webhook of each entry: by id; else by name, among the webhooks that no id pins; else by former name; else by the
 * id in its comment.
 * @param commentId the id in the comment of an entry, in lower case
 */
export function findWebhooks<E extends EntryNames>(
  entries: readonly E[],
  listing: readonly Webhook[],
  commentId: (entry: E) => string | undefined = () => undefined,
): Match<E>[] {
  const byId = new Map(listing.map((webhook) => [webhook.id.toLowerCase(), webhook]));
  const matched = new Set(entries.map((entry) => byId.get(entry.id ?? '')));
  const byName = Map.groupBy(
    listing.filter((webhook) => !matched.has(webhook)),
    ({ name }) => name,
  );
  const found = entries.map((entry): Match<E> => {
    const { id, isPinned, name, formerly } = entry;
    if (isPinned) {
      const webhook = byId.get(String(id)) ?? null;
      return { entry, webhook, by: webhook && 'id', commented: undefined, named: [], formers: [] };
    }
    const named = byName.get(name?.text ?? '') ?? [];
    const formers = formerly.map((former) => ({ ...former, webhooks: byName.get(former.text) ?? [] }));
    const commented = byId.get(commentId(entry) ?? '');
    const webhook = named.find((one) => one === commented) ?? named[0];
    const former = formers.flatMap(({ webhooks }) => webhooks)[0];
    const by = webhook !== undefined ? 'name' : former !== undefined ? 'former' : null;
    return { entry, webhook: webhook ?? former ?? null, by, commented, named, formers };
  });
  for (const { webhook } of found) if (webhook !== null) matched.add(webhook);
  return found.map((match) => {
    const { webhook, commented } = match;
    if (webhook !== null || commented === undefined || matched.has(commented)) return match;
    matched.add(commented);
    return { ...match, webhook: commented, by: 'comment' };
  });
}
