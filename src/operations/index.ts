import type { OperationName } from '../inputs/operations.ts';
import type { Plan } from '../plan/plan.ts';
import type { Context } from './context.ts';
import { get, list } from './read.ts';

/** Selects and plans. It only reads, and changes nothing. */
export type Operation = (context: Context) => Promise<Plan>;

/** The operations. Those that write are loaded on demand. */
export const operations: Readonly<Record<OperationName, Operation>> = {
  get,
  list,
  create: async (context) => (await import('./create.ts')).create(context),
  patch: async (context) => (await import('./patch.ts')).patch(context),
  delete: async (context) => (await import('./delete.ts')).deleteWebhooks(context),
  sync: async (context) => (await import('./sync.ts')).sync(context),
  export: async (context) => (await import('./export.ts')).exportWebhooks(context),
};
