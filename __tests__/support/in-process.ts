/** What operations are handed, for tests that run them in this process against the loopback API. */

import type { LosantApi } from '../../local/losant/index.ts';
import type { Losant } from '../../src/api/client.ts';
import { connect } from '../../src/api/connect.ts';
import type { Inputs } from '../../src/inputs/inputs.ts';
import type { Log } from '../../src/log.ts';
import { ApiToken } from '../../src/losant/token.ts';
import { defaults } from './defaults.ts';

export const silentLog: Log = { info: () => undefined, warning: () => undefined, debug: () => undefined };

/** A inputs to the local API, with the defaults of all inputs but the given ones. */
export function requestOf(given: Partial<Inputs>, api: LosantApi): Inputs {
  const { applicationId, url } = api;
  return { ...defaults, applicationId, token: new ApiToken(api.token()), apiUrl: new URL(url), ...given };
}

/** A client for the inputs, which the signal cancels. */
export function connectTo(inputs: Inputs, stop = new AbortController().signal): Losant {
  const settings = {
    ...inputs,
    userAgent: 'test',
    readOnly: inputs.dryRun,
    stop,
    onRetry: () => undefined,
    onWebhook: () => undefined,
    onResponse: () => undefined,
  };
  return connect(settings, {});
}
