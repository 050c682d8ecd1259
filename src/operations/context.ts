import type { Losant } from '../api/client.ts';
import type { Entry } from '../body/entry.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { Log } from '../log.ts';

export interface Context {
  readonly inputs: Inputs;
  readonly losant: Losant;
  readonly log: Log;
}

/**
 * The body of an operation on one webhook. The inputs have been checked, so it exists.
 * @throws Error if it does not, which is a bug
 */
export function entryOf({ body }: Inputs): Entry {
  if (body?.kind !== 'webhook') throw new Error('the body of one webhook was not read');
  return body.entry;
}
