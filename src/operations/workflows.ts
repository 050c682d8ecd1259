import { ApiError } from '../api/errors.ts';
import type { Item, Plan } from '../plan/plan.ts';
import { pool } from '../pool.ts';
import type { Context } from './context.ts';

/** The plan, with the workflows that each delete takes along: whoever reads it should know them before they are gone. */
export async function withWorkflows(plan: Plan, { inputs, losant, log }: Context): Promise<Plan> {
  let mayRead = true;
  const items = await pool(plan.items, inputs.concurrency, async (item): Promise<Item> => {
    if (item.action !== 'delete' || item.id === null || !mayRead) return item;
    try {
      return { ...item, workflows: await losant.listWorkflows(item.id) };
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 403) throw error;
      if (mayRead)
        log.warning(
          'The token may not read workflows (scope flows.get): which ones go with the deleted webhooks can not be listed.',
        );
      mayRead = false;
      return item;
    }
  });
  return { ...plan, items: eachOnce(items) };
}

/** A workflow that several of the webhooks trigger goes with the first of them, and is listed only there. */
function eachOnce(items: readonly Item[]): Item[] {
  const listed = new Set<string>();
  return items.map((item) => {
    if (item.workflows === undefined) return item;
    const workflows = item.workflows.filter(({ id }) => !listed.has(id));
    for (const { id } of workflows) listed.add(id);
    return { ...item, workflows };
  });
}
