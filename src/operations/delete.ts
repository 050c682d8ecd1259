import { ApiError } from '../api/errors.ts';
import { guardDeletes } from '../plan/guard.ts';
import type { Item, Plan } from '../plan/plan.ts';
import { pool } from '../pool.ts';
import type { Context } from './context.ts';
import { planOf } from './plans.ts';
import { olderThan, select, type Target, withoutNewest } from './select.ts';

/** Deletes the selected webhooks: reads them first, so that what is deleted can be told, and made again. */
export async function deleteWebhooks(context: Context): Promise<Plan> {
  const { inputs } = context;
  const { targets, listing } = await select(context);
  const candidates = olderThan(withoutNewest(targets, inputs.keep), inputs.olderThan, Date.now());
  const plan = planOf(
    candidates.map((target) => deleteItem(target)),
    listing,
  );
  const limit = inputs.selection.by === 'id' ? inputs.selection.ids.length : 1;
  guardDeletes(plan, inputs.maxDeletes ?? limit, inputs.maxDeletes !== null);
  return inputs.includeWorkflows ? withWorkflows(plan, context) : plan;
}

export function deleteItem({ id, webhook }: Target): Item {
  const name = webhook?.name ?? null;
  return { id, webhook, change: { action: 'delete', id, name, before: webhook, fields: {}, templates: {} } };
}

/** The plan, with the workflows that each delete takes along: whoever reads it should know them before they are gone. */
export async function withWorkflows(plan: Plan, { inputs, losant, log }: Context): Promise<Plan> {
  let mayRead = true;
  const items = await pool(plan.items, inputs.concurrency, async (item): Promise<Item> => {
    if (item.change?.action !== 'delete' || item.id === null || !mayRead) return item;
    try {
      const workflows = await losant.listWorkflows(item.id);
      return { ...item, change: { ...item.change, workflows } };
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 403) throw error;
      if (mayRead)
        log.warning(
          'The token may not read workflows (scope flows.get): which ones go with the deleted webhooks can not be told.',
        );
      mayRead = false;
      return item;
    }
  });
  return { ...plan, items: eachOnce(items) };
}

/** A workflow that several of the webhooks trigger goes with the first of them, and is told there alone. */
function eachOnce(items: readonly Item[]): Item[] {
  const told = new Set<string>();
  return items.map((item) => {
    if (item.change?.workflows === undefined) return item;
    const workflows = item.change.workflows.filter(({ id }) => !told.has(id));
    for (const { id } of workflows) told.add(id);
    return { ...item, change: { ...item.change, workflows } };
  });
}
