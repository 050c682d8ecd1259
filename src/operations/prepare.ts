import { type Inputs, readInputs } from '../inputs/inputs.ts';
import { Reader } from '../inputs/reader.ts';
import type { Step } from './context.ts';
import { operations } from './index.ts';
import { type Limits, readLimits } from './limits.ts';

/** An operation that is ready to start. */
export interface Prepared extends Step {
  readonly inputs: Inputs;
  readonly limits: Limits;
}

/**
 * Reads and checks all inputs of a step, and the files that they name.
 * @throws Problem for everything that is wrong, before anything is sent
 */
export async function prepare(env: NodeJS.ProcessEnv): Promise<Prepared> {
  const reader = new Reader(env);
  const readStep = async (): Promise<Step> => operations[reader.value('operation')](reader);
  const [inputs, step, limits] = await reader.all(readInputs(reader), readStep(), readLimits(reader));
  const warnings = step.body?.warnings ?? [];
  const plan: Step['plan'] = async (context) => {
    const planned = await step.plan(context);
    return { ...planned, warnings: [...warnings, ...planned.warnings] };
  };
  return { ...step, inputs, limits, plan };
}
