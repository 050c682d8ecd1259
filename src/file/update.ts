import { visit } from 'yaml';
import type { Entry } from '../body/entry.ts';
import { unsettableReason } from '../body/settings.ts';
import { escapeVariables } from '../body/variables.ts';
import { nodesOn } from '../document/yaml-nodes.ts';
import { currentValue } from '../losant/compare.ts';
import { byName, type Webhook } from '../losant/webhook.ts';
import { findCommentAbove, findCommentIds } from './comments.ts';
import { type ExistingFile, refusal } from './existing-file.ts';
import { findFieldUpdates } from './field-updates.ts';
import { listTakenVariables, variableNames } from './file-variables.ts';
import { findWebhooks, isGlob, type Match } from './names.ts';
import { asWritten, findSharingNames, newEntry, unknownWarnings } from './new-file.ts';
import type { FileEntry } from './sync-file.ts';
import type { Draft, Update } from './update-state.ts';
import { canBePinned, draftOf, indexOf, pin, set, setField, warn } from './update-state.ts';

/** An entry that applies in this environment. */
type ApplyingEntry = FileEntry & { readonly resolved: Entry };

/**
 * Finds what the file should say to match the application. Changes that depend on others are left for the next round.
 * @throws Problem if the file cannot be updated, or no entry would be left
 */
export function createUpdate(existing: ExistingFile, listing: readonly Webhook[], covered: readonly Webhook[]): Update {
  const { document, list, listPath, body } = existing;
  const { written } = body.file;
  const applying = written.filter((entry): entry is ApplyingEntry => entry.resolved !== null);
  const comments = findCommentIds(document, list);
  const matches = findWebhooks(applying, listing, (entry) => comments[indexOf(entry)]);
  assertRenamesAreClear(existing, matches);
  const webhooks = new Map<FileEntry, Webhook | null>(matches.map(({ entry, webhook }) => [entry, webhook]));
  const named = new Map<string | undefined, Webhook>(listing.map((webhook) => [webhook.name, webhook]));
  const taken = listTakenVariables(body, (entry) => webhooks.get(entry) ?? named.get(entry.name?.text));
  const update: Update = {
    existing,
    nameVariable: variableNames(listing, taken),
    entriesByName: Map.groupBy(written, ({ name }) => name?.text),
    formerNames: new Set(written.flatMap(({ formerly }) => formerly.map(({ text }) => text))),
    ambiguous: findSharingNames(listing),
    entries: written.map(({ object }) => object),
    ...{ added: [], changes: [], warnings: [], notes: [], blocked: null },
  };
  for (const match of matches) {
    if (match.webhook === null) dropEntry(update, match.entry);
    else updateEntry(update, match, match.webhook);
  }
  const matched = new Set(webhooks.values());
  for (const webhook of covered.filter((one) => !matched.has(one)).sort(byName)) addWebhook(update, webhook);
  const { entries, added } = update;
  if (added.length === 0 && entries.every((entry) => entry === null))
    throw refusal(existing, 'no entry would be left, since the application has none of its webhooks', listPath);
  return update;
}

function updateEntry(update: Update, match: Match<ApplyingEntry>, webhook: Webhook): void {
  const { existing, ambiguous, warnings } = update;
  const draft = draftOf(match.entry, webhook);
  updateName(update, draft, match);
  if (ambiguous.has(webhook) && !pin(update, draft)) {
    const text = `its name does not identify it in Losant: rename it there, or give it an entry of its own with the id ${webhook.id}`;
    warn(warnings, webhook, text);
  }
  for (const { field, isKept, warning } of findFieldUpdates(match.entry.resolved, webhook, existing.source.env)) {
    // Sync accepts some values only in an entry with an id.
    const reason = unsettableReason(field, currentValue(webhook, field));
    if (isKept) warn(warnings, webhook, warning);
    else if (reason !== null && !pin(update, draft))
      warn(warnings, webhook, `${field} was not changed: ${reason}, and this entry cannot have an id`);
    else if (setField(update, draft, field, asWritten(webhook, field, update.nameVariable)) && warning !== '')
      warn(update.notes, webhook, warning);
  }
}

