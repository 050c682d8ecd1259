/** What operations are handed, for tests that run them in this process against the loopback API. */
import type { Request } from '../../src/inputs/request.ts';
import type { Log } from '../../src/log.ts';
import type { Losant } from '../../src/losant/client.ts';
import { connect } from '../../src/losant/connect.ts';
import { ApiToken } from '../../src/losant/token.ts';
import type { LosantApi } from '../losant-api/index.ts';
import { defaults } from './defaults.ts';

export const silentLog: Log = { info: () => undefined, warning: () => undefined, debug: () => undefined };

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
