import type { Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import type { Context } from './context.ts';
import { planOf, unchanged } from './plans.ts';
import { select } from './select.ts';

/** Reads one webhook. */
export async function get(context: Context): Promise<Plan> {
  const { targets } = await select(context);
  if (targets.length > 1) {
    const candidates = targets.slice(0, 10).map(({ id, webhook }) => `"${webhook?.name}" (${id})`);
    const more = targets.length > 10 ? `, and ${targets.length - 10} more` : '';
    throw new Problem(
      'Several webhooks match',
      `get reads one webhook, and ${targets.length} match: ${candidates.join(', ')}${more}. Name one of them, or use list.`,
    );
  }
  return planOf(targets.map(unchanged));
}
