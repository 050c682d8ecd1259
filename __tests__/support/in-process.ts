/** What operations are handed, for tests that run them in this process against the loopback API. */
import type { Request } from '../../src/inputs/request.ts';
import type { Log } from '../../src/log.ts';
import type { Losant } from '../../src/losant/client.ts';
import { connect } from '../../src/losant/connect.ts';
import { ApiToken } from '../../src/losant/token.ts';
import type { LosantApi } from '../losant-api/index.ts';

export const silentLog: Log = { info: () => undefined, warning: () => undefined, debug: () => undefined };

/** What a get of the whole application asks for, with the defaults of all inputs. */
export const defaults: Request = {
  operation: 'get',
  applicationId: 'b'.repeat(24),
  token: new ApiToken('opaque'),
  selection: { by: 'all' },
  olderThan: null,
  keep: 0,
  body: null,
  exportFile: null,
  outputFile: null,
  includeWorkflows: false,
  ifNotFound: null,
  ifExists: 'error',
  prune: false,
  maxDeletes: null,
  dryRun: false,
  redact: false,
  comment: false,
  apiUrl: new URL('https://api.losant.com'),
  timeout: 30_000,
  retries: 4,
  concurrency: 4,
};

/** A request to the local API, with the defaults of all inputs but the given ones. */
export function requestOf(given: Partial<Request>, api: LosantApi): Request {
  const { applicationId, url } = api;
  return { ...defaults, applicationId, token: new ApiToken(api.token()), apiUrl: new URL(url), ...given };
}

/** A client for the request, which the signal cancels. */
export function connectTo(request: Request, stop = new AbortController().signal): Losant {
  const settings = {
    ...request,
    userAgent: 'test',
    readOnly: request.dryRun,
    stop,
    onRetry: () => undefined,
    onWebhook: () => undefined,
    onAnswer: () => undefined,
  };
  return connect(settings, {});
}
