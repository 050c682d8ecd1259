import type { Entry } from '../body/entry.ts';
import type { Problems } from '../document/document.ts';
import type { WebhooksFile } from '../file/sync-file.ts';
import { visibleDifferences } from '../losant/compare.ts';
import { toTime, type Webhook } from '../losant/webhook.ts';
import { shownName } from '../plan/changes.ts';
import { firstFew } from '../wording.ts';

/** The clocks of Losant's servers may differ by so much, in milliseconds. */
const CLOCK_DIFFERENCE = 5000;

/**
 * Finds the deleted webhooks of an output that have already been created again, so that a second undo changes nothing. A
 * webhook counts only if the output does not have it, it has the name, and it was created after the delete. It is a problem
 * if it is not the same, since it may have been created for something else.
 * @param deleted the entries with an id that no longer exists
 * @returns the webhook of each entry that has one, and what is uncertain about that
 */
export function findRecreated(
  deleted: readonly Entry[],
  { entries: all, madeChanges }: Pick<WebhooksFile, 'entries' | 'madeChanges'>,
  listing: readonly Webhook[],
  problems: Problems,
): { readonly webhooks: ReadonlyMap<Entry, Webhook>; readonly warnings: readonly string[] } {
  const ids = new Set<string | null>(all.map(({ id }) => id));
  const byName = Map.groupBy(
    listing.filter(({ id }) => !ids.has(id.toLowerCase())),
    ({ name }) => name,
  );
  const deletedAt = new Map(madeChanges.map(({ id, at }) => [id, at]));
  const found = new Map<Entry, Webhook>();
  const uncertain: Entry[] = [];
  const entries = deleted
    .flatMap((entry) => {
      const candidates = byName.get(String(entry.fields.name));
      const at = deletedAt.get(entry.id) ?? null;
      const { lastUpdated, creationDate } = entry.identity;
      // Otherwise, when the webhook certainly still existed; 0 if that is not known.
      const after = at === null ? toTime(lastUpdated ?? creationDate) || 0 : at - CLOCK_DIFFERENCE;
      return candidates === undefined ? [] : { entry, candidates, at, after };
    })
    // The last one deleted has the fewest candidates.
    .sort((a, b) => b.after - a.after);
  const pair = (isPair: (webhook: Webhook, entry: Entry) => boolean): void => {
    for (const { entry, candidates, at, after } of entries) {
      const index = candidates.findIndex(
        (webhook) => toTime(webhook['creationDate']) > after && isPair(webhook, entry),
      );
      const [webhook] = found.has(entry) || index < 0 ? [] : candidates.splice(index, 1);
      if (webhook === undefined) continue;
      found.set(entry, webhook);
      if (at === null) uncertain.push(entry);
      const differing = visibleDifferences(webhook, entry.fields);
      if (differing.length > 0)
        problems.add(
          [...entry.path, entry.idKey],
          `the application has no webhook ${entry.shownId}: it was probably deleted, and its name has been taken since (${webhook.id}) by a webhook with another ${differing.join(', ')}. To restore it, first rename or delete whatever has the name now; otherwise, remove this entry`,
        );
    }
  };
  pair((webhook, entry) => visibleDifferences(webhook, entry.fields).length === 0);
  pair(() => true);
  const names = uncertain.map((entry) => JSON.stringify(shownName(entry)));
  const warning = `The body does not say when it was deleted, so a webhook with its name that was created after its last update counts as restored: ${firstFew(names)}.`;
  return { webhooks: found, warnings: names.length === 0 ? [] : [warning] };
}
