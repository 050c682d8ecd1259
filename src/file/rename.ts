import { escapeVariables } from '../body/variables.ts';
import type { Webhook } from '../losant/webhook.ts';
import { type ExistingFile, refusal } from './existing-file.ts';
import type { Match } from './match.ts';
import { isGlob } from './names.ts';
import type { FileEntry } from './sync-file.ts';
import { canBePinned, type Draft, set, type Update, warn } from './update-state.ts';

/** If the webhook was renamed, renames the entry and lists the old name under `formerly`. Returns whether it did. */
export function updateName(update: Update, draft: Draft, { entry, by, formers }: Match<FileEntry>): boolean {
  const { webhook } = draft;
  const { name } = entry.names;
  const former = formers.find((one) => one.webhooks.some((other) => other !== webhook));
  if (former !== undefined) {
    const text = `its former name ${JSON.stringify(former.name)} exists in Losant too, and sync refuses that: delete that webhook, or remove the name from formerly`;
    warn(update.warnings, webhook, text);
  }
  if (name === null || name.name === webhook.name) return false;
  const shown = JSON.stringify(name.shown);
  const obstacle = by === 'former' ? null : findObstacle(update, entry, webhook);
  if (by === 'former')
    warn(update.warnings, webhook, `the file renames it to ${shown}, which is still pending: its name was not changed`);
  if (obstacle !== null)
    warn(update.warnings, webhook, `the file calls it ${shown}: its name was not changed, since ${obstacle}`);
  if (by === 'former' || obstacle !== null || !set(update, draft, ['name'], escapeVariables(webhook.name)))
    return false;
  if (by === 'comment' && !update.ambiguous.has(webhook)) addFormerName(update, draft, name.name);
  return true;
}

function addFormerName(update: Update, draft: Draft, name: string): void {
  if (isGlob(name)) {
    warn(update.notes, draft.webhook, `its old name ${JSON.stringify(name)} cannot be listed under formerly`);
    return;
  }
  const old = [draft.object['formerly'] ?? []].flat();
  set(update, draft, ['formerly'], old.length > 0 ? [...old, escapeVariables(name)] : escapeVariables(name));
}

/** Why an entry cannot be renamed like its webhook, or null. */
function findObstacle(update: Update, entry: FileEntry, webhook: Webhook): string | null {
  const { existing, ambiguous, formerNames } = update;
  if (existing.body.file.environments.names !== null) return 'a file with environments has it for all of them';
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
 * @throws Problem that names both entries
 */
export function assertRenamesAreClear(existing: ExistingFile, matches: readonly Match<FileEntry>[]): void {
  if (existing.body.file.environments.names !== null) return;
  const holders = new Map(matches.map((match) => [match.webhook, match]));
  const namedSoon = new Map(matches.map(({ webhook, entry }) => [webhook?.name, entry]));
  for (const { entry, webhook, by, commented: own } of matches) {
    const { name } = entry.names;
    if (own === undefined || own.name === name?.name) continue;
    const holder = own === webhook ? undefined : holders.get(own);
    const isTaken = holder?.commented !== undefined && holder.commented !== own;
    const other = isTaken ? holder.entry : by === 'comment' ? namedSoon.get(name?.name) : undefined;
    if (other === undefined || other === entry) continue;
    const names = [entry, other].map((one) => JSON.stringify(one.names.name?.shown)).join(' and ');
    const reason = `in Losant, the webhooks of ${names} have names of other entries, which formerly cannot express. Rename the entries, or give them ids`;
    throw refusal(existing, reason, [...entry.path, 'name']);
  }
}
