import { describe, expect, test } from '@jest/globals';
import { ApiError, CancelledError, ConnectionError, UnexpectedResponse } from '../../src/api/errors.ts';
import { repeat, retryAfter } from '../../src/api/retry.ts';
import { api, refused, reset, trial } from './trial.ts';

describe('passing failures', () => {
  test.each([408, 500, 502, 503, 504])('status %i is tried again', async (status) => {
    const { settings, request } = trial();
    expect(await repeat(request([api(status), 'done']), settings)).toBe('done');
  });

  test('connections that failed are tried again', async () => {
    const { settings, request } = trial();
    expect(await repeat(request([reset(), refused(), 'done']), settings)).toBe('done');
  });

  test('the delay doubles from 0.5 s up to 20 s, and jitter takes any part of it', async () => {
    const long = trial({ retries: 8 });
    await expect(repeat(long.request(Array.from({ length: 9 }, reset)), long.settings)).rejects.toThrow('reset');
    expect(long.waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
    const half = trial({ random: () => 0.5 });
    await repeat(half.request([reset(), reset(), 'done']), half.settings);
    expect(half.waits).toEqual([250, 500]);
  });

  test('each is told with its reason, attempt and delay', async () => {
    const { settings, request, retries } = trial({ retries: 2 });
    const [first, second] = [api(503), reset()];
    await expect(repeat(request([first, second, api(504)]), settings)).rejects.toThrow('message');
    expect(retries).toEqual([
      { what: 'GET it', reason: first, attempt: 2, attempts: 3, delay: 500 },
      { what: 'GET it', reason: second, attempt: 3, attempts: 3, delay: 1000 },
    ]);
  });

  test('the last error is thrown, with the number of attempts and whether any may have worked', async () => {
    const lost = trial({ retries: 1 });
    const last = refused();
    await expect(repeat(lost.request([reset(), last]), lost.settings)).rejects.toBe(last);
    expect(last).toMatchObject({ attempts: 2, maybeDone: true });
    const never = trial({ retries: 1 });
    await expect(repeat(never.request([refused(), api(429)]), never.settings)).rejects.toMatchObject({
      attempts: 2,
      maybeDone: false,
    });
  });

  test('without retries there is one attempt', async () => {
    const { settings, request, waits } = trial({ retries: 0 });
    await expect(repeat(request([api(503)]), settings)).rejects.toMatchObject({ attempts: 1 });
    expect(waits).toEqual([]);
  });
});

describe('lasting failures', () => {
  test.each([400, 401, 403, 404, 405, 409, 413, 501])('status %i is final', async (status) => {
    const { settings, request } = trial();
    await expect(repeat(request([api(status)]), settings)).rejects.toMatchObject({ status, attempts: 1 });
  });

  test('so are answers that make no sense, and connections that can not get better', async () => {
    const { settings, request } = trial();
    await expect(repeat(request([new UnexpectedResponse('HTML')]), settings)).rejects.toMatchObject({
      maybeDone: true,
    });
    const certificate = new ConnectionError('certificate', 'CERT_HAS_EXPIRED', { isTransient: false, notSent: true });
    await expect(repeat(request([certificate]), settings)).rejects.toMatchObject({ maybeDone: false });
  });

  test('a bug is thrown as it is', async () => {
    const { settings } = trial();
    const bug = new TypeError('bug');
    await expect(repeat({ what: 'GET it', attempt: () => Promise.reject(bug) }, settings)).rejects.toBe(bug);
  });
});

describe('Retry-After', () => {
  test('is obeyed up to 60 s, without jitter', async () => {
    const { settings, request, waits } = trial({ random: () => 0 });
    await repeat(request([api(503, 60_000), api(503, 0), 'done']), settings);
    expect(waits).toEqual([60_000]);
  });

  test('a longer one is final, and nothing else waits for it', async () => {
    const { settings, request, waits } = trial();
    await expect(repeat(request([api(429, 61_000)]), settings)).rejects.toMatchObject({ attempts: 1 });
    expect(await repeat(request(['done']), settings)).toBe('done');
    expect(Math.max(0, ...waits)).toBeLessThan(1000);
  });

  test('with 429 the other requests of the run wait too', async () => {
    const { settings, request, waits } = trial({ retries: 0 });
    await expect(repeat(request([api(429, 3000)]), settings)).rejects.toThrow(ApiError);
    await repeat(request(['done']), settings);
    expect(waits).toEqual([3000]);
  });

  test('of a minute is obeyed by the other requests too', async () => {
    const { settings, request, waits } = trial({ retries: 0 });
    await expect(repeat(request([api(429, 60_000)]), settings)).rejects.toThrow(ApiError);
    await repeat(request(['done']), settings);
    expect(waits).toEqual([60_000]);
  });

  test('is followed by the rate at which requests went through', async () => {
    const { settings, request, waits } = trial({ retries: 0 });
    for (let index = 0; index < 51; index += 1) await repeat(request(['done']), settings);
    await expect(repeat(request([api(429, 2000)]), settings)).rejects.toThrow(ApiError);
    await repeat(request(['done']), settings);
    await repeat(request(['done']), settings);
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
  ])('%j means %j ms', (header, milliseconds) => {
    expect(retryAfter(header, now)).toBe(milliseconds);
  });
});

describe('cancelling', () => {
  test('nothing is started after it', async () => {
    const { settings, request } = trial({ stop: AbortSignal.abort() });
    await expect(repeat(request([]), settings)).rejects.toMatchObject({
      ...{ name: 'CancelledError', message: 'the run was cancelled', maybeDone: false },
    });
  });

  test('it ends a wait, and the reason for the wait is its cause', async () => {
    const cancel = new AbortController();
    const wait = async (): Promise<void> => cancel.abort();
    const { settings, request } = trial({ stop: cancel.signal, wait });
    const lost = reset();
    const end = await repeat(request([lost]), settings).catch((error: unknown) => error);
    expect(end).toBeInstanceOf(CancelledError);
    expect(end).toMatchObject({ maybeDone: true, attempts: 1, cause: lost });
  });

  test('a timer is what waits where nothing else is given', async () => {
    const { wait: _, ...settings } = trial({ random: () => 0.1 }).settings;
    const start = performance.now();
    expect(await repeat(trial().request([reset(), 'done']), settings)).toBe('done');
    // Timers may be early by a part of a millisecond.
    expect(performance.now() - start).toBeGreaterThan(48);
  });

  test('a timer is ended too', async () => {
    const cancel = new AbortController();
    const { wait: _, ...settings } = trial({ stop: cancel.signal, onRetry: () => cancel.abort() }).settings;
    const { request } = trial();
    await expect(repeat(request([api(503, 50_000)]), settings)).rejects.toThrow(CancelledError);
  });
});
