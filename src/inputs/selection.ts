import type { Patterns } from '../patterns.ts';
import type { Reader } from './reader.ts';
import type { InputValues } from './table.ts';
import { splitIds } from './values.ts';

/** Which webhooks the inputs select. */
export type Selection = {
  /** What happens if a webhook does not exist; null for the operation's default. */
  readonly ifNotFound: InputValues['if-not-found'];
} & (
  | { readonly by: 'id'; readonly ids: readonly string[] }
  | { readonly by: 'name'; readonly patterns: Patterns }
  | { readonly by: 'all' }
);

/** Adds problems with the combination of `webhook-id`, `webhook-name`, and `keep`. */
export function checkSelection(reader: Reader): void {
  const { row } = reader;
  if (row === null) return;
  const { selects } = row;
  const [byId, byName] = [reader.isGiven('webhook-id'), reader.isGiven('webhook-name')];
  if ((selects === 'one' || selects === 'some') && byId === byName) {
    const likely = byId ? 'both were' : 'neither was; did a variable expand to nothing?';
    reader.problem(`exactly one of webhook-id and webhook-name must be given: ${likely}`);
  }
  const { length } = splitIds(reader.text('webhook-id'));
  if (selects === 'one' && length > 1)
    reader.problem(`webhook-id takes one id for ${reader.text('operation')}, got ${length}`);
  if (reader.isUsed('keep') && reader.isGiven('keep') && !byName)
    reader.problem('keep counts what webhook-name matches, and webhook-name was not given');
}

/** The webhooks that `webhook-id` or `webhook-name` select. */
export function readSelection(reader: Reader): Selection {
  const [ids, patterns] = [reader.value('webhook-id'), reader.value('webhook-name')];
  const ifNotFound = reader.value('if-not-found');
  if (ids.length > 0) return { by: 'id', ids, ifNotFound };
  return patterns.length > 0 ? { by: 'name', patterns, ifNotFound } : { by: 'all', ifNotFound };
}
