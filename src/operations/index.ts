import type { OperationName } from '../inputs/table.ts';
import type { Plan } from '../plan/plan.ts';
import type { Context } from './context.ts';
import { create } from './create.ts';
import { deleteWebhooks } from './delete.ts';
import { get } from './get.ts';
import { list } from './list.ts';
import { patch } from './patch.ts';

/** Selects and plans: it reads, and changes nothing. */
export type Operation = (context: Context) => Promise<Plan>;

/** What each operation does. Rarely used ones are loaded when they are used. */
export const operations: Readonly<Record<OperationName, Operation>> = {
  get,
  list,
  create,
  patch,
  delete: deleteWebhooks,
  sync: async (context) => (await import('./sync.ts')).sync(context),
  export: async (context) => (await import('./export.ts')).exportWebhooks(context),
};
