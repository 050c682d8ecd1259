import { describe, expect, test } from '@jest/globals';
import { ApiError, CancelledError, ConnectionError } from '../../src/api/errors.ts';
import { retryAfter, timer, withRetries } from '../../src/api/retry.ts';
import { api, type End, refused, reset, trial, unexpected } from './trial.ts';

describe('transient failures', () => {
  test.each([408, 500, 502, 503, 504])('status %i is retried', async (status) => {
    const { settings, request } = trial();
    expect(await withRetries(request([api(status), 'done']), settings)).toBe('done');
  });

  test('failed connections are retried', async () => {
    const { settings, request } = trial();
    expect(await withRetries(request([reset, refused, 'done']), settings)).toBe('done');
  });

  test('the delay doubles from 0.5 s up to 20 s, and jitter takes any part of it', async () => {
    const long = trial({ retries: 8 });
    await expect(withRetries(long.request(Array.from({ length: 9 }, () => reset)), long.settings)).rejects.toThrow(
      'reset',
    );
    expect(long.waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
    const half = trial({ random: () => 0.5 });
    await withRetries(half.request([reset, reset, 'done']), half.settings);
    expect(half.waits).toEqual([250, 500]);
  });

  test('every retry is reported with its reason, attempt, and delay', async () => {
    const { settings, request, retries } = trial({ retries: 2 });
    await expect(withRetries(request([api(503), reset, api(504)]), settings)).rejects.toThrow('message');
    expect(retries).toMatchObject([
      { reason: { request: 'GET it', attempts: 1, status: 503 }, attempts: 3, delay: 500 },
      { reason: { request: 'GET it', attempts: 2, code: 'ECONNRESET' }, attempts: 3, delay: 1000 },
    ]);
  });

  test('the last error has the number of attempts, and whether any of them may have been carried out', async () => {
    const lost = trial({ retries: 1 });
    await expect(withRetries(lost.request([reset, refused]), lost.settings)).rejects.toMatchObject({
      ...{ message: 'refused', request: 'GET it', attempts: 2, mayHaveTakenEffect: true },
    });
    const never = trial({ retries: 1 });
    await expect(withRetries(never.request([refused, api(429)]), never.settings)).rejects.toMatchObject({
      attempts: 2,
      mayHaveTakenEffect: false,
    });
  });

  test('without retries there is one attempt', async () => {
    const { settings, request, waits } = trial({ retries: 0 });
    await expect(withRetries(request([api(503)]), settings)).rejects.toMatchObject({ attempts: 1 });
    expect(waits).toEqual([]);
  });
});

describe('permanent failures', () => {
  test.each([400, 401, 403, 404, 405, 409, 413, 501])('status %i is final', async (status) => {
    const { settings, request } = trial();
    await expect(withRetries(request([api(status)]), settings)).rejects.toMatchObject({ status, attempts: 1 });
  });

  test('an unexpected response and an untrusted certificate are final', async () => {
    const { settings, request } = trial();
    await expect(withRetries(request([unexpected]), settings)).rejects.toMatchObject({
      mayHaveTakenEffect: true,
    });
    const failure = { kind: 'certificate', code: 'CERT_HAS_EXPIRED', isTransient: false, notSent: true } as const;
    const certificate: End = () => new ConnectionError('certificate', failure);
    await expect(withRetries(request([certificate]), settings)).rejects.toMatchObject({ mayHaveTakenEffect: false });
  });

  test('a bug is thrown unchanged', async () => {
    const { settings, request } = trial();
    const bug = new TypeError('bug');
    await expect(withRetries(request([() => bug]), settings)).rejects.toBe(bug);
  });
});

describe('Retry-After', () => {
  test('is respected up to 60 s, without jitter', async () => {
    const { settings, request, waits } = trial({ random: () => 0 });
    await withRetries(request([api(503, 60_000), api(503, 0), 'done']), settings);
    expect(waits).toEqual([60_000]);
  });

  test('of more than 60 s is final, and no other request waits for it', async () => {
    const { settings, request, waits } = trial();
    await expect(withRetries(request([api(429, 61_000)]), settings)).rejects.toMatchObject({ attempts: 1 });
    expect(await withRetries(request(['done']), settings)).toBe('done');
    expect(Math.max(0, ...waits)).toBeLessThan(1000);
  });

  test('makes the other requests of the run wait after a 429', async () => {
    const { settings, request, waits } = trial({ retries: 0 });
    await expect(withRetries(request([api(429, 3000)]), settings)).rejects.toThrow(ApiError);
    await withRetries(request(['done']), settings);
    expect(waits).toEqual([3000]);
  });

  test('of one minute makes the other requests wait too', async () => {
    const { settings, request, waits } = trial({ retries: 0 });
    await expect(withRetries(request([api(429, 60_000)]), settings)).rejects.toThrow(ApiError);
    await withRetries(request(['done']), settings);
    expect(waits).toEqual([60_000]);
  });

  test('is followed by requests at the rate that succeeded before', async () => {
    const { settings, request, waits } = trial({ retries: 0 });
    for (let index = 0; index < 51; index += 1) await withRetries(request(['done']), settings);
    await expect(withRetries(request([api(429, 2000)]), settings)).rejects.toThrow(ApiError);
    await withRetries(request(['done']), settings);
    await withRetries(request(['done']), settings);
    // 51 in 1.02 s are one in 20 ms.
    expect(waits).toEqual([2000, 20]);
  });

  const now = Date.parse('2026-01-01T00:00:00Z');
  test.each([
    [undefined, null],
    ['', null],
    ['soon', null],
    ['-5', null],
    ['1.5', null],
    ['0', 0],
    [' 7 ', 7000],
    ['120', 120_000],
    ['1 Jan 2026 00:00:30 GMT', null],
    ['Th, 01 Jan 2026 00:00:30 GMT', null],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 0],
  ])('of %j means %j ms', (header, milliseconds) => {
    expect(retryAfter(header, now)).toBe(milliseconds);
  });
});

