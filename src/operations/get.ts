import { planOf } from '../plan/changes.ts';
import type { Plan } from '../plan/plan.ts';
import type { Context } from './context.ts';
import { select } from './select.ts';

/** Reads one webhook. */
export async function get(context: Context): Promise<Plan> {
  const { items } = await select(context);
  return planOf(items);
}
