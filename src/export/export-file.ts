import type { JsonObject } from '../json.ts';
import { fieldNames, isFieldName, isSecretField } from '../losant/fields.ts';
import type { Webhook } from '../losant/webhook.ts';
import { type Patterns, parsePatterns, patternsText, selectByName } from '../patterns.ts';
import { type ExistingFile, type FileSettings, partFor, readExistingFile, refusal } from './existing-file.ts';
import { formatNewFile } from './new-file.ts';
import { type FileChange, type FileUpdate, updateFile } from './update.ts';
import { referencesIn } from './written.ts';

/** A variable that a file needs, and what for. */
export interface NeededVariable {
  /** Null where it is in the defaults or in the scope. */
  readonly webhook: string | null;
  readonly field: string;
  readonly variable: string;
  readonly isSecret: boolean;
}

export interface Exported {
  readonly text: string;
  /** What becomes of the entries of an existing file; empty for a new one. */
  readonly changes: readonly FileChange[];
  readonly warnings: readonly string[];
  /** The variables that the file needs in its environment, in its order. */
  readonly variables: readonly NeededVariable[];
}

/**
 * The file for sync that says what the application has: the existing one, updated, or a new one.
 * @param existing null where there is no file, or an empty one
 * @param listing all webhooks of the application, in the order of a new file
 * @param scope what limits a new file; an existing one says so itself
 * @throws Problem when the existing file cannot be updated, or there is nothing to export
 */
export async function exportFile(
  existing: ExistingFile | null,
  settings: FileSettings,
  listing: readonly Webhook[],
  scope: Patterns | null,
): Promise<Exported> {
  const covered = existing === null ? scope : existing.scope === null ? null : parsePatterns(existing.scope);
  const webhooks = covered === null ? listing : selectByName(covered, listing);
  if (existing === null) {
    const text = formatNewFile(webhooks, scope === null ? null : patternsText(scope));
    return { text, changes: [], warnings: [], variables: await variablesOf(text, settings) };
  }
  const isCovered = new Set(webhooks);
  const update = (file: ExistingFile): FileUpdate => updateFile(file, listing, (webhook) => isCovered.has(webhook));
  const updated = update(existing);
  const read = await readUpdated(updated.text, settings);
  // A second export has nothing to do, unless the text is not what it was meant to be.
  if (read === null || update(read).changes.length > 0)
    throw refusal(settings.file, 'it is written in a way that an export cannot change');
  return { ...updated, variables: neededVariables(read) };
}

async function readUpdated(text: string, settings: FileSettings): Promise<ExistingFile | null> {
  try {
    return await readExistingFile(text, settings);
  } catch {
    return null;
  }
}

async function variablesOf(text: string, settings: FileSettings): Promise<NeededVariable[]> {
  const file = await readExistingFile(text, settings);
  return file === null ? [] : neededVariables(file);
}

function neededVariables(file: ExistingFile): NeededVariable[] {
  const { entries, defaults, value, settings } = file;
  const needed = (object: JsonObject, webhook: string | null): NeededVariable[] =>
    [...fieldNames, 'scope'].flatMap((field) =>
      referencesIn(object[field] ?? null)
        .filter(({ fallback }) => fallback === null)
        .map(({ variable }) => ({ webhook, field, variable, isSecret: isFieldName(field) && isSecretField(field) })),
    );
  return [
    ...needed(defaults, null),
    ...entries
      .filter(({ applies }) => applies)
      .flatMap(({ object, name, id }) => needed({ ...object, ...partFor(object, settings.environment) }, name ?? id)),
    ...needed({ scope: value['scope'] ?? null }, null),
  ];
}
