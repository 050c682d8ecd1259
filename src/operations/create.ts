import { createItem, createPlan, shownName, unchangedItem, updateItem } from '../plan/changes.ts';
import type { Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import { type Context, entryOf } from './context.ts';
import { assertSameWebhook, assertSettable, missingPassword } from './restore.ts';
import { assertUniqueName } from './select.ts';

/** Creates a webhook. If the name is taken, does what `if-exists` says. */
export async function create(context: Context): Promise<Plan> {
  const { inputs, losant } = context;
  const entry = entryOf(inputs);
  const listing = await losant.listWebhooks();
  const name = String(entry.fields.name);
  assertUniqueName(name, listing, shownName(entry));
  const existing = listing.find((webhook) => webhook.name === name);
  if (existing === undefined) {
    assertSettable(entry);
    const problem = missingPassword(entry);
    if (problem !== null)
      throw new Problem('Password is missing', `The body is refused: ${problem}. Nothing was changed.`);
    return createPlan([createItem(entry)], listing);
  }
  const item = unchangedItem(existing);
  if (inputs.ifExists === 'skip') return createPlan([item], listing);
  if (inputs.ifExists === 'update') {
    assertSameWebhook(entry, item, inputs.applicationId);
    return createPlan([updateItem(item, entry)], listing);
  }
  throw new Problem(
    'Name is taken',
    `A webhook named "${shownName(entry)}" already exists (${existing.id}). Nothing was changed. Set if-exists to update or skip, or choose another name.`,
  );
}
