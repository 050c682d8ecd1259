import type { EntryNames, ResolvedString } from '../body/entry.ts';
import type { Webhook } from '../losant/webhook.ts';

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

/**
 * Finds the webhook of each entry: by id; else by name, among the webhooks that no id pins; else by former name; else by the
 * id in its comment.
 * @param commentIds the ids in comments, in lower case
 */
export function findWebhooks<E extends EntryNames>(
  entries: readonly E[],
  listing: readonly Webhook[],
  commentIds: ReadonlyMap<E, string | undefined> = new Map(),
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
    const commented = byId.get(commentIds.get(entry) ?? '');
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
