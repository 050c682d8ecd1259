import type { Plan } from '../plan/plan.ts';
import type { Context } from './context.ts';

export async function sync(_context: Context): Promise<Plan> {
  throw new Error('not yet');
}
