import { deleteItem, planOf } from '../plan/changes.ts';
import type { Plan } from '../plan/plan.ts';
import type { Context } from './context.ts';
import { olderThan, select, withoutNewest } from './select.ts';
import { withWorkflows } from './workflows.ts';

/** Deletes the selected webhooks. They are read first, so that they can be reported, and created again. */
export async function deleteWebhooks(context: Context): Promise<Plan> {
  const { inputs } = context;
  const { items, listing } = await select(context);
  const candidates = olderThan(withoutNewest(items, inputs.keep), inputs.olderThan, Date.now());
  const plan = planOf(candidates.map(deleteItem), listing);
  return inputs.includeWorkflows === 'false' ? plan : withWorkflows(plan, listing, context);
}
