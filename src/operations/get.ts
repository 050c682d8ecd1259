import { planOf } from '../plan/changes.ts';
import type { Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import type { Context } from './context.ts';
import { select } from './select.ts';

/** Reads one webhook. */
export async function get(context: Context): Promise<Plan> {
  const { items } = await select(context);
  if (items.length > 1) {
    const candidates = items.slice(0, 10).map(({ id, name }) => `"${name}" (${id})`);
    const more = items.length > 10 ? `, and ${items.length - 10} more` : '';
    throw new Problem(
      'Several webhooks match',
      `get reads one webhook, and ${items.length} match: ${candidates.join(', ')}${more}. Name one of them, or use list.`,
    );
  }
  return planOf(items);
}
