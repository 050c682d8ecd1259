import { describe, expect, test } from '@jest/globals';
import { UnexpectedResponse } from '../../src/api/errors.ts';
import { repeat } from '../../src/api/retry.ts';
import { api, refused, reset, trial } from './trial.ts';

describe('what must not be done twice', () => {
  test('after an end that is not known it is looked for, and what is found is the result', async () => {
    const { settings, request } = trial();
    expect(
      await repeat(
        request([reset()], async () => 'found'),
        settings,
      ),
    ).toBe('found');
    for (const status of [408, 500]) {
      const looked = request([api(status)], async () => 'found');
      expect(await repeat(looked, settings)).toBe('found');
    }
  });

  test('not found, it is done again', async () => {
    const { settings, request } = trial();
    expect(
      await repeat(
        request([reset(), 'done'], async () => null),
        settings,
      ),
    ).toBe('done');
  });

  test.each([
    ['too many requests', () => api(429)],
    ['no connection', refused],
  ])('after %s it is done again without a look', async (_, failure) => {
    const { settings, request } = trial();
    const recover = () => Promise.reject(new Error('must not be called'));
    expect(await repeat(request([failure(), 'done'], recover), settings)).toBe('done');
  });

  test('an answer that makes no sense is final, and nothing is looked for', async () => {
    const { settings, request } = trial();
    const error = new UnexpectedResponse('HTML');
    await expect(
      repeat(
        request([error], async () => 'found'),
        settings,
      ),
    ).rejects.toBe(error);
  });

  test('it is looked for after the last attempt too', async () => {
    const { settings, request } = trial({ retries: 0 });
    expect(
      await repeat(
        request([reset()], async () => 'found'),
        settings,
      ),
    ).toBe('found');
    await expect(
      repeat(
        request([reset()], async () => null),
        settings,
      ),
    ).rejects.toMatchObject({ maybeDone: false });
  });

  test('when the look fails nothing is done again, and the end stays open', async () => {
    const { settings, request } = trial();
    const failure = api(403);
    await expect(
      repeat(
        request([reset(), 'done'], () => Promise.reject(failure)),
        settings,
      ),
    ).rejects.toBe(failure);
    expect(failure.maybeDone).toBe(true);
  });
});
