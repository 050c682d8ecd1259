import { escapeVariables } from '../body/variables.ts';
import type { Webhook } from '../losant/webhook.ts';
import { refusal } from './existing-file.ts';
import type { Match } from './match.ts';
import { isGlob } from './names.ts';
import type { FileEntry } from './sync-file.ts';
import { canBePinned, type Draft, set, type Update, warn } from './update-state.ts';

/** If the webhook was renamed, renames the entry and lists the old name under `formerly`. Returns whether it did. */
export function updateName(update: Update, draft: Draft, { entry, by, formers }: Match<FileEntry>): boolean {
  const { webhook } = draft;
  const name = entry.names.name;
  const former = formers.find((one) => one.webhooks.some((other) => other !== webhook));
  if (former !== undefined)
    warn(
      update,
      draft,
      `its former name ${JSON.stringify(former.name)} exists in Losant too, and sync refuses that: delete that webhook, or remove the name from formerly`,
    );
  if (name === null || name.name === webhook.name) return false;
  const shown = JSON.stringify(name.shown);
  const obstacle = by === 'former' ? null : findObstacle(update, entry, webhook);
  if (by === 'former' || obstacle !== null) {
    const reason =
      obstacle === null
        ? `the file renames it to ${shown}, which is still pending: its name was not changed`
        : `the file calls it ${shown}: its name was not changed, since ${obstacle}`;
    warn(update, draft, reason);
    return false;
  }
  if (!set(update, draft, ['name'], escapeVariables(webhook.name))) return false;
  if (by === 'comment' && !update.ambiguous.has(webhook)) addFormerName(update, draft, name.name);
  return true;
}

function addFormerName(update: Update, draft: Draft, name: string): void {
  if (isGlob(name)) {
    warn({ warnings: update.notes }, draft, `its old name ${JSON.stringify(name)} cannot be listed under formerly`);
    return;
  }
  const { formerly } = draft.object;
  const old = Array.isArray(formerly) ? formerly : formerly === undefined ? [] : [formerly];
  set(update, draft, ['formerly'], old.length > 0 ? [...old, escapeVariables(name)] : escapeVariables(name));
}

/** Why an entry cannot be renamed like its webhook, or null. */
function findObstacle(update: Update, entry: FileEntry, webhook: Webhook): string | null {
  const { existing, ambiguous, formerNames } = update;
  if (existing.file.environments.names !== null) return 'a file with environments has it for all of them';
  if (entry.settings.get('name')?.template != null) return 'it comes from a variable';
  if (formerNames.has(webhook.name)) return 'an entry has the new one under formerly';
  const isNotIdentified = ambiguous.has(webhook) && !entry.names.isPinned && !canBePinned(update, entry);
  return isNotIdentified || isClaimed(update, webhook.name) ? 'several webhooks share the new one' : null;
}

/** Whether an entry with this name can't get an id, so that no other entry can have the name. */
export function isClaimed(update: Update, name: string): boolean {
  const entries = update.entriesByName.get(name) ?? [];
  return entries.some((entry) => !entry.names.isPinned && !canBePinned(update, entry));
}

/**
 * Refuses renames in Losant that `formerly` cannot express, since another entry has or gets the old name: a chain, or a swap.
 * @param commentIds the ids in the comments of entries
 * @throws Problem that names both entries
 */
export function assertRenamesAreClear(
  { existing, matches, byId }: Update,
  commentIds: ReadonlyMap<FileEntry, string | undefined>,
): void {
  if (existing.file.environments.names !== null) return;
  const commented = (entry: FileEntry): Webhook | undefined =>
    entry.names.isPinned ? undefined : byId.get(commentIds.get(entry) ?? '');
  const holders = new Map(matches.map((match) => [match.webhook, match]));
  const namedSoon = new Map(matches.map((match) => [match.webhook?.name, match.entry]));
  for (const { entry, webhook, by } of matches) {
    const own = commented(entry);
    if (own === undefined || own.name === entry.names.name?.name) continue;
    const holder = own === webhook ? undefined : holders.get(own)?.entry;
    const isTaken = holder !== undefined && commented(holder) !== undefined && commented(holder) !== own;
    const successor = by === 'comment' ? namedSoon.get(entry.names.name?.name) : undefined;
    const other = isTaken ? holder : successor;
    if (other === undefined || other === entry) continue;
    const names = [entry, other].map(({ names: { name } }) => JSON.stringify(name?.shown)).join(' and ');
    const reason = `in Losant, the webhooks of ${names} have names of other entries, which formerly cannot express. Rename the entries, or give them ids`;
    throw refusal(existing.settings, reason, { document: existing.document, path: [...entry.path, 'name'] });
  }
}
