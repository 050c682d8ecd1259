import type { OperationName } from '../inputs/table.ts';
import type { Operation } from './context.ts';
import { get, list } from './read.ts';

/** The operations. Those that write are loaded on demand. */
export const operations: Readonly<Record<OperationName, Operation>> = {
  get,
  list,
  create: async (reader) => (await import('./create.ts')).create(reader),
  patch: async (reader) => (await import('./patch.ts')).patch(reader),
  delete: async (reader) => (await import('./delete.ts')).deleteWebhooks(reader),
  sync: async (reader) => (await import('./sync.ts')).sync(reader),
  export: async (reader) => (await import('./export.ts')).exportWebhooks(reader),
  validate: async (reader) => (await import('./validate.ts')).validate(reader),
};
