/** What the tests of retries share: errors, and a request that ends as it is told, with a clock that does not wait. */
import { ApiError, ConnectionError, type RequestError } from '../../src/api/errors.ts';
import { Pace } from '../../src/api/pace.ts';
import type { Repeatable, Retry, RetrySettings } from '../../src/api/retry.ts';

export const api = (status: number, wait: number | null = null): ApiError =>
  new ApiError(status, 'Type', 'message', wait);
export const reset = (): ConnectionError =>
  new ConnectionError('reset', 'ECONNRESET', { isTransient: true, notSent: false });
export const refused = (): ConnectionError =>
  new ConnectionError('refused', 'ECONNREFUSED', { isTransient: true, notSent: true });

export interface Trial {
  readonly settings: RetrySettings;
  readonly waits: number[];
  readonly retries: Retry[];
  /** A request that ends with these, one after the other. */
  request(ends: readonly (string | RequestError)[], recover?: () => Promise<string | null>): Repeatable<string>;
}

export function trial(given: Partial<RetrySettings> = {}): Trial {
  const waits: number[] = [];
  let now = 0;
  const retries: Retry[] = [];
  const settings: RetrySettings = {
    retries: 4,
    pace: new Pace(() => now),
    stop: new AbortController().signal,
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
    request: (ends, recover) => {
      const rest = [...ends];
      const attempt = async () => {
        const end = rest.shift();
        if (end === undefined) throw new Error('one attempt too many');
        if (end instanceof Error) throw end;
        return end;
      };
      return { what: 'GET it', attempt, ...(recover === undefined ? {} : { recover }) };
    },
  };
}
