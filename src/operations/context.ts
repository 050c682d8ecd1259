import type { Losant } from '../api/client.ts';
import type { Body } from '../file/read.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { Reader } from '../inputs/reader.ts';
import type { Log } from '../log.ts';
import type { Plan } from '../plan/plan.ts';

/** What every operation needs to plan. */
export interface Context {
  readonly inputs: Inputs;
  readonly losant: Losant;
  readonly log: Log;
}

/** An operation that has read what only it needs. */
export interface Step {
  /** Whose secrets must not be shown; null without a body. */
  readonly body: Body | null;
  /** Selects and plans. It only reads, and changes nothing. */
  readonly plan: (context: Context) => Promise<Plan>;
}

/**
 * Reads the inputs that only this operation needs. Files come first, since an invalid value ends the step.
 * @throws InvalidInput or Problem, which the reader reports
 */
export type Operation = (reader: Reader) => Promise<Step>;
