/** The arguments of operations, for tests that run them in this process against the local API. */

import type { LosantApi } from '../../local/losant/index.ts';
import { type Losant, LosantClient } from '../../src/api/client.ts';
import { connect } from '../../src/api/connect.ts';
import { Http } from '../../src/api/http.ts';
import { Pace } from '../../src/api/pace.ts';
import type { Inputs } from '../../src/inputs/inputs.ts';
import type { Log } from '../../src/log.ts';
import { ApiToken } from '../../src/losant/token.ts';
import { defaults } from './defaults.ts';

export const silentLog: Log = { info: () => undefined, warning: () => undefined, debug: () => undefined };

/** Inputs for the local API, with defaults for all inputs that are not given. */
export function requestOf(given: Partial<Inputs>, api: LosantApi): Inputs {
  const { applicationId, url } = api;
  return { ...defaults, applicationId, token: new ApiToken(api.token()), apiUrl: new URL(url), ...given };
}

/** A client for the inputs that does not wait. */
export function impatientClient(
  inputs: Inputs,
  onWait: (milliseconds: number) => void = () => undefined,
  stop = new AbortController().signal,
): Losant {
  const http = new Http({ ...inputs, userAgent: 'test', readOnly: inputs.dryRun, abort: new AbortController().signal });
  const wait = async (milliseconds: number): Promise<void> => onWait(milliseconds);
  const retry = { retries: inputs.retries, pace: new Pace(), stop, onRetry: () => undefined, random: () => 0, wait };
  const { applicationId } = inputs;
  const unused = () => undefined;
  return new LosantClient(http, retry, { applicationId, mask: (text) => text, onWebhook: unused, onResponse: unused });
}

/** A client for the inputs that the signal cancels. */
export function connectTo(inputs: Inputs, stop = new AbortController().signal): Losant {
  const settings = {
    ...inputs,
    userAgent: 'test',
    readOnly: inputs.dryRun,
    stop,
    onRetry: () => undefined,
    onWebhook: () => undefined,
    onResponse: () => undefined,
    mask: (text: string) => text,
  };
  return connect(settings, {});
}
