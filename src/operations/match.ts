import { type Entry, entryId, entryIdKey, type FormerName } from '../body/entry.ts';
import type { Problems } from '../document/problems.ts';
import type { MadeChange, WebhooksFile } from '../file/sync-file.ts';
import { isSameId, type Webhook } from '../losant/webhook.ts';
import { fixedField, shownName, unchangedItem } from '../plan/changes.ts';
import { hashApplication } from '../plan/shown.ts';
import { firstFew } from '../wording.ts';
import { findMismatch, missingPassword } from './restore.ts';
import { findRecreated } from './undo.ts';

/** An entry of the file, and its webhook in the application; null if it has to be created. */
export interface Match {
  readonly entry: Entry;
  readonly webhook: Webhook | null;
}

type ByName = ReadonlyMap<string, readonly Webhook[]>;

/**
 * Finds the webhook of each entry by id. Without an id, finds it by name or former name among webhooks that no id pins.
 * Contradictions between the file and the application are added to the problems.
 * @returns the matches, and what is uncertain about them
 */
export function matchEntries(
  file: Pick<WebhooksFile, 'entries' | 'madeChanges'>,
  listing: readonly Webhook[],
  applicationId: string,
  problems: Problems,
): { readonly matches: readonly Match[]; readonly warnings: readonly string[] } {
  const { entries, madeChanges } = file;
  const byId = new Map(listing.map((webhook) => [webhook.id.toLowerCase(), webhook]));
  const pinned = new Set(entries.map((entry) => byId.get(entryId(entry) ?? '')));
  const byName = Map.groupBy(
    listing.filter((webhook) => !pinned.has(webhook)),
    ({ name }) => name,
  );
  checkApplication(madeChanges, applicationId, problems);
  const own = entries.filter((entry) => belongsToApplication(entry, applicationId, problems));
  const isGone = (id: string | undefined): boolean => id !== undefined && !byId.has(id);
  const deleted = own.filter((entry) => isGone(entryId(entry)) && checkDeleted(entry, problems));
  const { webhooks, warnings } = findRecreated(deleted, file, listing, problems);
  const find = (entry: Entry): Webhook | null => {
    const id = entryId(entry);
    return id === undefined ? findByName(entry, byName, problems) : (byId.get(id) ?? webhooks.get(entry) ?? null);
  };
  const isOwn = new Set(own);
  const matches = entries.map((entry) => {
    const webhook = isOwn.has(entry) ? find(entry) : null;
    if (webhook === null) checkCreation(entry, problems);
    else checkContradiction(entry, webhook, applicationId, problems);
    return { entry, webhook };
  });
  return { matches, warnings };
}

/** Whether an entry with an id that does not exist is a deleted webhook of an output. Otherwise, that is a problem. */
function checkDeleted(entry: Entry, problems: Problems): boolean {
  const { path, fields, isFromOutput, shownId } = entry;
  if (isFromOutput && fields.name !== undefined) return true;
  const message = `the application has no webhook ${shownId}. To create the webhook, remove its id`;
  problems.add([...path, entryIdKey(entry)], message);
  return false;
}

/** Refuses the result of another application, which may have been redacted. */
function checkApplication(changes: readonly MadeChange[], applicationId: string, problems: Problems): void {
  const key = hashApplication(applicationId);
  const other = changes.find(({ application }) => application !== null && application !== key);
  if (other !== undefined)
    problems.add([...other.path, 'application'], 'this is the result of a run that changed another application');
}

function belongsToApplication({ identity, path }: Entry, applicationId: string, problems: Problems): boolean {
  const { applicationId: given = applicationId } = identity;
  if (isSameId(given, applicationId)) return true;
  problems.add([...path, 'applicationId'], `the webhook belongs to another application (${given})`);
  return false;
}

function findByName(entry: Entry, byName: ByName, problems: Problems): Webhook | null {
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
    const message = `${named.length} webhooks of the application have ${what}: ${firstFew(named.map(({ id }) => id))}. Use the id of the one that you mean`;
    problems.add([...path, key], message);
  }
  return named[0] ?? null;
}

function checkContradiction(entry: Entry, webhook: Webhook, applicationId: string, problems: Problems): void {
  const id = entryId(entry);
  // It was created again, so it has another identity.
  if (id !== undefined && !isSameId(id, webhook.id)) return;
  const mismatch = id === undefined ? null : findMismatch(entry, unchangedItem(webhook), applicationId);
  if (mismatch !== null) problems.add([...entry.path, mismatch.name], mismatch.message);
  const fixed = fixedField(webhook, entry.fields);
  const path = entry.settings.get('isWebsocket')?.path;
  if (fixed !== null && path !== undefined) problems.add(path, `the webhook ${fixed}`);
}

function checkCreation(entry: Entry, problems: Problems): void {
  for (const [name, reason] of Object.entries(entry.unsettable)) problems.add([...entry.path, name], reason);
  const message = missingPassword(entry);
  if (message !== null) problems.add(entry.path, message);
}

/** Refuses a name that another webhook has, unless that is restored: the next run could not distinguish them. */
export function checkTakenNames(matches: readonly Match[], others: Iterable<Webhook>, problems: Problems): void {
  const keepsName = ({ entry, webhook }: Match): boolean => (entry.fields.name ?? webhook?.name) === webhook?.name;
  const kept = matches.filter(keepsName).map(({ webhook }) => webhook);
  const holders = new Map([...others, ...kept].map((webhook) => [webhook?.name, webhook?.id]));
  for (const { entry } of matches.filter((match) => !keepsName(match) && !match.entry.isFromOutput)) {
    const holder = holders.get(String(entry.fields.name));
    if (holder !== undefined) {
      problems.add([...entry.path, 'name'], `another webhook already has this name (${holder})`);
    }
  }
}
