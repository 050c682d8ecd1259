import type { Losant } from '../api/client.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { Log } from '../log.ts';

/** What an operation is handed. */
export interface Context {
  readonly inputs: Inputs;
  readonly losant: Losant;
  readonly log: Log;
}
