import { setTimeout as sleep } from 'node:timers/promises';
import { now } from '../clock.ts';
import { ApiError, CancelledError, ConnectionError, DryRunError, RequestError } from './errors.ts';
import type { Pace } from './pace.ts';

export interface Retry {
  /** What is asked, for the log: "PATCH webhook 575e…". */
  readonly what: string;
  readonly reason: RequestError;
  /** The attempt that comes next, from 2. */
  readonly attempt: number;
  readonly attempts: number;
  /** Before the next attempt, in milliseconds. */
  readonly delay: number;
}

export interface RetrySettings {
  /** Further attempts after a passing failure. */
  readonly retries: number;
  readonly pace: Pace;
  /** Nothing new is started after it. */
  readonly stop: AbortSignal;
  readonly onRetry: (retry: Retry) => void;
  /** From 0 to 1, for the jitter. `Math.random` where it is not given. */
  readonly random?: () => number;
  /** Waits, in milliseconds, and rejects when the signal is aborted. A timer where it is not given. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export interface Repeatable<T> {
  readonly what: string;
  readonly attempt: () => Promise<T>;
  /**
   * For a request that must not be done twice: after an attempt whose end is not known, looks whether it was done. What
   * it finds is the result; null means that it was not done.
   */
  readonly recover?: () => Promise<T | null>;
}

const TRANSIENT_STATUS = new Set([408, 429, 500, 502, 503, 504]);
const FIRST_DELAY = 500;
const LONGEST_DELAY = 20_000;
const LONGEST_RETRY_AFTER = 60_000;

/**
 * Makes attempts until one succeeds, a failure is lasting, or there are none left. The delay is of full jitter, unless the
 * server says how long to wait.
 * @throws RequestError of the last attempt, with the number of attempts and whether any may have been carried out
 */
export function repeat<T>(request: Repeatable<T>, settings: RetrySettings): Promise<T> {
  return attemptFrom({ attempts: 1, maybeDone: false }, request, settings);
}

/** How far a request has come. */
interface Progress {
  /** The attempts that were made, the present one included. */
  readonly attempts: number;
  /** Whether one of them may have been carried out. */
  readonly maybeDone: boolean;
}

async function attemptFrom<T>(progress: Progress, request: Repeatable<T>, settings: RetrySettings): Promise<T> {
  const { pace } = settings;
  for (let wait = pace.take(); wait > 0; wait = pace.take()) await pause(wait, settings, progress);
  await pause(0, settings, progress);
  const startedAt = now();
  try {
    const result = await request.attempt();
    pace.succeeded();
    return result;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return afterFailure(error, startedAt, progress, request, settings);
  }
}

/** Waits, looks whether the request was done where that matters, and makes the next attempt; or gives up. */
async function afterFailure<T>(
  error: RequestError,
  startedAt: number,
  { attempts, maybeDone }: Progress,
  request: Repeatable<T>,
  settings: RetrySettings,
): Promise<T> {
  const { retries, pace, onRetry, random = Math.random } = settings;
  const ambiguous = isAmbiguous(error);
  Object.assign(error, { attempts, maybeDone: maybeDone || ambiguous });
  const last = attempts > retries || !isTransient(error);
  const delay = delayAfter(error, attempts, random);
  // A wait that is too long for this request is not waited for by the others either.
  const isTooLong = error instanceof ApiError && (error.retryAfter ?? 0) > LONGEST_RETRY_AFTER;
  if (error instanceof ApiError && error.status === 429) pace.refused(startedAt, isTooLong ? 0 : delay);
  if (!last) onRetry({ what: request.what, reason: error, attempt: attempts + 1, attempts: retries + 1, delay });
  const recover = ambiguous && isUnanswered(error) ? request.recover : undefined;
  if (last && recover === undefined) throw error;
  await pause(delay, settings, { attempts, maybeDone: error.maybeDone }, error);
  if (recover !== undefined) {
    const found = await look(recover);
    if (found !== null) return found;
    // It was looked for and is not there: that is known now.
    error.maybeDone = false;
    if (last) throw error;
  }
  return attemptFrom({ attempts: attempts + 1, maybeDone: error.maybeDone }, request, settings);
}

/** Looks whether the request was done. When that fails it stays open. */
async function look<T>(recover: () => Promise<T | null>): Promise<T | null> {
  try {
    return await recover();
  } catch (error) {
    if (error instanceof RequestError) error.maybeDone = true;
    throw error;
  }
}

/** Whether the same request may succeed a moment later. */
function isTransient(error: RequestError): boolean {
  if (error instanceof ConnectionError) return error.isTransient;
  if (!(error instanceof ApiError) || !TRANSIENT_STATUS.has(error.status)) return false;
  return (error.retryAfter ?? 0) <= LONGEST_RETRY_AFTER;
}

/** Whether the server may have carried out the request although it failed here. */
function isAmbiguous(error: RequestError): boolean {
  if (error instanceof ConnectionError) return !error.notSent;
  if (error instanceof ApiError) return error.status >= 500 || error.status === 408;
  return !(error instanceof DryRunError);
}

/** Whether it is the answer that is missing, not one that makes no sense: that is an error in any case. */
function isUnanswered(error: RequestError): boolean {
  return error instanceof ConnectionError || error instanceof ApiError;
}

/** Full jitter from 0.5 s, doubling, at most 20 s; or what the server asks for. In milliseconds. */
function delayAfter(error: RequestError, attempt: number, random: () => number): number {
  if (error instanceof ApiError && error.retryAfter !== null) return Math.min(error.retryAfter, LONGEST_RETRY_AFTER);
  return random() * Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (attempt - 1));
}

async function pause(
  delay: number,
  { stop, wait = timer }: RetrySettings,
  progress: Progress,
  cause?: RequestError,
): Promise<void> {
  try {
    if (delay > 0) await wait(delay, stop);
  } catch {
    // The signal is looked at below.
  }
  if (!stop.aborted) return;
  throw Object.assign(new CancelledError('the run was cancelled', { cause }), progress);
}

function timer(milliseconds: number, signal: AbortSignal): Promise<void> {
  return sleep(milliseconds, undefined, { signal });
}

/**
 * How long a `Retry-After` header asks to wait, in milliseconds: seconds or an HTTP date. Null where it says nothing.
 * Source: RFC 9110, 10.2.3.
 */
export function retryAfter(header: string | undefined, now: number): number | null {
  const value = header?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
