import { parseWebhook } from '../body/body.ts';
import type { Entry } from '../body/entry.ts';
import type { InputValues } from '../inputs/table.ts';
import { createItem, createPlan, shownName, unchangedItem, updateItem } from '../plan/changes.ts';
import type { Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import type { Context, Operation } from './context.ts';
import { readBodySource } from './read-body.ts';
import { assertSameWebhook, assertSettable, missingPassword } from './restore.ts';
import { assertUniqueName } from './select.ts';

/** Creates a webhook. If the name is taken, does what `if-exists` says. */
export const create: Operation = async (reader) => {
  const body = await parseWebhook('create', readBodySource(reader));
  const ifExists = reader.value('if-exists');
  return { body, plan: (context) => plan(context, body.entry, ifExists) };
};

async function plan(context: Context, entry: Entry, ifExists: InputValues['if-exists']): Promise<Plan> {
  const { inputs, losant } = context;
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
  if (ifExists === 'skip') return createPlan([item], listing);
  if (ifExists === 'update') {
    assertSameWebhook(entry, item, inputs.applicationId);
    return createPlan([updateItem(item, entry)], listing);
  }
  throw new Problem(
    'Name is taken',
    `A webhook named "${shownName(entry)}" already exists (${existing.id}). Nothing was changed. Set if-exists to update or skip, or choose another name.`,
  );
}
