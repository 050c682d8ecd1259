import { describe, expect, test } from '@jest/globals';
import { ApiError } from '../../src/api/errors.ts';
import { withRetries } from '../../src/api/retry.ts';
import { api, refused, reset, trial, unexpected } from './trial.ts';

const mustNotCheck = () => Promise.reject(new Error('must not be called'));

describe('a request that must not be sent twice without a check', () => {
  test.each([
    ['a reset', reset],
    ['a 408', api(408)],
    ['a 500', api(500)],
  ])('is checked after %s, and what the check finds is the result', async (_, failure) => {
    const { settings, request } = trial();
    expect(
      await withRetries(
        request([failure], async () => 'found'),
        settings,
      ),
    ).toBe('found');
  });

  test('is repeated if the check finds nothing, and the retry is marked as repeated', async () => {
    const { settings, request } = trial();
    const seen: boolean[] = [];
    const check = async ({ mayHaveTakenEffect }: { mayHaveTakenEffect: boolean }) => {
      seen.push(mayHaveTakenEffect);
      return null;
    };
    const lost = request([reset, reset, 'done'], check);
    const known: boolean[] = [];
    const send = (attempt: Parameters<typeof lost.send>[0]) => {
      known.push(attempt.mayHaveTakenEffect);
      return lost.send(attempt);
    };
    expect(await withRetries({ ...lost, send }, settings)).toBe('done');
    expect(seen).toEqual([false, true]);
    expect(known).toEqual([false, true, true]);
  });

  test('is checked again after a later attempt that was not carried out', async () => {
    const { settings, request } = trial();
    const results = [null, 'found late'];
    const check = async () => results.shift() ?? null;
    expect(await withRetries(request([reset, api(429)], check), settings)).toBe('found late');
  });

  test('is checked after two seconds at the earliest', async () => {
    const { settings, request, waits } = trial();
    await withRetries(
      request([reset, reset, reset, reset, 'done'], async () => null),
      settings,
    );
    expect(waits).toEqual([2000, 2000, 2000, 4000]);
  });

  test.each([
    ['too many requests', api(429)],
    ['no connection', refused],
  ])('is repeated after %s without a check', async (_, failure) => {
    const { settings, request } = trial();
    expect(await withRetries(request([failure, 'done'], mustNotCheck), settings)).toBe('done');
  });

  test('is not checked after an unexpected response, which is final', async () => {
    const { settings, request } = trial();
    await expect(withRetries(request([unexpected], mustNotCheck), settings)).rejects.toThrow('HTML');
  });

  test('is not checked after the last attempt, because the caller does that', async () => {
    const { settings, request } = trial({ retries: 0 });
    await expect(withRetries(request([reset], mustNotCheck), settings)).rejects.toMatchObject({
      mayHaveTakenEffect: true,
    });
  });

  test('is not repeated if the check fails', async () => {
    const { settings, request } = trial();
    const failure = new ApiError(403, 'Forbidden', 'no', null);
    await expect(
      withRetries(
        request([reset, 'done'], () => Promise.reject(failure)),
        settings,
      ),
    ).rejects.toBe(failure);
  });
});

describe('giving up', () => {
  test('makes no more attempts after the one in flight', async () => {
    const stopRetrying = AbortSignal.abort();
    const { settings, request, waits } = trial({ stopRetrying });
    await expect(withRetries(request([reset]), settings)).rejects.toMatchObject({ message: 'reset', attempts: 1 });
    expect(await withRetries(request(['done']), settings)).toBe('done');
    expect(waits).toEqual([]);
  });

  test('ends a wait for the next attempt', async () => {
    const controller = new AbortController();
    const wait = async (): Promise<void> => controller.abort();
    const { settings, request } = trial({ stopRetrying: controller.signal, wait });
    await expect(withRetries(request([reset], mustNotCheck), settings)).rejects.toMatchObject({ message: 'reset' });
  });
});
