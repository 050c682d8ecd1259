import type { Plan } from '../plan/plan.ts';
import type { Context } from './context.ts';
import { planOf, unchanged } from './plans.ts';
import { olderThan, select } from './select.ts';

/** Reads all webhooks, or those that match. */
export async function list(context: Context): Promise<Plan> {
  const { targets } = await select(context);
  return planOf(olderThan(targets, context.inputs.olderThan, Date.now()).map(unchanged));
}
