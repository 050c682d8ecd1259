import type { OperationName } from '../inputs/operations.ts';
import type { Plan } from '../plan/plan.ts';
import type { Context } from './context.ts';
import { create } from './create.ts';
import { deleteWebhooks } from './delete.ts';
import { patch } from './patch.ts';
import { get, list } from './read.ts';
import { sync } from './sync.ts';

/** Selects and plans. It only reads, and changes nothing. */
export type Operation = (context: Context) => Promise<Plan>;

/** The operations. Export is loaded on demand, with the YAML parser. */
export const operations: Readonly<Record<OperationName, Operation>> = {
  get,
  list,
  create,
  patch,
  delete: deleteWebhooks,
  sync,
  export: async (context) => (await import(/* webpackChunkName: "yaml" */ './export.ts')).exportWebhooks(context),
};
