import type { Inputs } from '../../src/inputs/inputs.ts';
import { ApiToken } from '../../src/losant/token.ts';

/** The inputs of a get of the whole application, with the defaults of all other inputs. */
export const defaults: Inputs = {
  operation: 'get',
  applicationId: 'b'.repeat(24),
  token: new ApiToken('opaque'),
  selection: { by: 'all' },
  olderThan: { milliseconds: 0, text: '0m' },
  keep: 0,
  body: null,
  variables: null,
  environment: null,
  exportFile: null,
  outputFile: null,
  includeWorkflows: 'false',
  ifNotFound: null,
  ifExists: 'error',
  prune: false,
  maxDeletes: null,
  expectedChanges: 'any',
  dryRun: false,
  redact: false,
  label: '',
  comment: false,
  apiUrl: new URL('https://api.losant.com'),
  timeout: 30_000,
  retries: 4,
  concurrency: 4,
};
