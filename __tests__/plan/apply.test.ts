import { describe, expect, test } from '@jest/globals';
import type { Losant } from '../../src/api/client.ts';
import { ApiError, CancelledError, DuplicateError, NO_ATTEMPT, type RequestError } from '../../src/api/errors.ts';
import type { Webhook } from '../../src/losant/webhook.ts';
import type { Change, Outcome } from '../../src/plan/plan.ts';
import { create, failing, lost, made, outcomesOf, remove, update, webhook } from './application.ts';

describe('the changes after', () => {
  const after = { ...webhook, responseCode: 201 };
  const applied: Outcome = { status: 'applied', after };
  const deleted: Outcome = { status: 'applied', after: null, at: 'when' };
  const notStarted = (why: string): Outcome => ({ status: 'skipped', after: null, remark: `not started: ${why}` });
  const refused = notStarted('the token was refused');
  const cancelled = notStarted('the run was cancelled');
  const api = (status: number): ApiError => new ApiError(status, 'NotFound', 'Webhook was not found', null);
  const unread: Change = { ...update, before: null };

  test.each<[string, Change, RequestError | null, [Partial<Outcome>, Outcome, Outcome]]>([
    ['a success are made', update, null, [applied, applied, deleted]],
    [
      'a failure are made, but for deletes',
      update,
      api(400),
      [{ status: 'failed' }, applied, notStarted('an earlier change failed')],
    ],
    ['status 401 are not started', update, api(401), [{ status: 'failed' }, refused, refused]],
    ['status 403 are not started', update, api(403), [{ status: 'failed' }, refused, refused]],
    ['a cancel are not started', update, new CancelledError('x'), [{ status: 'skipped' }, cancelled, cancelled]],
    [
      'a webhook that may be missing are made',
      unread,
      api(404),
      [{ status: 'skipped', isMissing: true }, applied, deleted],
    ],
  ])('%s', async (_, first, error, [end, ...others]) => {
    const failures = [error, null];
    const losant: Losant = {
      ...failing(lost()),
      patchWebhook: async () => {
        const failure = failures.shift();
        if (failure) throw failure;
        return after;
      },
      deleteWebhook: async () => ({ at: 'when' }),
    };
    const [ended, ...rest] = await outcomesOf([remove, first, update], losant, { missingIsError: false });
    expect(ended).toMatchObject(end);
    expect(rest).toEqual(others);
  });
});

describe('an outage', () => {
  const html = (status: number): ApiError => new ApiError(status, '', 'an HTML page', null);
  const busy = (status = 503): ApiError => new ApiError(status, 'X', 'busy', null);

  /** Updates that end one after another with these errors, or succeed. */
  async function updates(ends: readonly (RequestError | null)[], concurrency = 1) {
    const changes = ends.map(() => update);
    const rest = [...ends];
    let isGivenUp = false;
    const losant: Losant = {
      ...failing(lost(), webhook),
      patchWebhook: async () => {
        const error = rest.shift();
        if (error) throw error;
        return { ...webhook, responseCode: 201 };
      },
      stopRetrying: () => {
        isGivenUp = true;
      },
    };
    const outcomes = await outcomesOf(changes, losant, { concurrency });
    return { isGivenUp, statuses: outcomes.map(({ status }) => status[0]).join(''), outcomes };
  }

  test.each<[string, readonly (RequestError | null)[], number, string]>([
    ['stops the rest after four transient failures', Array.from({ length: 6 }, () => busy()), 1, 'ffffss'],
    ['stops the rest after lost responses', Array.from({ length: 6 }, () => lost()), 1, 'ffffss'],
    [
      'is detected after as many failures as requests in flight',
      Array.from({ length: 8 }, () => busy()),
      6,
      'ffffffss',
    ],
    [
      'ends with any other response',
      [busy(), busy(), busy(), null, busy(), busy(), busy(), busy(), null],
      1,
      'fffaffffs',
    ],
    ['ends with a refusal', [busy(), busy(), busy(), busy(400), busy()], 1, 'fffff'],
    [
      'stops the rest after 20 server errors of its own',
      Array.from({ length: 22 }, () => busy(500)),
      4,
      `${'f'.repeat(20)}ss`,
    ],
    [
      'is not a few webhooks that cannot be saved',
      [...Array.from({ length: 19 }, () => busy(500)), null, busy(500)],
      1,
      `${'f'.repeat(19)}af`,
    ],
    ['is a server error of a proxy', Array.from({ length: 5 }, () => html(500)), 1, 'ffffs'],
    [
      'does not count two kinds together',
      [busy(), busy(), busy(), busy(500), busy(), busy(), busy(), null],
      1,
      'fffffffa',
    ],
    ['is not a rate limit', Array.from({ length: 6 }, () => busy(429)), 1, 'ffffff'],
  ])('%s', async (_, ends, concurrency, statuses) => {
    const run = await updates(ends, concurrency);
    expect(run.statuses).toBe(statuses);
    expect(run.isGivenUp).toBe(statuses.endsWith('s'));
    for (const { status, remark } of run.outcomes)
      if (status === 'skipped')
        expect(remark).toMatch(/^not started: Losant (is not responding|responds only with server errors)$/);
  });
});