describe('cancelling', () => {
  test('no attempt starts after a cancel', async () => {
    const { settings, request } = trial({ stop: AbortSignal.abort() });
    await expect(withRetries(request([]), settings)).rejects.toMatchObject({
      ...{ name: 'CancelledError', message: 'the run was cancelled', mayHaveTakenEffect: false },
    });
  });

  test('a cancel ends the wait for a retry, with the failure as its cause', async () => {
    const cancel = new AbortController();
    const wait = async (): Promise<void> => cancel.abort();
    const { settings, request } = trial({ stop: cancel.signal, wait });
    const end = await withRetries(request([reset]), settings).catch((error: unknown) => error);
    expect(end).toBeInstanceOf(CancelledError);
    expect(end).toMatchObject({ mayHaveTakenEffect: true, attempts: 1, cause: { message: 'reset' } });
  });

  test('a cancel ends the wait for the rate limit', async () => {
    const cancel = new AbortController();
    const wait = async (): Promise<void> => cancel.abort();
    const { settings, request } = trial({ retries: 0, stop: cancel.signal, wait });
    await expect(withRetries(request([api(429, 3000)]), settings)).rejects.toThrow(ApiError);
    await expect(withRetries(request([]), settings)).rejects.toThrow(CancelledError);
  });

  test('a timer that is set to a longer time ends later', async () => {
    const ended: number[] = [];
    const { signal } = new AbortController();
    await Promise.all([50, 1].map((time) => timer(time, signal).then(() => ended.push(time))));
    expect(ended).toEqual([1, 50]);
  });

  test('a cancel ends a timer', async () => {
    const cancel = new AbortController();
    const { settings, request } = trial({ stop: cancel.signal, onRetry: () => cancel.abort(), wait: timer });
    await expect(withRetries(request([api(503, 50_000)]), settings)).rejects.toThrow(CancelledError);
  });
});
