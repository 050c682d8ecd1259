import type { Webhook } from '../losant/webhook.ts';
import type { ExistingEntry, ExistingFile } from './existing-file.ts';

/** An entry and its webhook. `former`: matched by a former name, so a rename is pending; `comment`: by its `# id:`. */
export interface Match {
  readonly entry: ExistingEntry;
  readonly webhook: Webhook;
  readonly by: 'id' | 'name' | 'former' | 'comment';
}

export interface Matches {
  readonly matches: readonly Match[];
  /** The entries that apply but have no webhook. */
  readonly missing: readonly ExistingEntry[];
  /** The webhooks without an entry. */
  readonly unlisted: readonly Webhook[];
}

/**
 * Finds the webhook of each entry as sync does, by id, name, or former name, and then by the id in its comment.
 * @param commentIds the ids in comments, by entry index
 */
export function pairEntries(
  { entries }: ExistingFile,
  listing: readonly Webhook[],
  commentIds: ReadonlyMap<number, string>,
): Matches {
  const unlisted = new Set(listing);
  const matches = new Map<ExistingEntry, Match>();
  const applying = entries.filter(({ applies }) => applies);
  const claim = (by: Match['by'], find: (entry: ExistingEntry) => Webhook | undefined): void => {
    for (const entry of applying.filter(
      (candidate) => !matches.has(candidate) && (by === 'id' || candidate.id === null),
    )) {
      const webhook = find(entry);
      if (webhook === undefined || !unlisted.has(webhook)) continue;
      unlisted.delete(webhook);
      matches.set(entry, { entry, webhook, by });
    }
  };
  const byId = new Map(listing.map((webhook) => [webhook.id.toLowerCase(), webhook]));
  const byName = Map.groupBy(listing, ({ name }) => name);
  const commented = ({ index }: ExistingEntry): Webhook | undefined => byId.get(commentIds.get(index) ?? '');
  const named = (name: string): Webhook | undefined => byName.get(name)?.find((webhook) => unlisted.has(webhook));
  claim('id', ({ id }) => byId.get(id ?? ''));
  claim('name', (entry) => (commented(entry)?.name === entry.name ? commented(entry) : undefined));
  claim('name', ({ name }) => named(String(name)));
  claim('former', ({ formerly }) => formerly.map(named).find((webhook) => webhook !== undefined));
  claim('comment', commented);
  return {
    matches: [...matches.values()],
    missing: applying.filter((entry) => !matches.has(entry)),
    unlisted: [...unlisted],
  };
}
