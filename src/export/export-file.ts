import type { JsonObject } from '../json.ts';
import { fieldNames, isFieldName, isSecretField } from '../losant/fields.ts';
import type { Webhook } from '../losant/webhook.ts';
import { parsePatterns, selectByName } from '../patterns.ts';
import { Problem } from '../problem.ts';
import { type ExistingFile, type FileSettings, partFor, readExistingFile, refusal } from './existing-file.ts';
import { formatNewFile } from './new-file.ts';
import { type FileChange, updateFile } from './update.ts';
import { referencesIn } from './written.ts';

/** Where a file needs an environment variable. */
export interface VariableUse {
  readonly variable: string;
  /** The name of the webhook; null where it is in the defaults or in the scope. */
  readonly webhook: string | null;
  readonly field: string;
  readonly isSecret: boolean;
}

export interface Exported {
  readonly text: string;
  /** What becomes of the entries of an existing file; empty for a new one. */
  readonly changes: readonly FileChange[];
  readonly warnings: readonly string[];
  /** Where the file needs variables in its environment, in its order. */
  readonly uses: readonly VariableUse[];
  /** The webhooks that the file covers. */
  readonly covered: readonly Webhook[];
}

/**
 * The file for sync that says what the application has: the existing one, updated, or a new one.
 * @param existing null where there is no file, or an empty one
 * @param listing all webhooks of the application, in the order of a new file
 * @param scope what limits the export, as in `webhook-name`; null for the whole application
 * @throws Problem when the existing file cannot be updated, or there is nothing to export
 */
export async function exportFile(
  existing: ExistingFile | null,
  settings: FileSettings,
  listing: readonly Webhook[],
  scope: string | null,
): Promise<Exported> {
  const covered = scope === null ? listing : selectByName(parsePatterns(scope), listing);
  if (existing !== null) return { ...(await update(existing, listing, covered)), covered };
  if (covered.length === 0)
    throw new Problem(
      'Nothing to export',
      'The application has no webhook that is selected, and a file without webhooks would be of no use. Nothing was written.',
    );
  const text = formatNewFile(covered, scope);
  const file = await readExistingFile(text, settings);
  return { text, changes: [], warnings: [], uses: file === null ? [] : variableUses(file), covered };
}

async function update(
  existing: ExistingFile,
  listing: readonly Webhook[],
  covered: readonly Webhook[],
): Promise<Omit<Exported, 'covered'>> {
  const updated = updateFile(existing, listing, covered);
  const file = await readUpdated(updated.text, existing.settings);
  // A second export has nothing to do, unless the text is not what it was meant to be.
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

function variableUses(file: ExistingFile): VariableUse[] {
  const { entries, defaults, value, settings } = file;
  const uses = (object: JsonObject, webhook: string | null): VariableUse[] =>
    [...fieldNames, 'scope'].flatMap((field) =>
      referencesIn(object[field] ?? null)
        .filter(({ fallback }) => fallback === null)
        .map(({ variable }) => ({ webhook, field, variable, isSecret: isFieldName(field) && isSecretField(field) })),
    );
  return [
    ...uses(defaults, null),
    ...entries
      .filter(({ applies }) => applies)
      .flatMap(({ object, name, id }) => uses({ ...object, ...partFor(object, settings.environment) }, name ?? id)),
    ...uses({ scope: value['scope'] ?? null }, null),
  ];
}
