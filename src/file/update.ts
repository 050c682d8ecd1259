import { visit } from 'yaml';
import type { Entry } from '../body/entry.ts';
import { unsettableReason } from '../body/settings.ts';
import { Lines } from '../document/positions.ts';
import { nodesOn } from '../document/yaml-nodes.ts';
import { currentValue } from '../losant/compare.ts';
import { byName, type Webhook } from '../losant/webhook.ts';
import { findCommentAbove, findCommentIds } from './comments.ts';
import { listObstacle } from './edit.ts';
import { type ExistingFile, refusal } from './existing-file.ts';
import { asWritten, type Base, unknownWarnings } from './exported-fields.ts';
import { findFieldUpdates } from './field-updates.ts';
import { findWebhooks, type Match } from './match.ts';
import { findSharingNames, needsId, newEntry } from './new-file.ts';
import { assertRenamesAreClear, isClaimed, updateName } from './rename.ts';
import type { FileEntry } from './sync-file.ts';
import { canBePinned, type Draft, finish, indexOf, pin, set, setField, type Update, warn } from './update-state.ts';
import { variableNames } from './variable-names.ts';
import { listTakenVariables } from './variable-uses.ts';

/** An entry that applies in this environment. */
type ApplyingEntry = FileEntry & { readonly resolved: Entry };

/**
 * Finds what the file should say to match the application. Changes that depend on others are left for the next round.
 * @param listing all webhooks of the application
 * @param covered the webhooks within the scope of the file
 * @throws Problem if the file cannot be updated, or no entry would be left
 */
export function createUpdate(existing: ExistingFile, listing: readonly Webhook[], covered: readonly Webhook[]): Update {
  const { file, document, list, references } = existing;
  const applying = file.written.filter((entry): entry is ApplyingEntry => entry.resolved !== null);
  const comments = findCommentIds(document, list);
  const commentIds = new Map(applying.map((entry) => [entry, comments.get(indexOf(entry))]));
  const matches = findWebhooks(applying, ({ names }) => names, listing, commentIds);
  const webhooks = new Map<FileEntry, Webhook | null>(matches.map(({ entry, webhook }) => [entry, webhook]));
  const named = new Map<string | undefined, Webhook>(listing.map((webhook) => [webhook.name, webhook]));
  const taken = listTakenVariables(
    file,
    references,
    (entry) => webhooks.get(entry) ?? named.get(entry.names.name?.name),
  );
  const variables = variableNames(listing, taken);
  const newVariables = new Set<string>();
  const update: Update = {
    ...{ existing, matches },
    byId: new Map(listing.map((webhook) => [webhook.id.toLowerCase(), webhook])),
    variables: {
      nameFor: (webhook, field) => {
        const name = variables.nameFor(webhook, field);
        newVariables.add(name);
        return name;
      },
    },
    entriesByName: Map.groupBy(file.written, ({ names }) => names.name?.name),
    formerNames: new Set(file.written.flatMap(({ names }) => names.formerly.map(({ name }) => name))),
    ambiguous: findSharingNames(listing),
    ...{ entries: new Map(), removed: new Set(), added: [], newWebhooks: [], newVariables },
    ...{ changes: [], warnings: [], notes: [], blocked: [] },
  };
  assertRenamesAreClear(update, commentIds);
  const matched = new Set(matches.map(({ webhook }) => webhook));
  for (const match of matches) {
    if (match.webhook === null) dropEntry(update, match.entry);
    else updateEntry(update, match, match.webhook);
  }
  for (const webhook of covered.filter((one) => !matched.has(one)).sort(byName)) addWebhook(update, webhook);
  assertEntriesAreLeft(update);
  return update;
}

function assertEntriesAreLeft({ existing, removed, added }: Update): void {
  const { settings, document, list, items } = existing;
  const path = Array.isArray(document.value) ? [] : ['webhooks'];
  const reason =
    removed.size === items.length && added.length === 0
      ? 'no entry would be left, since the application has none of its webhooks'
      : added.length > 0
        ? listObstacle(document, list)
        : null;
  if (reason !== null) throw refusal(settings, reason, { document, path });
}

function updateEntry(update: Update, match: Match<ApplyingEntry>, webhook: Webhook): void {
  const { entry } = match;
  const draft: Draft = { entry, webhook, object: entry.object, keys: [] };
  const action = updateName(update, draft, match) ? 'rename' : 'update';
  if (update.ambiguous.has(webhook) && !entry.names.isPinned) {
    if (canBePinned(update, entry)) pin(update, draft);
    else {
      const text = `its name does not identify it in Losant: rename it there, or give it an entry of its own with the id ${webhook.id}`;
      warn(update, draft, text);
    }
  }
  updateFields(update, draft, entry.resolved);
  finish(update, draft, action);
}

