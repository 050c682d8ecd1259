import { planOf, unreadItem, updateItem } from '../plan/changes.ts';
import type { Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import { type Context, entryOf } from './context.ts';
import { refuseMismatch, warnOfMasked } from './restore.ts';
import { select } from './select.ts';

/** Sets fields of the selected webhooks: reads them, compares, and plans what differs. */
export async function patch(context: Context): Promise<Plan> {
  const { inputs } = context;
  const entry = entryOf(inputs);
  const { selection } = inputs;
  const mayBeSeveral =
    selection.by === 'id'
      ? selection.ids.length > 1
      : selection.by === 'name' && (selection.patterns.length > 1 || selection.patterns.some(({ isGlob }) => isGlob));
  if (mayBeSeveral && entry.fields.name !== undefined) {
    throw new Problem(
      'Invalid inputs',
      'body sets name, and several webhooks may be selected: all of them would get the same name. Leave name out, or select one webhook. Nothing was sent.',
    );
  }
  // What an id alone tells is told before anything is sent.
  if (selection.by === 'id')
    for (const id of selection.ids) refuseMismatch({ ...entry, unknown: {} }, unreadItem(id), inputs.applicationId);
  const { items, listing } = await select(context);
  for (const item of items) refuseMismatch(entry, item, inputs.applicationId);
  warnOfMasked(context, entry);
  return planOf(
    items.map((item) => updateItem(item, entry)),
    listing,
  );
}