/** If the webhook was renamed, renames the entry and lists the old name under `formerly`. */
function updateName(update: Update, draft: Draft, { entry, by, formers }: Match<FileEntry>): void {
  const { webhook } = draft;
  const { name } = entry;
  const former = formers.find((one) => one.webhooks.some((other) => other !== webhook));
  if (former !== undefined) {
    const text = `its former name ${JSON.stringify(former.text)} exists in Losant too, and sync refuses that: delete that webhook, or remove the name from formerly`;
    warn(update.warnings, webhook, text);
  }
  if (name === null || name.text === webhook.name) return;
  const shown = JSON.stringify(name.shown);
  const obstacle = by === 'former' ? null : findRenameObstacle(update, entry, webhook);
  if (by === 'former')
    warn(update.warnings, webhook, `the file renames it to ${shown}, which is still pending: its name was not changed`);
  else if (obstacle !== null)
    warn(update.warnings, webhook, `the file calls it ${shown}: its name was not changed, since ${obstacle}`);
  else if (set(update, draft, ['name'], escapeVariables(webhook.name))) {
    draft.action = 'rename';
    if (by === 'comment' && !update.ambiguous.has(webhook)) addFormerName(update, draft, name.text);
  }
}

function addFormerName(update: Update, draft: Draft, name: string): void {
  if (isGlob(name)) {
    warn(update.notes, draft.webhook, `its old name ${JSON.stringify(name)} cannot be listed under formerly`);
    return;
  }
  const old = [draft.entry.object['formerly'] ?? []].flat();
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

/** Removes an entry whose webhook does not exist. If other environments use it, only this environment is removed. */
function dropEntry(update: Update, entry: FileEntry): void {
  const { existing, entries, changes, notes } = update;
  const { document, list, body } = existing;
  const { names, current } = body.file.environments;
  const name = String(entry.name?.text ?? entry.id);
  const others = (entry.only ?? names ?? []).filter((other) => other !== current);
  if (others.length > 0) {
    const isOne = others.length === 1 && !Array.isArray(entry.object['only']);
    set(update, draftOf(entry, { id: '', name }), ['only'], isOne ? String(others[0]) : others);
    return;
  }
  let isShared = false;
  for (const node of nodesOn(document, entry.path).slice(-1))
    visit(node, {
      Node: (_, inner) => {
        isShared ||= document.aliased.has(inner);
      },
    });
  if (isShared) {
    const reason = 'an entry whose webhook does not exist has an anchor that others use: remove it by hand';
    update.blocked ??= refusal(existing, reason, entry.path);
    return;
  }
  entries[indexOf(entry)] = null;
  changes.push({ action: 'remove', name, keys: [], webhook: null });
  const comment = findCommentAbove(document, list, indexOf(entry));
  if (comment === null) return;
  const line = document.text.slice(0, comment).split('\n').length;
  const text = `the comment above it, in line ${line}, stays in the file: remove it if it is only about this entry`;
  warn(notes, { name }, text);
}

/** Adds a webhook without an entry: to an entry of other environments with its name, or as a new entry. */
function addWebhook(update: Update, webhook: Webhook): void {
  const { existing, nameVariable, ambiguous, entriesByName, added, changes, notes } = update;
  const { environments, base } = existing.body.file;
  const { current } = environments;
  const { name } = webhook;
  const other = entriesByName.get(name)?.find(({ resolved }) => resolved === null);
  if (other?.only != null && current !== null && !other.isPinned && !ambiguous.has(webhook)) {
    set(update, draftOf(other, webhook), ['only'], [...other.only, current]);
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
  changes.push({ action: 'add', name, keys: [], webhook });
  notes.push(...unknownWarnings(webhook, values));
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
    if (own === undefined || own.name === name?.text) continue;
    const holder = own === webhook ? undefined : holders.get(own);
    const isTaken = holder?.commented !== undefined && holder.commented !== own;
    const other = isTaken ? holder.entry : by === 'comment' ? namedSoon.get(name?.text) : undefined;
    if (other === undefined || other === entry) continue;
    const names = [entry, other].map((one) => JSON.stringify(one.name?.shown)).join(' and ');
    const reason = `in Losant, the webhooks of ${names} have names of other entries, which formerly cannot express. Rename the entries, or give them ids`;
    throw refusal(existing, reason, [...entry.path, 'name']);
  }
}
