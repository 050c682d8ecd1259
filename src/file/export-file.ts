import { pairAlike } from '../losant/compare.ts';
import type { Webhook } from '../losant/webhook.ts';
import { parsePatterns, selectByName } from '../patterns.ts';
import { Problem } from '../problem.ts';
import { editText } from './edit.ts';
import { type ExistingFile, proveText } from './existing-file.ts';
import { listVariables, listVariableUses, type VariableUse } from './file-variables.ts';
import { findSharingNames, formatNewFile, unknownWarnings } from './new-file.ts';
import { createUpdate } from './update.ts';
import type { FileChange, Update } from './update-state.ts';

export interface ExportResult {
  /** With its byte order mark, if it has one. */
  readonly text: string;
  /** The changes to the entries of an existing file; empty for a new file. */
  readonly changes: readonly FileChange[];
  readonly warnings: readonly string[];
  /** Where the file needs environment variables, in file order. */
  readonly uses: readonly VariableUse[];
  /** The webhooks that the file covers. */
  readonly covered: Listing;
}

type Listing = readonly Webhook[];

/** Changes that depend on others need another round. More than this many cannot depend on each other. */
const MAX_ROUNDS = 20;

/**
 * Makes the sync file that matches the application: the existing file, updated, or a new one.
 * @param listing all webhooks of the application, in the order that a new file lists them
 * @param listed the input `variables`; null if it was not given
 * @throws Problem if the existing file cannot be updated, or there is nothing to export
 */
export async function exportFile(
  existing: ExistingFile | null,
  listing: Listing,
  scope: string | null,
  listed: readonly string[] | null,
): Promise<ExportResult> {
  const covered = selectByName(parsePatterns(scope ?? '*'), listing);
  const result = existing === null ? createFile(covered, scope) : await updateFile(existing, listing, covered);
  const unlisted = listed === null ? [] : listVariables(result.uses).filter((name) => !listed.includes(name));
  if (unlisted.length === 0) return result;
  const warning = `The file needs variables that the input variables does not list: add ${unlisted.join(', ')}.`;
  return { ...result, warnings: [...result.warnings, warning] };
}

function createFile(covered: Listing, scope: string | null): ExportResult {
  if (covered.length === 0)
    throw new Problem(
      'Nothing to export',
      'No webhook of the application is selected, so there is nothing to export. Nothing was written.',
    );
  const names = new Set([...findSharingNames(covered)].map(({ name }) => JSON.stringify(name)));
  const shared = [...names].map(
    (name) => `Several webhooks are named ${name}. Their entries have ids, so that sync can tell them apart.`,
  );
  const warnings = [...shared, ...covered.flatMap((webhook) => unknownWarnings(webhook))];
  return { ...formatNewFile(covered, scope), changes: [], warnings, covered };
}

async function updateFile(existing: ExistingFile, listing: Listing, covered: Listing): Promise<ExportResult> {
  let file = existing;
  let update = createUpdate(file, listing, covered);
  const updates = [update];
  while (update.changes.length > 0 && updates.length <= MAX_ROUNDS) {
    file = await proveText(file, editText(file, update), update);
    update = createUpdate(file, listing, covered);
    updates.push(update);
  }
  if (update.blocked !== null) throw update.blocked;
  return {
    text: file.byteOrderMark + file.document.text,
    changes: mergeChanges(updates.flatMap(({ changes }) => changes)),
    warnings: [...new Set([...update.warnings, ...updates.flatMap(({ notes }) => notes), ...findRenames(updates)])],
    uses: listVariableUses(file.body),
    covered,
  };
}

/** Makes one change of those that several rounds make to the entry of a webhook. */
function mergeChanges(changes: readonly FileChange[]): FileChange[] {
  const byWebhook = Map.groupBy(changes, (change) => change.webhook ?? change);
  return [...byWebhook.values()].map((rounds) =>
    rounds.reduce(({ action, name, webhook, keys }, later) => ({
      ...{ action: later.action === 'rename' ? later.action : action, name, webhook },
      keys: [...new Set([...keys, ...later.keys])],
    })),
  );
}

/** Entries that are removed and webhooks that are added with the same settings: probably renamed in Losant. */
function findRenames(updates: readonly Update[]): string[] {
  const removed = updates.flatMap(({ existing, entries }) =>
    existing.body.file.written.filter(({ name }, index) => name !== null && entries[index] === null),
  );
  const added = updates.flatMap(({ changes }) => changes.filter(({ action }) => action === 'add'));
  const pairs = pairAlike(
    removed.map(({ name, resolved }) => ({ name: String(name?.shown), fields: { ...resolved?.fields } })),
    added.map(({ name, webhook }) => ({ name, fields: { ...webhook } })),
  );
  return pairs.map(({ from, to }) => {
    const [old, now] = [JSON.stringify(from), JSON.stringify(to)];
    return `The entry ${old} is removed and ${now} is added, and they have the same settings. If it was renamed, restore the entry and change its name.`;
  });
}
