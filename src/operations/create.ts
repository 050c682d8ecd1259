import { parseWebhook } from '../body/body.ts';
import type { Entry } from '../body/entry.ts';
import type { InputValues } from '../inputs/table.ts';
import type { Webhook } from '../losant/webhook.ts';
import { createItem, createPlan, shownName, unchangedItem, updateItem } from '../plan/changes.ts';
import type { Item } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import type { Context, Operation } from './context.ts';
import { assertNoCopies, listSecrets } from './copies.ts';
import { readBodySource } from './read-body.ts';
import { assertSameWebhook, assertSettable, missingPassword } from './restore.ts';
import { assertUniqueName } from './select.ts';

/** Creates a webhook. If the name is taken, does what `if-exists` says. */
export const create: Operation = async (reader) => {
  const body = await parseWebhook('create', readBodySource(reader));
  const ifExists = reader.value('if-exists');
  const secrets = listSecrets(reader, body);
  return {
    body,
    plan: async (context) => {
      const { item, listing } = await plan(context, body.entry, ifExists);
      assertNoCopies([{ entry: body.entry, item }], secrets, body.refuse);
      return createPlan([item], listing);
    },
  };
};

interface Planned {
  readonly item: Item;
  readonly listing: readonly Webhook[];
}

async function plan(context: Context, entry: Entry, ifExists: InputValues['if-exists']): Promise<Planned> {
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
    return { item: createItem(entry), listing };
  }
  const item = unchangedItem(existing);
  if (ifExists === 'skip') return { item, listing };
  if (ifExists === 'update') {
    assertSameWebhook(entry, item, inputs.applicationId);
    return { item: updateItem(item, entry), listing };
  }
  throw new Problem(
    'Name is taken',
    `A webhook named "${shownName(entry)}" already exists (${existing.id}). Nothing was changed. Set if-exists to update or skip, or choose another name.`,
  );
}
