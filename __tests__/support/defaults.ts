import type { Inputs } from '../../src/inputs/inputs.ts';
import { ApiToken } from '../../src/losant/token.ts';

/** The inputs of a get, with the defaults of all others. */
export const defaults: Inputs = {
  operation: 'get',
  applicationId: 'b'.repeat(24),
  token: new ApiToken('opaque'),
  outputFile: null,
  dryRun: false,
  redact: false,
  apiUrl: new URL('https://api.losant.com'),
  timeout: 30_000,
  retries: 4,
  concurrency: 4,
};
