import type { Request } from '../inputs/request.ts';
import type { Log } from '../log.ts';
import type { Losant } from '../losant/client.ts';

/** What an operation is handed. */
export interface Context {
  readonly request: Request;
  readonly losant: Losant;
  readonly log: Log;
}
