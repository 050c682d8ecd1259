import { readInputs } from '../inputs/inputs.ts';
import { Reader } from '../inputs/reader.ts';
import type { OperationName } from '../inputs/table.ts';
import type { Operation, Step } from './context.ts';
import { readLimits } from './limits.ts';
import { read } from './read.ts';

/** The operations. Those that write are loaded on demand. */
export const operations: Readonly<Record<OperationName, Operation>> = {
  get: read,
  list: read,
  create: async (reader) => (await import('./create.ts')).create(reader),
  patch: async (reader) => (await import('./patch.ts')).patch(reader),
  delete: async (reader) => (await import('./delete.ts')).deleteWebhooks(reader),
  sync: async (reader) => (await import('./sync.ts')).sync(reader),
  export: async (reader) => (await import('./export.ts')).exportWebhooks(reader),
  validate: async (reader) => (await import('./validate.ts')).validate(reader),
};

/** An operation that is ready to start. */
export type Prepared = Awaited<ReturnType<typeof prepare>>;

/**
 * Reads and checks all inputs of a step, and the files that they name.
 * @throws Problem for everything that is wrong, before anything is sent
 */
export async function prepare(env: NodeJS.ProcessEnv) {
  const reader = new Reader(env);
  const readStep = async (): Promise<Step> => operations[reader.value('operation')](reader);
  const [inputs, step, limits] = await reader.all(readInputs(reader), readStep(), readLimits(reader));
  const warnings = step.body?.warnings ?? [];
  const plan: Step['plan'] = async (context) => {
    const planned = await step.plan(context);
    return { ...planned, warnings: [...warnings, ...planned.warnings] };
  };
  return { body: step.body, inputs, limits, plan };
}
