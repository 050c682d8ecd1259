import { visit } from 'yaml';
import { fieldNames } from '../losant/fields.ts';
import type { Webhook } from '../losant/webhook.ts';
import { type ExistingEntry, partFor, refusal } from './existing-file.ts';
import { asWritten } from './exported-fields.ts';
import { decide } from './field-decision.ts';
import type { Match } from './match.ts';
import { newEntry } from './new-file.ts';
import { isClaimed, pin, updateName, warnOfFormerName } from './rename.ts';
import { isShared, positionOf, startOf } from './source.ts';
import { closeEntry, type OpenEntry, openEntry, report, setList, type Work, warn } from './work.ts';

/** Updates an entry with the values of its webhook. */
export function updateEntry(work: Work, match: Match): void {
  const { entry, webhook } = match;
  const open = openEntry(work, entry, webhook.name);
  const action = updateName(work, open, match) ? 'rename' : 'update';
  pin(work, open, webhook);
  warnOfFormerName(work, open, webhook);
  updateFields(work, open, webhook);
  closeEntry(work, open, action);
}

/** Removes an entry whose webhook does not exist. If other environments use it, only this environment is removed. */
export function dropEntry(work: Work, entry: ExistingEntry): void {
  const { environment } = work.file.settings;
  const others = (entry.usedBy ?? []).filter((name) => name !== environment);
  const open = openEntry(work, entry, String(entry.name ?? entry.id));
  if (others.length === 0) {
    assertNoSharedAnchors(work, open);
    work.removed.add(entry.index);
    work.changes.push({ action: 'remove', name: open.name, keys: [] });
    return;
  }
  setList(work, open, 'only', others);
  closeEntry(work, open, 'update');
}

/** Adds a webhook without an entry: to an entry of other environments with its name, or as a new entry. */
export function addWebhook(work: Work, webhook: Webhook): void {
  const { file, variables, pinned, added, changes, warnings } = work;
  const { environment } = file.settings;
  const { name } = webhook;
  const entry = work.entriesByName.get(name)?.find(({ applies }) => !applies);
  if (entry?.usedBy != null && environment !== null && entry.id === null && !pinned.has(webhook)) {
    const open = openEntry(work, entry, name);
    setList(work, open, 'only', [...entry.usedBy, environment]);
    warnOfFormerName(work, open, webhook);
    updateFields(work, open, webhook);
    closeEntry(work, open, 'update');
    return;
  }
  const obstacle = obstacleToAdd(work, webhook);
  if (obstacle !== null) {
    warnings.push(`${JSON.stringify(name)} (${webhook.id}) was not added: ${obstacle}.`);
    return;
  }
  // An id also distinguishes it from the entry of another environment.
  const isPinned = pinned.has(webhook) || entry !== undefined;
  added.push(newEntry(webhook, { isPinned, only: environment, base: work.base, names: variables }));
  changes.push({ action: 'add', name, keys: [] });
}

/** Why a webhook cannot get a new entry, or null. */
function obstacleToAdd(work: Work, { name }: Webhook): string | null {
  if (work.formerNames.has(name))
    return 'an entry has this name under formerly. If that webhook has been renamed, remove it there';
  return isClaimed(work, name)
    ? 'another entry has this name, and no id that tells them apart. Rename one of them'
    : null;
}

function updateFields(work: Work, open: OpenEntry, webhook: Webhook): void {
  const { defaults, settings } = work.file;
  const { object } = open.entry;
  const own = { ...object, ...partFor(object, settings.environment) };
  for (const field of fieldNames.filter((name) => name !== 'name')) {
    const { kind, warning } = decide(field, own, defaults, webhook, settings.env);
    if (warning !== null) warn(work, open, warning);
    if (kind === 'write') report(work, open, field, open.edits.set(field, asWritten(webhook, field, work.variables)));
  }
}

function assertNoSharedAnchors({ file, source }: Work, { map }: OpenEntry): void {
  visit(map, {
    Node(_, node) {
      if (isShared(source, node))
        throw refusal(
          file.settings,
          'an entry whose webhook does not exist has an anchor that others use: remove it by hand',
          positionOf(source, startOf(map)),
        );
    },
  });
}
