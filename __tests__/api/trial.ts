/** Shared by the tests of retries: errors, and a request with given results and a clock that does not wait. */
import { ApiError, ConnectionError, NO_ATTEMPT, UnexpectedResponse } from '../../src/api/errors.ts';
import { Pace } from '../../src/api/pace.ts';
import type { Repeatable, Retry, RetrySettings } from '../../src/api/retry.ts';

/** How an attempt ends: with a result, or with an error. */
export type End = string | ((attempt: Parameters<Repeatable<string>['send']>[0]) => Error);

export const api =
  (status: number, wait: number | null = null): End =>
  (attempt) =>
    new ApiError(status, 'Type', 'message', wait, attempt);
export const unexpected: End = (attempt) => new UnexpectedResponse('HTML', attempt);
export const reset: End = (attempt) =>
  new ConnectionError('reset', { kind: 'network', code: 'ECONNRESET', isTransient: true, notSent: false }, attempt);
export const refused: End = (attempt) =>
  new ConnectionError('refused', { kind: 'network', code: 'ECONNREFUSED', isTransient: true, notSent: true }, attempt);

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
      const send: Repeatable<string>['send'] = async (attempt) => {
        const end = rest.shift();
        if (end === undefined) throw new Error('one attempt too many');
        if (typeof end === 'function') throw end(attempt);
        return end;
      };
      const before = { ...NO_ATTEMPT, request: 'GET it' };
      return { before, send, ...(checkWhetherDone === undefined ? {} : { checkWhetherDone }) };
    },
  };
}
