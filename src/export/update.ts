import type { Json } from '../json.ts';
import { type FieldName, isFieldName } from '../losant/fields.ts';
import { byName, type Webhook } from '../losant/webhook.ts';
import { type ExistingFile, refusal } from './existing-file.ts';
import type { Base } from './exported-fields.ts';
import { changeItems } from './list-edits.ts';
import { pairEntries } from './match.ts';
import { webhooksNeedingIds } from './new-file.ts';
import { commentIds, entryList, readSource } from './source.ts';
import { editsOf } from './text-edits.ts';
import { addWebhook, dropEntry, updateEntry } from './update-entry.ts';
import { variableNames } from './variable-names.ts';
import { takenVariables } from './variables.ts';
import type { FileChange, Work } from './work.ts';
import { evaluate, isUnset } from './written.ts';

export interface FileUpdate {
  readonly text: string;
  readonly changes: readonly FileChange[];
  /** Where the file differs from Losant, but an export leaves it as it is. */
  readonly warnings: readonly string[];
}

/**
 * Updates the file to match the application, and leaves everything else in it alone.
 * @param listing all webhooks of the application
 * @param covered the webhooks within the scope of the file
 * @throws Problem if the file cannot be updated, or no entry would be left
 */
export function updateFile(file: ExistingFile, listing: readonly Webhook[], covered: readonly Webhook[]): FileUpdate {
  const source = readSource(file.text);
  const list = entryList(source);
  if (list === null) throw refusal(file.settings, 'its list of webhooks is an alias');
  const found = pairEntries(file, listing, commentIds(source, list));
  const unlisted = new Set(found.unlisted);
  const work: Work = {
    ...{ file, source, list, edits: editsOf(file.text) },
    variables: variableNames(listing, takenVariables(file, found, listing)),
    names: new Set(listing.map(({ name }) => name)),
    entriesByName: Map.groupBy(file.entries, ({ name }) => name),
    formerNames: new Set(file.entries.flatMap(({ formerly }) => formerly)),
    pinned: webhooksNeedingIds(listing),
    base: baseOf(file),
    ...{ changes: [], warnings: [], removed: new Set(), added: [] },
  };
  for (const match of found.matches) updateEntry(work, match);
  for (const entry of found.missing) dropEntry(work, entry);
  for (const webhook of covered.filter((candidate) => unlisted.has(candidate)).sort(byName)) addWebhook(work, webhook);
  if (work.removed.size === file.entries.length && work.added.length === 0)
    throw refusal(file.settings, 'no entry would be left, since the application has none of its webhooks');
  changeItems(source, work.edits, list, work.removed, work.added);
  return { text: file.byteOrderMark + work.edits.apply(), changes: work.changes, warnings: work.warnings };
}

/** The values that a new entry gets from the defaults. */
function baseOf({ defaults, settings: { env } }: ExistingFile): Base {
  const knownValue = (name: FieldName, written: Json): Base[FieldName] => {
    const { value } = evaluate(written, env, name);
    return isUnset(written, env) || typeof value === 'object' ? null : value;
  };
  const base = Object.entries(defaults).flatMap(([name, written]) =>
    isFieldName(name) ? [[name, knownValue(name, written)] as const] : [],
  );
  return Object.fromEntries(base);
}
