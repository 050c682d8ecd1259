import type { Webhook } from '../losant/webhook.ts';
import { type ExistingEntry, itemsOf } from './existing-file.ts';
import { escaped } from './exported-fields.ts';
import type { Match } from './match.ts';
import { type OpenEntry, report, setList, type Work, warn } from './work.ts';
import { referencesIn } from './written.ts';

/** If the webhook was renamed, renames the entry and lists the old name under `formerly`. Returns whether it did. */
export function updateName(work: Work, open: OpenEntry, { entry, webhook, by }: Match): boolean {
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
  report(work, open, 'name', open.edits.setKey('name', escaped(webhook.name)));
  if (by === 'comment' && !work.formerNames.has(name) && !work.pinned.has(webhook))
    setList(work, open, 'formerly', [...itemsOf(object['formerly']).map(String), escaped(name)]);
  return true;
}

/** Why an entry cannot be renamed like its webhook, or null. */
function obstacleToRename(work: Work, entry: ExistingEntry, webhook: Webhook): string | null {
  const { file, pinned, formerNames } = work;
  if (file.environments !== null) return 'a file with environments has it for all of them';
  if (referencesIn(entry.object['name']).length > 0) return 'it comes from a variable';
  if (formerNames.has(webhook.name)) return 'an entry has the new one under formerly';
  const isAmbiguous = pinned.has(webhook) && entry.id === null && !canBePinned(entry);
  return isAmbiguous || isClaimed(work, webhook.name) ? 'several webhooks share the new one' : null;
}

/** Whether an entry with this name can't get an id, so that no other entry can have the name. */
export function isClaimed({ entriesByName }: Work, name: string): boolean {
  return entriesByName.get(name)?.some((entry) => entry.id === null && !canBePinned(entry)) === true;
}

/** Sync refuses an entry if a webhook with its former name exists too. */
export function warnOfFormerName(work: Work, open: OpenEntry, webhook: Webhook): void {
  const former = open.entry.formerly.find((name) => name !== webhook.name && work.names.has(name));
  if (former === undefined) return;
  const message = `its former name ${JSON.stringify(former)} exists in Losant too, and sync refuses that`;
  warn(work, open, `${message}: delete that webhook, or remove the name from formerly`);
}

/** Adds the id if the name is not enough for sync to identify the webhook. */
export function pin(work: Work, open: OpenEntry, webhook: Webhook): void {
  const { entry } = open;
  if (!work.pinned.has(webhook) || entry.id !== null) return;
  if (!canBePinned(entry))
    warn(
      work,
      open,
      `its name does not identify it in Losant: rename it there, or give it an entry of its own with the id ${webhook.id}`,
    );
  else report(work, open, 'id', open.edits.setKey('id', webhook.id));
}

/** Whether an id can be added: ids differ between environments, and an entry with an id cannot have `formerly`. */
function canBePinned({ applies, usedBy, formerly }: ExistingEntry): boolean {
  return applies && (usedBy === null || usedBy.length === 1) && formerly.length === 0;
}
