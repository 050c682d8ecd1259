import type { Webhook } from '../losant/webhook.ts';
import { parsePatterns, selectByName } from '../patterns.ts';
import { Problem } from '../problem.ts';
import { type ExistingFile, type FileSettings, readExistingFile, refusal } from './existing-file.ts';
import { formatNewFile } from './new-file.ts';
import { updateFile } from './update.ts';
import { type VariableUse, variableUses } from './variables.ts';
import type { FileChange } from './work.ts';

export interface ExportResult {
  readonly text: string;
  /** The changes to the entries of an existing file; empty for a new file. */
  readonly changes: readonly FileChange[];
  readonly warnings: readonly string[];
  /** Where the file needs environment variables, in file order. */
  readonly uses: readonly VariableUse[];
  /** The webhooks that the file covers. */
  readonly covered: readonly Webhook[];
}

/**
 * Makes the sync file that matches the application: the existing file, updated, or a new one.
 * @param existing null if the file does not exist or is empty
 * @param listing all webhooks of the application, in the order that a new file lists them
 * @param scope what the export covers, as in `webhook-name`; null for the whole application
 * @throws Problem if the existing file cannot be updated, or there is nothing to export
 */
export async function exportFile(
  existing: ExistingFile | null,
  listing: readonly Webhook[],
  scope: string | null,
): Promise<ExportResult> {
  const covered = scope === null ? listing : selectByName(parsePatterns(scope), listing);
  if (existing !== null) return { ...(await update(existing, listing, covered)), covered };
  if (covered.length === 0)
    throw new Problem(
      'Nothing to export',
      'No webhook of the application is selected, so there is nothing to export. Nothing was written.',
    );
  const { text, uses } = formatNewFile(covered, scope);
  const warnings = sharedNames(covered).map(
    (name) =>
      `Several webhooks are named ${JSON.stringify(name)}. Their entries have ids, so that sync can tell them apart.`,
  );
  return { text, changes: [], warnings, uses, covered };
}

function sharedNames(webhooks: readonly Webhook[]): string[] {
  const byName = Map.groupBy(webhooks, ({ name }) => name);
  return [...byName].filter(([, sharing]) => sharing.length > 1).map(([name]) => name);
}

async function update(
  existing: ExistingFile,
  listing: readonly Webhook[],
  covered: readonly Webhook[],
): Promise<Omit<ExportResult, 'covered'>> {
  const updated = updateFile(existing, listing, covered);
  if (updated.changes.length === 0) return { ...updated, uses: variableUses(existing) };
  const file = await readUpdated(updated.text, existing.settings);
  // If a second export would still change something, the edits did not work.
  if (file === null || updateFile(file, listing, covered).changes.length > 0)
    throw refusal(existing.settings, 'it is written in a way that an export cannot change');
  return { ...updated, uses: variableUses(file) };
}

async function readUpdated(text: string, settings: FileSettings): Promise<ExistingFile | null> {
  try {
    return await readExistingFile(text, settings);
  } catch {
    return null;
  }
}
