import { visit } from 'yaml';
import type { Entry } from '../body/entry.ts';
import { unsettableReason } from '../body/settings.ts';
import { escapeVariables } from '../body/variables.ts';
import { nodesOn } from '../document/yaml-nodes.ts';
import { currentValue } from '../losant/compare.ts';
import { byName, type Webhook } from '../losant/webhook.ts';
import { findCommentAbove, findCommentIds } from './comments.ts';
import { listObstacle } from './edit.ts';
import { type ExistingFile, refusal } from './existing-file.ts';
import { findFieldUpdates } from './field-updates.ts';
import { findWebhooks, type Match } from './match.ts';
import { isGlob } from './names.ts';
import { asWritten, findSharingNames, newEntry, unknownWarnings } from './new-file.ts';
import type { FileEntry } from './sync-file.ts';
import type { Draft, Update } from './update-state.ts';
import { canBePinned, draftOf, finish, indexOf, pin, set, setField, warn } from './update-state.ts';
import { variableNames } from './variable-names.ts';
import { listTakenVariables } from './variable-uses.ts';

/** An entry that applies in this environment. */
type ApplyingEntry = FileEntry & { readonly resolved: Entry };

/**
 * Finds what the file should say to match the application. Changes that depend on others are left for the next round.
 * @throws Problem if the file cannot be updated, or no entry would be left
 */
export function createUpdate(existing: ExistingFile, listing: readonly Webhook[], covered: readonly Webhook[]): Update {
  const { document, list, items, listPath, body } = existing;
  const { written } = body.file;
  const applying = written.filter((entry): entry is ApplyingEntry => entry.resolved !== null);
  const comments = findCommentIds(document, list);
  const commentIds = new Map(applying.map((entry) => [entry, comments[indexOf(entry)]]));
  const matches = findWebhooks(applying, listing, commentIds);
  assertRenamesAreClear(existing, matches);
  const webhooks = new Map<FileEntry, Webhook | null>(matches.map(({ entry, webhook }) => [entry, webhook]));
  const named = new Map<string | undefined, Webhook>(listing.map((webhook) => [webhook.name, webhook]));
  const taken = listTakenVariables(body, (entry) => webhooks.get(entry) ?? named.get(entry.name?.name));
  const update: Update = {
    existing,
    nameVariable: variableNames(listing, taken),
    entriesByName: Map.groupBy(written, ({ name }) => name?.name),
    formerNames: new Set(written.flatMap(({ formerly }) => formerly.map(({ name }) => name))),
    ambiguous: findSharingNames(listing),
    ...{ entries: new Map(), removed: new Set(), added: [], newWebhooks: [] },
    ...{ changes: [], warnings: [], notes: [], blocked: [] },
  };
  for (const match of matches) {
    if (match.webhook === null) dropEntry(update, match.entry);
    else updateEntry(update, match, match.webhook);
  }
  const matched = new Set(webhooks.values());
  for (const webhook of covered.filter((one) => !matched.has(one)).sort(byName)) addWebhook(update, webhook);
  const { removed, added } = update;
  if (removed.size === items.length && added.length === 0)
    throw refusal(existing, 'no entry would be left, since the application has none of its webhooks', listPath);
  const obstacle = added.length > 0 ? listObstacle(document, list) : null;
  if (obstacle !== null) throw refusal(existing, obstacle, listPath);
  return update;
}

function updateEntry(update: Update, match: Match<ApplyingEntry>, webhook: Webhook): void {
  const { entry } = match;
  const draft = draftOf(entry, webhook);
  const action = updateName(update, draft, match) ? 'rename' : 'update';
  if (update.ambiguous.has(webhook) && !entry.isPinned) {
    const text = `its name does not identify it in Losant: rename it there, or give it an entry of its own with the id ${webhook.id}`;
    if (canBePinned(update, entry)) pin(update, draft);
    else warn(update.warnings, webhook, text);
  }
  for (const { field, isKept, warning } of findFieldUpdates(entry.resolved, webhook, update.existing.source.env)) {
    const obstacle = isKept ? null : pinFor(update, draft, unsettableReason(field, currentValue(webhook, field)));
    if (obstacle !== null) warn(update.warnings, webhook, `${field} was not changed: ${obstacle}`);
    else if (isKept) warn(update.warnings, webhook, warning);
    else if (setField(update, draft, field, asWritten(webhook, field, update.nameVariable)) && warning !== '')
      warn(update.notes, webhook, warning);
  }
  finish(update, draft, action);
}

