/** Shared by the tests of retries: errors, and a request with given results and a clock that does not wait. */
import { ApiError, ConnectionError, NO_ATTEMPT, UnexpectedResponse } from '../../src/api/errors.ts';
import { Pace } from '../../src/api/pace.ts';
import type { Repeatable, Retry, RetrySettings } from '../../src/api/retry.ts';

/** How an attempt ends: with a result, or with an error. */
export type End = string | (() => Error);

export const api =
  (status: number, wait: number | null = null): End =>
  () =>
    new ApiError(status, 'Type', 'message', wait);
export const unexpected: End = () => new UnexpectedResponse('HTML');
export const reset: End = () =>
  new ConnectionError('reset', { kind: 'network', code: 'ECONNRESET', isTransient: true, notSent: false });
export const refused: End = () =>
  new ConnectionError('refused', { kind: 'network', code: 'ECONNREFUSED', isTransient: true, notSent: true });

export interface Trial {
  readonly settings: RetrySettings;
  readonly waits: number[];
  readonly retries: Retry[];
  /** A request whose attempts end with these, one after another. */
  request(ends: readonly End[], checkWhetherDone?: Repeatable<string>['checkWhetherDone']): Repeatable<string>;
}

export function trial(given: Partial<RetrySettings> = {}): Trial {
  const waits: number[] = [];
  let now = 0;
  const retries: Retry[] = [];
  const settings: RetrySettings = {
    retries: 4,
    pace: new Pace(() => now),
    stop: new AbortController().signal,
    stopRetrying: new AbortController().signal,
    onRetry: (retry) => retries.push(retry),
    random: () => 1,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      now += milliseconds;
    },
    ...given,
  };
  return {
    settings,
    waits,
    retries,
    request: (ends, checkWhetherDone) => {
      const rest = [...ends];
      const send: Repeatable<string>['send'] = async () => {
        const end = rest.shift();
        if (end === undefined) throw new Error('one attempt too many');
        if (typeof end === 'function') throw end();
        return end;
      };
      const before = { ...NO_ATTEMPT, request: 'GET it' };
      return { before, send, ...(checkWhetherDone === undefined ? {} : { checkWhetherDone }) };
    },
  };
}
