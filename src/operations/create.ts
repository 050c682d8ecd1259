import { parseWebhook } from '../body/body.ts';
import type { Entry } from '../body/entry.ts';
import type { InputValues } from '../inputs/table.ts';
import type { Webhook } from '../losant/webhook.ts';
import { createItem, createPlan, shownName, unchangedItem, updateItem } from '../plan/changes.ts';
import type { Item } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import type { Operation } from './context.ts';
import { createCopyCheck } from './copies.ts';
import { readBodySource } from './read-body.ts';
import { assertCreatable, assertSameWebhook } from './restore.ts';
import { assertUniqueName } from './select.ts';

/** Creates a webhook. If the name is taken, does what `if-exists` says. */
export const create: Operation = async (reader) => {
  const body = await parseWebhook('create', readBodySource(reader));
  const ifExists = reader.value('if-exists');
  const assertNoCopies = createCopyCheck(reader, body);
  return {
    body,
    plan: async ({ inputs, losant }) => {
      const listing = await losant.listWebhooks();
      const item = planItem(body.entry, ifExists, listing, inputs.applicationId);
      await assertNoCopies([{ entry: body.entry, item }]);
      return createPlan([item], listing);
    },
  };
};

function planItem(
  entry: Entry,
  ifExists: InputValues['if-exists'],
  listing: readonly Webhook[],
  applicationId: string,
): Item {
  const name = String(entry.fields.name);
  assertUniqueName(name, listing, shownName(entry));
  const existing = listing.find((webhook) => webhook.name === name);
  if (existing === undefined) {
    assertCreatable(entry);
    return createItem(entry);
  }
  const item = unchangedItem(existing);
  if (ifExists === 'skip') return item;
  if (ifExists === 'update') {
    assertSameWebhook(entry, item, applicationId);
    return updateItem(item, entry);
  }
  throw new Problem(
    'Name is taken',
    `A webhook named "${shownName(entry)}" already exists (${existing.id}). Nothing was changed. Set if-exists to update or skip, or choose another name.`,
  );
}