/** If the webhook was renamed, renames the entry and lists the old name under `formerly`. Returns whether it did. */
function updateName(update: Update, draft: Draft, { entry, by, formers }: Match<FileEntry>): boolean {
  const { webhook } = draft;
  const { name } = entry;
  const former = formers.find((one) => one.webhooks.some((other) => other !== webhook));
  if (former !== undefined) {
    const text = `its former name ${JSON.stringify(former.name)} exists in Losant too, and sync refuses that: delete that webhook, or remove the name from formerly`;
    warn(update.warnings, webhook, text);
  }
  if (name === null || name.name === webhook.name) return false;
  const shown = JSON.stringify(name.shown);
  const obstacle = by === 'former' ? null : findRenameObstacle(update, entry, webhook);
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
function findRenameObstacle(update: Update, entry: FileEntry, webhook: Webhook): string | null {
  const { existing, ambiguous, formerNames } = update;
  if (existing.body.file.environments.names !== null) return 'a file with environments has it for all of them';
  if (entry.settings.get('name')?.template != null) return 'it comes from a variable';
  if (formerNames.has(webhook.name)) return 'an entry has the new one under formerly';
  const isNotIdentified = ambiguous.has(webhook) && !entry.isPinned && !canBePinned(update, entry);
  return isNotIdentified || isClaimed(update, webhook.name) ? 'several webhooks share the new one' : null;
}

/** Adds the id if an entry without one cannot have a value. Returns why it still cannot, or null. */
function pinFor(update: Update, draft: Draft, reason: string | null): string | null {
  if (reason === null || draft.entry.isPinned || draft.keys.includes('id')) return null;
  if (!canBePinned(update, draft.entry) || draft.keys.includes('formerly'))
    return `${reason}, and this entry cannot have an id`;
  pin(update, draft);
  return null;
}

/** Removes an entry whose webhook does not exist. If other environments use it, only this environment is removed. */
function dropEntry(update: Update, entry: FileEntry): void {
  const { existing, removed, changes, notes, blocked } = update;
  const { document, list, body } = existing;
  const { names, current } = body.file.environments;
  const name = String(entry.name?.name ?? entry.id);
  const others = (entry.only ?? names ?? []).filter((other) => other !== current);
  if (others.length > 0) {
    const draft = draftOf(entry, { id: '', name });
    const isList = Array.isArray(entry.object['only']);
    set(update, draft, ['only'], others.length === 1 && !isList ? String(others[0]) : others);
    finish(update, draft);
    return;
  }
  let isShared = false;
  visit(nodesOn(document, entry.path).at(-1) ?? null, {
    Node: (_, node) => {
      isShared ||= document.aliased.has(node);
    },
  });
  if (isShared) {
    const reason = 'an entry whose webhook does not exist has an anchor that others use: remove it by hand';
    blocked.push(refusal(existing, reason, entry.path));
    return;
  }
  removed.add(indexOf(entry));
  changes.push({ action: 'remove', name, keys: [] });
  const comment = findCommentAbove(document, list, indexOf(entry));
  if (comment === null) return;
  const line = document.text.slice(0, comment).split('\n').length;
  const text = `the comment above it, in line ${line}, stays in the file: remove it if it is only about this entry`;
  warn(notes, { name }, text);
}

/** Adds a webhook without an entry: to an entry of other environments with its name, or as a new entry. */
function addWebhook(update: Update, webhook: Webhook): void {
  const { existing, nameVariable, ambiguous, entriesByName, added, newWebhooks, changes, notes } = update;
  const { environments, base } = existing.body.file;
  const { current } = environments;
  const { name } = webhook;
  const other = entriesByName.get(name)?.find(({ resolved }) => resolved === null);
  if (other?.only != null && current !== null && !other.isPinned && !ambiguous.has(webhook)) {
    const draft = draftOf(other, webhook);
    set(update, draft, ['only'], [...other.only, current]);
    finish(update, draft);
    return;
  }
  const obstacle = findObstacle(update, webhook);
  if (obstacle !== null) {
    warn(update.warnings, webhook, `it (${webhook.id}) was not added: ${obstacle}`);
    return;
  }
  // An id also distinguishes it from the entry of another environment.
  const isAmbiguous = ambiguous.has(webhook) || other !== undefined;
  const values = base();
  added.push(newEntry(webhook, { isAmbiguous, only: current, base: values, nameVariable }));
  changes.push({ action: 'add', name, keys: [] });
  notes.push(...unknownWarnings(webhook, values));
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

/** Whether an entry with this name can't get an id, so that no other entry can have the name. */
function isClaimed(update: Update, name: string): boolean {
  const entries = update.entriesByName.get(name) ?? [];
  return entries.some((entry) => !entry.isPinned && !canBePinned(update, entry));
}

/** @throws Problem for renames that `formerly` cannot express, since another entry has or gets the old name: a swap */
function assertRenamesAreClear(existing: ExistingFile, matches: readonly Match<FileEntry>[]): void {
  if (existing.body.file.environments.names !== null) return;
  const holders = new Map(matches.map((match) => [match.webhook, match]));
  const namedSoon = new Map(matches.map(({ webhook, entry }) => [webhook?.name, entry]));
  for (const { entry, webhook, by, commented: own } of matches) {
    const { name } = entry;
    if (own === undefined || own.name === name?.name) continue;
    const holder = own === webhook ? undefined : holders.get(own);
    const isTaken = holder?.commented !== undefined && holder.commented !== own;
    const other = isTaken ? holder.entry : by === 'comment' ? namedSoon.get(name?.name) : undefined;
    if (other === undefined || other === entry) continue;
    const names = [entry, other].map((one) => JSON.stringify(one.name?.shown)).join(' and ');
    const reason = `in Losant, the webhooks of ${names} have names of other entries, which formerly cannot express. Rename the entries, or give them ids`;
    throw refusal(existing, reason, [...entry.path, 'name']);
  }
}