function updateFields(update: Update, draft: Draft, entry: Entry): void {
  const { webhook } = draft;
  for (const { field, kind, warning } of findFieldUpdates(entry, webhook, update.existing.settings.env)) {
    const obstacle =
      kind === 'write' ? pinFor(update, draft, unsettableReason(field, currentValue(webhook, field))) : null;
    if (obstacle !== null) warn(update, draft, `${field} was not changed: ${obstacle}`);
    else if (kind === 'keep') warn(update, draft, String(warning));
    else if (setField(update, draft, field, asWritten(webhook, field, update.variables)) && warning !== null)
      warn({ warnings: update.notes }, draft, warning);
  }
}

/** Adds the id if an entry without one cannot have a value. Returns why it still cannot, or null. */
function pinFor(update: Update, draft: Draft, reason: string | null): string | null {
  if (reason === null || draft.entry.names.isPinned || draft.keys.includes('id')) return null;
  if (!canBePinned(update, draft.entry) || draft.keys.includes('formerly'))
    return `${reason}, and this entry cannot have an id`;
  pin(update, draft);
  return null;
}

/** Removes an entry whose webhook does not exist. If other environments use it, only this environment is removed. */
function dropEntry(update: Update, entry: FileEntry): void {
  const { settings, document, list, file } = update.existing;
  const { names, current } = file.environments;
  const name = String(entry.names.name?.name ?? entry.names.id);
  const others = (entry.only ?? names ?? []).filter((other) => other !== current);
  const webhook = { id: '', name };
  if (others.length > 0) {
    const draft: Draft = { entry, webhook, object: entry.object, keys: [] };
    const isList = Array.isArray(entry.object['only']);
    set(update, draft, ['only'], others.length === 1 && !isList ? String(others[0]) : others);
    finish(update, draft);
    return;
  }
  if (hasSharedAnchor(update, entry)) {
    const reason = 'an entry whose webhook does not exist has an anchor that others use: remove it by hand';
    update.blocked.push(refusal(settings, reason, { document, path: entry.path }));
    return;
  }
  update.removed.add(indexOf(entry));
  update.changes.push({ action: 'remove', name, keys: [] });
  const comment = findCommentAbove(document, list, indexOf(entry));
  if (comment === null) return;
  const { line } = new Lines(document.text).at(comment);
  const text = `the comment above it, in line ${line}, stays in the file: remove it if it is only about this entry`;
  warn({ warnings: update.notes }, { webhook }, text);
}

function hasSharedAnchor({ existing: { document } }: Update, { path }: FileEntry): boolean {
  let isFound = false;
  for (const entry of nodesOn(document, path).slice(-1))
    visit(entry, {
      Node(_, node) {
        isFound ||= document.aliased.has(node);
      },
    });
  return isFound;
}

/** Adds a webhook without an entry: to an entry of other environments with its name, or as a new entry. */
function addWebhook(update: Update, webhook: Webhook): void {
  const { existing, variables, ambiguous, added, newWebhooks, changes, notes } = update;
  const { current } = existing.file.environments;
  const { name } = webhook;
  const other = update.entriesByName.get(name)?.find(({ resolved }) => resolved === null);
  const draft = other === undefined ? null : { entry: other, webhook, object: other.object, keys: [] };
  if (other?.only != null && draft !== null && current !== null && !other.names.isPinned && !ambiguous.has(webhook)) {
    set(update, draft, ['only'], [...other.only, current]);
    finish(update, draft);
    return;
  }
  const obstacle = findObstacle(update, webhook);
  if (obstacle !== null) {
    warn(update, { webhook }, `it (${webhook.id}) was not added: ${obstacle}`);
    return;
  }
  // An id also distinguishes it from the entry of another environment.
  const isPinned = ambiguous.has(webhook) || other !== undefined || needsId(webhook);
  added.push(newEntry(webhook, { isPinned, only: current, base: toBase(existing), names: variables }));
  changes.push({ action: 'add', name, keys: [] });
  notes.push(...unknownWarnings(webhook, existing.file.defaults));
  newWebhooks.push(webhook);
}

/** Why a webhook cannot get a new entry, or null. */
function findObstacle(update: Update, { name }: Webhook): string | null {
  if (update.formerNames.has(name))
    return 'an entry has this name under formerly. If that webhook has been renamed, remove it there';
  return isClaimed(update, name)
    ? 'another entry has this name, and no id that tells them apart. Rename one of them'
    : null;
}

/** The values that a new entry gets from the defaults. */
function toBase({ file }: ExistingFile): Base {
  const values = file.defaultFields();
  return Object.fromEntries([...file.defaults.keys()].map((name) => [name, values[name] ?? null]));
}
