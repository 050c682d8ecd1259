import { createPlan } from '../plan/changes.ts';
import type { Plan } from '../plan/plan.ts';
import type { Context } from './context.ts';
import { olderThan, select } from './select.ts';

/** Reads one webhook. */
export async function get(context: Context): Promise<Plan> {
  const { items } = await select(context);
  return createPlan(items);
}

/** Reads all webhooks, or those that match. */
export async function list(context: Context): Promise<Plan> {
  const { items } = await select(context);
  return createPlan(olderThan(items, context.inputs.olderThan.milliseconds, Date.now()));
}
