import type { Plan } from '../plan/plan.ts';
import type { Context } from './context.ts';

export async function exportWebhooks(_context: Context): Promise<Plan> {
  throw new Error('not yet');
}
