import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, type Attempt, CancelledError, RequestError } from './errors.ts';
import { now, type Pace } from './pace.ts';

export interface Retry {
  /** Why the last attempt failed, and which one that was. */
  readonly reason: RequestError;
  /** The maximum number of attempts. */
  readonly attempts: number;
  /** Before the next attempt, in milliseconds. */
  readonly delay: number;
}

export interface RetrySettings {
  /** Further attempts after a transient failure. */
  readonly retries: number;
  readonly pace: Pace;
  /** Once this is aborted, nothing new is started. */
  readonly stop: AbortSignal;
  /** Once this is aborted, failed attempts are not repeated. */
  readonly stopRetrying: AbortSignal;
  readonly onRetry: (retry: Retry) => void;
  /** Returns a number from 0 to 1, for the jitter. */
  readonly random: () => number;
  /** Waits, in milliseconds, and rejects when the signal is aborted. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export interface Repeatable<T> {
  /** What is known before the first attempt. */
  readonly before: Attempt;
  readonly send: (attempt: Attempt) => Promise<T>;
  /**
   * For a request that must not be carried out twice: called before it is repeated, if an attempt so far may have been carried
   * out. Returns the result, or null if there is none yet.
   */
  readonly checkWhetherDone?: (attempt: Attempt) => Promise<T | null>;
}

const FIRST_DELAY = 500;
const LONGEST_DELAY = 20_000;
const LONGEST_RETRY_AFTER = 60_000;
/**
 * The delay before checking whether a request was carried out: a server whose response was lost is often still working on it.
 * A check that comes too early leads to a second webhook, which a person has to clean up. Two seconds after a rare failure
 * cost nothing.
 */
const LEAST_DELAY_BEFORE_CHECK = 2000;

/**
 * Sends a request until it succeeds, fails permanently, or no attempts are left. Delays have full jitter, unless the server
 * says how long to wait. No library lets all requests share a pace, or checks whether a request was carried out before
 * repeating it.
 * @throws RequestError of the last attempt
 */
export async function withRetries<T>(request: Repeatable<T>, settings: RetrySettings): Promise<T> {
  const { retries, pace, stop, stopRetrying, onRetry } = settings;
  let { mayHaveTakenEffect } = request.before;
  let result: T;
  for (let attempts = 1; ; attempts += 1) {
    const attempt: Attempt = { ...request.before, attempts, mayHaveTakenEffect };
    await waitForTurn(attempt, settings);
    const startedAt = now();
    try {
      result = await request.send(attempt);
      break;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      error.during(attempt);
      const check = error.mayHaveTakenEffect ? request.checkWhetherDone : undefined;
      const delay = Math.max(delayAfter(error, attempts, settings), check === undefined ? 0 : LEAST_DELAY_BEFORE_CHECK);
      // After a 429, all requests wait. A delay that is too long for this request is not imposed on the others either.
      const isTooLong = error instanceof ApiError && (error.retryAfter ?? 0) > LONGEST_RETRY_AFTER;
      if (error instanceof ApiError && error.status === 429) pace.refused(startedAt, isTooLong ? 0 : delay);
      if (attempts > retries || !error.isTransient || isTooLong || stopRetrying.aborted) throw error;
      onRetry({ reason: error, attempts: retries + 1, delay });
      mayHaveTakenEffect = error.mayHaveTakenEffect;
      await pause(delay, AbortSignal.any([stop, stopRetrying]), settings);
      throwIfCancelled(stop, { ...attempt, mayHaveTakenEffect }, error);
      if (stopRetrying.aborted) throw error;
      const done = await check?.(attempt);
      if (done != null) return done;
    }
  }
  pace.succeeded();
  return result;
}

/** Waits until the shared pace allows another request. */
async function waitForTurn(attempt: Attempt, settings: RetrySettings): Promise<void> {
  const { pace, stop } = settings;
  for (let wait = pace.take(); wait > 0 && !stop.aborted; wait = pace.take()) await pause(wait, stop, settings);
  throwIfCancelled(stop, attempt);
}

/** Full jitter from 0.5 s, doubling, at most 20 s; or what the server asks for. In milliseconds. */
function delayAfter(error: RequestError, attempt: number, { random }: RetrySettings): number {
  if (error instanceof ApiError && error.retryAfter !== null) return Math.min(error.retryAfter, LONGEST_RETRY_AFTER);
  return random() * Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempt - 1));
}

/** Waits this many milliseconds, or until the signal is aborted. Never throws: the caller decides what an abort means. */
export async function pause(delay: number, signal: AbortSignal, { wait }: Pick<RetrySettings, 'wait'>): Promise<void> {
  if (delay > 0) await wait(delay, signal).catch(() => undefined);
}

/** @throws CancelledError once the run is cancelled */
export function throwIfCancelled(stop: AbortSignal, attempt: Attempt, cause?: RequestError): void {
  if (stop.aborted) throw new CancelledError('the run was cancelled', { cause }).during(attempt);
}

/** A timer that rejects when the signal is aborted. */
export function timer(milliseconds: number, signal: AbortSignal): Promise<void> {
  return sleep(milliseconds, undefined, { signal });
}

/**
 * How long a `Retry-After` header asks to wait, in milliseconds: seconds or an HTTP date. Null if it is neither.
 * Source: RFC 9110, 10.2.3.
 */
export function retryAfter(header: string | undefined, now: number): number | null {
  const value = header?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