describe('a create that was repeated', () => {
  const twin: Webhook = { ...made, id: 'd'.repeat(24) };
  const listing = (webhooks: readonly Webhook[], isRepeated = true): Losant => ({
    ...failing(lost()),
    createWebhook: async () => ({ webhook: made, isRepeated }),
    deleteWebhook: async () => ({ at: 'when' }),
    listWebhooks: async (options) => {
      expect(options).toEqual({ delay: 8000 });
      return [...webhooks];
    },
  });

  test('succeeds if one webhook has its name', async () => {
    expect(await outcomesOf([create, remove], listing([webhook, made]), { existing: [webhook.id] })).toEqual([
      { status: 'applied', after: made, isRepeated: true },
      { status: 'applied', after: null, at: 'when' },
    ]);
  });

  test('is an error that names both webhooks if there are two, and stops the deletes', async () => {
    const [created, deleted] = await outcomesOf([create, remove], listing([webhook, made, twin]));
    expect(created).toMatchObject({ status: 'applied', after: made, error: { name: 'DuplicateError' } });
    expect(created?.error?.message).toContain(`${made.id}, ${twin.id}`);
    expect(deleted).toMatchObject({ status: 'skipped', remark: 'not started: an earlier change failed' });
  });

  test('is not confused with another create of the same name', async () => {
    const webhooks = [made, twin];
    const losant: Losant = {
      ...listing(webhooks),
      createWebhook: async (_, known) => ({
        webhook: webhooks.find(({ id }) => !known.has(id)) ?? made,
        isRepeated: true,
      }),
    };
    expect(await outcomesOf([create, create], losant)).toMatchObject([
      { status: 'applied', after: made },
      { status: 'applied', after: twin },
    ]);
  });

  test('is an error if the check fails', async () => {
    const error = new ApiError(503, 'X', 'busy', null);
    const losant: Losant = { ...listing([]), listWebhooks: () => Promise.reject(error) };
    expect(await outcomesOf([create], losant)).toMatchObject([
      { status: 'applied', error, remark: expect.stringContaining('could not be checked') },
    ]);
    const bug = new TypeError('x is not a function');
    const buggy: Losant = { ...listing([]), listWebhooks: () => Promise.reject(bug) };
    await expect(outcomesOf([create], buggy)).rejects.toBe(bug);
  });

  test('is checked even if its last response was lost and a read showed the webhook', async () => {
    const delays: unknown[] = [];
    const losant: Losant = {
      ...failing(lost(2)),
      listWebhooks: async (options) => {
        delays.push(options?.delay);
        return delays.length === 1 ? [made] : [made, twin];
      },
    };
    expect(await outcomesOf([create], losant)).toMatchObject([
      { status: 'applied', after: made, error: new DuplicateError([made.id, twin.id]) },
    ]);
    expect(delays).toEqual([2000, 8000]);
  });

  test('is not checked if it was not repeated', async () => {
    const losant: Losant = { ...listing([], false), listWebhooks: () => Promise.reject(new Error('must not list')) };
    expect(await outcomesOf([create], losant)).toEqual([{ status: 'applied', after: made }]);
  });
});

describe('a create that failed after an attempt of unknown end', () => {
  const refused = (attempts = 2): ApiError =>
    new ApiError(409, 'Conflict', 'no', null).during({ ...NO_ATTEMPT, attempts, mayHaveTakenEffect: true });
  const appearing = (error: RequestError, ...late: readonly Webhook[]): Losant => {
    const listings = [[], late];
    return { ...failing(error), listWebhooks: async () => [...(listings.shift() ?? [])] };
  };

  test('is applied, and still an error, if it appears later', async () => {
    for (const error of [refused(), lost()]) {
      const remark = expect.stringContaining(`with the id ${made.id}`);
      expect(await outcomesOf([create], appearing(error, made))).toEqual([
        { status: 'applied', after: made, error, remark },
      ]);
    }
  });

  test('is an error that names both webhooks if two appear', async () => {
    const twin = { ...made, id: 'd'.repeat(24) };
    const [outcome] = await outcomesOf([create], appearing(refused(), made, twin));
    expect(outcome).toMatchObject({ status: 'applied', after: made, error: { name: 'DuplicateError' } });
    expect(outcome?.error?.message).toContain(`${made.id}, ${twin.id}`);
  });

  test('has failed if it does not appear, or cannot be looked for', async () => {
    const error = refused();
    expect(await outcomesOf([create], appearing(error))).toEqual([{ status: 'failed', after: null, error }]);
    let listings = 0;
    const losant: Losant = {
      ...failing(error),
      listWebhooks: () => (listings++ === 0 ? Promise.resolve([]) : Promise.reject(lost())),
    };
    expect(await outcomesOf([create], losant)).toEqual([{ status: 'failed', after: null, error }]);
  });
});
