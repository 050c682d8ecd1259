import { type Entry, entryId, entryIdKey, type FormerName } from '../body/entry.ts';
import type { Problems } from '../document/problems.ts';
import { isSameId, type Webhook } from '../losant/webhook.ts';
import { fixedField, shownName, unchangedItem } from '../plan/changes.ts';
import { diff, isDifference } from '../plan/compare.ts';
import { firstFew } from '../wording.ts';
import { findMismatch, missingPassword } from './restore.ts';

/** How many webhooks a message lists. */
const MAX_LISTED = 10;

/** An entry of the file, and its webhook in the application; null if it has to be created. */
export interface Match {
  readonly entry: Entry;
  readonly webhook: Webhook | null;
}

type ByName = ReadonlyMap<string, readonly Webhook[]>;

/**
 * Finds the webhook of each entry by id. Without an id, finds it by name or former name among webhooks that no id pins.
 * Contradictions between the file and the application are added to the problems.
 */
export function matchEntries(
  entries: readonly Entry[],
  listing: readonly Webhook[],
  applicationId: string,
  problems: Problems,
): Match[] {
  const byId = new Map(listing.map((webhook) => [webhook.id.toLowerCase(), webhook]));
  const pinned = new Set(entries.map((entry) => byId.get(entryId(entry) ?? '')));
  const byName = Map.groupBy(
    listing.filter((webhook) => !pinned.has(webhook)),
    ({ name }) => name,
  );
  const find = (entry: Entry): Webhook | null =>
    belongsToApplication(entry, applicationId, problems)
      ? (byId.get(entryId(entry) ?? '') ?? findByName(entry, byName, problems))
      : null;
  return entries.map((entry) => {
    const webhook = find(entry);
    if (webhook === null) checkCreation(entry, problems);
    else checkContradiction(entry, webhook, applicationId, problems);
    return { entry, webhook };
  });
}

function belongsToApplication({ identity, path }: Entry, applicationId: string, problems: Problems): boolean {
  const { applicationId: given = applicationId } = identity;
  if (isSameId(given, applicationId)) return true;
  problems.add([...path, 'applicationId'], `the webhook belongs to another application (${given})`);
  return false;
}

function findByName(entry: Entry, byName: ByName, problems: Problems): Webhook | null {
  if (entryId(entry) !== undefined) return findRecreated(entry, byName, problems);
  const name = { name: String(entry.fields.name), shown: shownName(entry) };
  const named = find(name, 'name', entry, byName, problems);
  const former = entry.formerly.flatMap((given) => {
    const webhook = find(given, 'formerly', entry, byName, problems);
    return webhook === null ? [] : [{ ...given, webhook }];
  });
  const [first, second] = former;
  if (first === undefined) return named;
  const both = named === null ? second : name;
  if (both !== undefined) {
    const message = `the application has webhooks with both names, ${JSON.stringify(first.shown)} and ${JSON.stringify(both.shown)}: delete one of them, or remove "formerly"`;
    problems.add([...entry.path, 'formerly'], message);
  }
  return named ?? first.webhook;
}

/**
 * Handles an id that does not exist. A webhook from an output may have been deleted since then, so it is recreated. If it has
 * already been recreated and nothing differs, it belongs to the entry: undoing a delete twice is fine.
 */
function findRecreated(entry: Entry, byName: ByName, problems: Problems): Webhook | null {
  const { path, fields, isFromOutput, shownId } = entry;
  const refuse = (message: string): void =>
    problems.add([...path, entryIdKey(entry)], `the application has no webhook ${shownId}${message}`);
  if (!isFromOutput || fields.name === undefined) {
    refuse('. To create the webhook, remove its id');
    return null;
  }
  const holders = byName.get(String(fields.name)) ?? [];
  const [holder = null, ...others] = holders;
  const isSame = (before: Webhook): boolean =>
    !isDifference({ action: 'update', before, fields: diff(before, fields) });
  if (holder === null || (others.length === 0 && isSame(holder))) return holder;
  refuse(
    `: it was probably deleted, and its name has been taken since (${listIds(holders)}). To restore it, first rename or delete whatever has the name now; otherwise, remove this entry`,
  );
  return holder;
}

/** The webhook with a name; null if there is none. It is a problem if several have it. */
function find(
  { name, shown }: FormerName,
  key: string,
  { path }: Entry,
  byName: ByName,
  problems: Problems,
): Webhook | null {
  const named = byName.get(name) ?? [];
  if (named.length > 1) {
    const what = key === 'name' ? 'this name' : `the former name ${JSON.stringify(shown)}`;
    const message = `${named.length} webhooks of the application have ${what}: ${listIds(named)}. Use the id of the one that you mean`;
    problems.add([...path, key], message);
  }
  return named[0] ?? null;
}

/** The ids of webhooks that share a name, for a message. */
function listIds(webhooks: readonly Webhook[]): string {
  return firstFew(
    webhooks.map(({ id }) => id),
    MAX_LISTED,
  );
}

function checkContradiction(entry: Entry, webhook: Webhook, applicationId: string, problems: Problems): void {
  const id = entryId(entry);
  // `findRecreated` has compared them.
  if (id !== undefined && !isSameId(id, webhook.id)) return;
  const mismatch = id === undefined ? null : findMismatch(entry, unchangedItem(webhook), applicationId);
  if (mismatch !== null) problems.add([...entry.path, mismatch.name], mismatch.message);
  const fixed = fixedField(webhook, entry.fields);
  const path = entry.paths.isWebsocket;
  if (fixed !== null && path !== undefined) problems.add(path, `the webhook ${fixed}`);
}

function checkCreation(entry: Entry, problems: Problems): void {
  for (const [name, reason] of Object.entries(entry.unsettable)) problems.add([...entry.path, name], reason);
  const message = missingPassword(entry);
  if (message !== null) problems.add(entry.path, message);
}

/** Refuses a name that another webhook has: the next run could not distinguish them. */
export function checkTakenNames(matches: readonly Match[], others: Iterable<Webhook>, problems: Problems): void {
  const keepsName = ({ entry, webhook }: Match): boolean => (entry.fields.name ?? webhook?.name) === webhook?.name;
  const kept = matches.filter(keepsName).map(({ webhook }) => webhook);
  const holders = new Map([...others, ...kept].map((webhook) => [webhook?.name, webhook?.id]));
  for (const { entry } of matches.filter((match) => !keepsName(match))) {
    const holder = holders.get(String(entry.fields.name));
    if (holder !== undefined) {
      problems.add([...entry.path, 'name'], `another webhook already has this name (${holder})`);
    }
  }
}
