import { ifForbidden } from '../api/errors.ts';
import { parseWebhook } from '../body/body.ts';
import type { Entry } from '../body/entry.ts';
import { readSelection, type Selection } from '../inputs/inputs.ts';
import { isSameId, type Webhook } from '../losant/webhook.ts';
import { createPlan, shownName, unreadItem, updateItem } from '../plan/changes.ts';
import type { Item, Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import type { Context, Operation } from './context.ts';
import { type CopyCheck, createCopyCheck } from './copies.ts';
import { readBodySource } from './read-body.ts';
import { assertSameWebhook } from './restore.ts';
import { select } from './select.ts';

/** Sets fields of the selected webhooks: reads the webhooks, and plans what differs. */
export const patch: Operation = async (reader) => {
  const body = await parseWebhook('patch', readBodySource(reader));
  const selection = readSelection(reader);
  if (body.entry.fields.name !== undefined && mayBeSeveral(selection)) {
    throw reader.invalid(
      'body sets name, and several webhooks may be selected: all of them would get the same name. Leave name out, or select one webhook',
    );
  }
  const assertNoCopies = createCopyCheck(reader, body);
  return { body, plan: (context) => plan(context, body.entry, selection, assertNoCopies) };
};

function mayBeSeveral({ ids, patterns }: Selection): boolean {
  return ids.length > 1 || patterns.length > 1 || patterns.some(({ name }) => name === null);
}

async function plan(context: Context, entry: Entry, selection: Selection, assertNoCopies: CopyCheck): Promise<Plan> {
  const { applicationId } = context.inputs;
  // A body with the id of another webhook is refused before anything is sent.
  for (const id of selection.ids) assertSameWebhook({ ...entry, unknown: {} }, unreadItem(id), applicationId);
  const { items, listing } = await select(context, selection);
  for (const item of items) assertSameWebhook(entry, item, applicationId);
  const { name } = entry.fields;
  const isRenamed = name !== undefined && items.some(({ before }) => before?.name !== name);
  const known = isRenamed && listing.length === 0 ? await listForRename(context) : listing;
  const holders = known.filter((webhook) => webhook.name === name);
  const [holder] = holders;
  // A webhook may keep a name that it already shares.
  const keepsName = ({ id }: Item): boolean => holders.some((webhook) => isSameId(webhook.id, String(id)));
  if (holder !== undefined && !items.every(keepsName)) {
    throw new Problem(
      'Name is taken',
      `Another webhook is already named "${shownName(entry)}" (${holder.id}). Nothing was changed. Choose another name.`,
    );
  }
  const planned = items.map((item) => updateItem(item, entry));
  await assertNoCopies(planned.map((item) => ({ entry, item })));
  return createPlan(planned, known);
}

/** Lists the webhooks, if the token is allowed to: those selected by id do not show whether the new name is taken. */
function listForRename({ losant, log }: Context): Promise<Webhook[]> {
  const uncheckable = (): Webhook[] => {
    log.info(
      'Did not check whether another webhook has the new name: the token is not allowed to list webhooks (scope webhooks.get)',
    );
    return [];
  };
  return losant.listWebhooks().catch(ifForbidden(uncheckable));
}
