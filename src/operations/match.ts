import type { Entry } from '../body/entry.ts';
import type { Problems } from '../document/document.ts';
import { findWebhooks, type Match as WebhookMatch } from '../file/names.ts';
import type { MadeChange, WebhooksFile } from '../file/sync-file.ts';
import { isSameId, type Webhook } from '../losant/webhook.ts';
import { fixedField, unchangedItem } from '../plan/changes.ts';
import { hashApplication } from '../plan/shown.ts';
import { firstFew } from '../wording.ts';
import { findMismatch, missingPassword } from './restore.ts';
import { findRecreated } from './undo.ts';

/** An entry of the file, and its webhook in the application; null if it has to be created. */
export type Match = Pick<WebhookMatch<Entry>, 'entry' | 'webhook'>;

/** Finds the webhook of each entry, and what is uncertain about it. Contradictions are added to the problems. */
export function matchEntries(
  file: Pick<WebhooksFile, 'entries' | 'madeChanges'>,
  listing: readonly Webhook[],
  applicationId: string,
  problems: Problems,
): { readonly matches: readonly Match[]; readonly warnings: readonly string[] } {
  const { entries, madeChanges } = file;
  checkApplication(madeChanges, applicationId, problems);
  const found = findWebhooks(entries, listing);
  const own = new Set(entries.filter((entry) => belongsToApplication(entry, applicationId, problems)));
  const gone = found.filter(({ entry, webhook }) => own.has(entry) && webhook === null && entry.isPinned);
  const deleted = gone.map(({ entry }) => entry).filter((entry) => checkDeleted(entry, problems));
  const { webhooks, warnings } = findRecreated(deleted, file, listing, problems);
  const matches = found.map(({ entry, webhook: existing, ...names }) => {
    if (own.has(entry)) checkNames(entry, names, problems);
    const webhook = own.has(entry) ? (existing ?? webhooks.get(entry) ?? null) : null;
    if (webhook === null) checkCreation(entry, problems);
    else checkContradiction(entry, webhook, applicationId, problems);
    return { entry, webhook };
  });
  return { matches, warnings };
}

/** Whether an entry with an id that does not exist is a deleted webhook of an output. Otherwise, that is a problem. */
function checkDeleted(entry: Entry, problems: Problems): boolean {
  const { path, idKey, fields, isFromOutput, shownId } = entry;
  if (isFromOutput && fields.name !== undefined) return true;
  problems.add([...path, idKey], `the application has no webhook ${shownId}. To create the webhook, remove its id`);
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

type Namesakes = Pick<WebhookMatch<Entry>, 'named' | 'formers'>;

/** Refuses names that several webhooks have, and a new name that exists beside a former one. */
function checkNames({ path, name }: Entry, { named, formers }: Namesakes, problems: Problems): void {
  const own = { shown: String(name?.shown), webhooks: named };
  for (const { shown, webhooks } of [own, ...formers].filter((one) => one.webhooks.length > 1)) {
    const [key, what] =
      webhooks === named ? ['name', 'this name'] : ['formerly', `the former name ${JSON.stringify(shown)}`];
    const ids = firstFew(webhooks.map(({ id }) => id));
    const message = `${webhooks.length} webhooks of the application have ${what}: ${ids}. Use the id of the one that you mean`;
    problems.add([...path, key], message);
  }
  const [first, second] = [...formers, own].filter(({ webhooks }) => webhooks.length > 0);
  if (first === undefined || second === undefined) return;
  const other = named.length > 0 ? own : second;
  const message = `the application has webhooks with both names, ${JSON.stringify(first.shown)} and ${JSON.stringify(other.shown)}: delete one of them, or remove "formerly"`;
  problems.add([...path, 'formerly'], message);
}

function checkContradiction(entry: Entry, webhook: Webhook, applicationId: string, problems: Problems): void {
  const { id } = entry;
  // It was created again, so it has another identity.
  if (id !== null && !isSameId(id, webhook.id)) return;
  const mismatch = id === null ? null : findMismatch(entry, unchangedItem(webhook), applicationId);
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
    if (holder !== undefined)
      problems.add([...entry.path, 'name'], `another webhook already has this name (${holder})`);
  }
}
