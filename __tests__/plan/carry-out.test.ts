import { describe, expect, test } from '@jest/globals';
import type { Losant } from '../../src/api/client.ts';
import {
  ApiError,
  CancelledError,
  DuplicateError,
  NO_ATTEMPT,
  type RequestError,
  UnexpectedResponse,
} from '../../src/api/errors.ts';
import type { Webhook } from '../../src/losant/webhook.ts';
import type { Change, Outcome } from '../../src/plan/plan.ts';
import {
  create,
  failing,
  hidden,
  id,
  lost,
  made,
  outcomesOf,
  remove,
  unexpected,
  update,
  webhook,
} from './application.ts';

/** An error of Losant's after an attempt that may have had an effect. */
const api = (status: number, type = 'Error'): ApiError =>
  new ApiError(status, type, 'no', null).during({ ...NO_ATTEMPT, attempts: 2, mayHaveTakenEffect: true });
const remark = 'the response was lost, but a read showed that the change was made';

describe('a change that may have been made', () => {
  test.each<[string, Change, RequestError, Webhook | null, readonly Webhook[], object]>([
    ['an update that was made', update, lost(), { ...webhook, responseCode: 201 }, [], { status: 'applied', remark }],
    ['an update that was not made', update, lost(), webhook, [], { status: 'failed', after: webhook }],
    ['an update of a webhook that is gone', update, lost(), null, [], { status: 'failed', after: null }],
    ['a hidden secret', hidden, lost(), webhook, [], { status: 'unknown', after: webhook }],
    [
      'a hidden secret and a value that was set',
      { ...update, fields: { responseCode: 201, basicAuthPassword: 'p' } },
      lost(),
      { ...webhook, responseCode: 201 },
      [],
      { status: 'applied' },
    ],
    ['a delete of a webhook that is gone', remove, lost(), null, [], { status: 'applied', at: 'when it was read' }],
    ['a delete of a webhook that still exists', remove, lost(), webhook, [], { status: 'failed' }],
    ['a create', create, lost(), null, [webhook, made], { status: 'applied', after: made, remark }],
    ['an update that set something else', update, lost(), { ...webhook, responseCode: 202 }, [], { status: 'applied' }],
    ['an unread update that was not made', { ...update, before: null }, lost(), webhook, [], { status: 'failed' }],
    ['a create that was made', create, unexpected(), null, [webhook, made], { status: 'applied', after: made }],
    ['a create that was not made', create, unexpected(), null, [webhook], { status: 'unknown', after: null }],
    ['a create whose response was lost, and that is not found', create, lost(), null, [], { status: 'unknown' }],
    ['a create that a gateway gave up, and that is not found', create, api(504, ''), null, [], { status: 'unknown' }],
    ['a create that Losant could not save', create, api(500), null, [], { status: 'failed', after: null }],
    [
      'a create that was refused after another attempt had made it',
      ...([create, api(400), null, [made]] as const),
      { status: 'applied', after: made, error: api(400), remark: expect.stringContaining(made.id) },
    ],
    [
      'the removal of a hidden password',
      { ...hidden, before: { ...webhook, basicAuthUsername: 'u' }, fields: { basicAuthPassword: '' } },
      ...([lost(), { ...webhook, basicAuthUsername: 'u' }, [], { status: 'unknown' }] as const),
    ],
    [
      'a create that made two webhooks',
      ...([create, unexpected(), null, [made, { ...made, id: 'd'.repeat(24) }]] as const),
      { status: 'applied', after: made, error: new DuplicateError([made.id, 'd'.repeat(24)]) },
    ],
  ])('is decided by a later read: %s', async (_, change, error, now, all, outcome) => {
    expect(await outcomesOf([change], failing(error, now, all), { existing: [id] })).toMatchObject([outcome]);
  });

  test('a change with an unexpected response stays an error, even if it was made', async () => {
    const [error, after] = [unexpected(), { ...webhook, responseCode: 201 }];
    expect(await outcomesOf([update], failing(error, after))).toEqual([{ status: 'applied', after, error }]);
  });

  test('is not read after the run is cancelled', async () => {
    const error = new CancelledError('cancelled', { mayHaveTakenEffect: true });
    expect(await outcomesOf([update], failing(error, webhook))).toEqual([{ status: 'unknown', after: null, error }]);
  });

  test('is unknown if nothing can be read', async () => {
    const error = lost();
    const losant = { ...failing(error), getWebhook: () => Promise.reject(new ApiError(403, 'X', 'no', null)) };
    expect(await outcomesOf([update], losant)).toEqual([{ status: 'unknown', after: null, error }]);
  });

  test('is unknown if the webhooks could not be listed before the create was repeated', async () => {
    const attempt = { ...NO_ATTEMPT, call: 'webhooks.get', mayHaveTakenEffect: true } as const;
    const error = new ApiError(403, 'X', 'no', null).during(attempt);
    const losant = { ...failing(error), listWebhooks: () => Promise.reject(new Error('must not list')) };
    expect(await outcomesOf([create], losant)).toEqual([{ status: 'unknown', after: null, error }]);
  });

  test('is read again after a pause, with few attempts', async () => {
    const asked: unknown[] = [];
    const losant: Losant = {
      ...failing(lost()),
      getWebhook: async (_, options) => {
        asked.push(options);
        return webhook;
      },
      listWebhooks: async (options) => {
        asked.push(options);
        return [];
      },
    };
    await outcomesOf([update, create], losant);
    expect(asked).toEqual([{ delay: 2000, retries: 1 }, { delay: 2000, retries: 1 }, { delay: 8000 }]);
  });
});

describe('what a change becomes if the response confirms', () => {
  const both: Change = { ...update, fields: { responseCode: 201, enabled: false } };
  const named: Change = { ...create, fields: { name: 'new', responseCode: 201 } };
  const all = { ...webhook, responseCode: 201, enabled: false };

  test.each<[string, Change, Webhook, Outcome['status'], string | null]>([
    ['everything that was sent', both, all, 'applied', null],
    ['part of what was sent', both, { ...webhook, responseCode: 201 }, 'applied', `PATCH webhooks/${id}: enabled`],
    ['nothing of what was sent', both, webhook, 'failed', `PATCH webhooks/${id}: enabled, responseCode`],
    ['a different value', update, { ...webhook, responseCode: 202 }, 'applied', `PATCH webhooks/${id}: responseCode`],
    [
      'a field that was not sent',
      update,
      { ...webhook, enabled: false },
      'applied',
      `PATCH webhooks/${id}: responseCode`,
    ],
    [
      'part of what was sent, for an unread webhook',
      { ...both, before: null },
      { ...webhook, responseCode: 201 },
      'applied',
      `PATCH webhooks/${id}: enabled`,
    ],
    [
      'nothing of what was sent, for an unread webhook',
      { ...both, before: null },
      webhook,
      'failed',
      `PATCH webhooks/${id}: enabled, responseCode`,
    ],
    ['everything except a hidden secret', hidden, webhook, 'applied', null],
    [
      'that a removed secret is still there',
      { ...hidden, fields: { basicAuthPassword: '' } },
      ...([{ ...webhook, basicAuthPassword: '***' }, 'applied', `PATCH webhooks/${id}: basicAuthPassword`] as const),
    ],
    [
      'that a removed secret is empty',
      { ...hidden, fields: { basicAuthPassword: '' } },
      { ...webhook, basicAuthPassword: '' },
      'applied',
      null,
    ],
    [
      'neither a value nor a hidden secret',
      { ...update, fields: { responseCode: 201, basicAuthPassword: 'p' } },
      ...([webhook, 'applied', `PATCH webhooks/${id}: responseCode`] as const),
    ],
    ['a new webhook', create, made, 'applied', null],
    [
      'a new webhook with a different value',
      named,
      { ...made, responseCode: 202 },
      'applied',
      'POST webhooks: responseCode',
    ],
    ['a new webhook with nothing of what was sent', create, { ...made, name: 'x' }, 'applied', 'POST webhooks: name'],
  ])('%s', async (_, change, after, status, error) => {
    const losant = {
      ...failing(lost()),
      createWebhook: async () => ({ webhook: after, isRepeated: false }),
      patchWebhook: async () => after,
    };
    const [outcome] = await outcomesOf([change], losant);
    expect(outcome).toMatchObject({ status, after });
    const reported = outcome?.error instanceof UnexpectedResponse ? outcome.error : null;
    expect(reported && `${reported.request}: ${reported.message}`).toBe(
      error?.replace(': ', ': the response does not contain what was sent: ') ?? null,
    );
  });
});

describe('a change to a webhook that does not exist', () => {
  const unread: Change = { ...update, before: null };
  const unreadDelete: Change = { ...remove, before: null };
  const gone = new ApiError(404, 'NotFound', 'Webhook was not found', null);
  const missing: Outcome = { status: 'skipped', after: null, remark: 'it does not exist', isMissing: true };
  const failed: Outcome = { status: 'failed', after: null, error: gone };
  const application = new ApiError(404, 'NotFound', 'Application was not found', null);

  test.each<[string, Change, ApiError, boolean, Outcome]>([
    ['cannot be updated', unread, gone, true, failed],
    ['is not an error if the caller accepts it', unread, gone, false, missing],
    ['is an error if it was read before', update, gone, false, failed],
    ['is not an application that does not exist', unread, application, false, { ...failed, error: application }],
  ])('%s', async (_, change, error, missingIsError, outcome) => {
    expect(await outcomesOf([change], failing(error), { missingIsError })).toEqual([outcome]);
  });

  test.each<[string, Change, boolean, object]>([
    ['is already gone if it was read before', remove, true, { status: 'skipped', after: null, remark: 'already gone' }],
    [
      'is already gone if a missing one is not an error',
      remove,
      false,
      { status: 'skipped', after: null, remark: 'already gone' },
    ],
    ['succeeds if it may be missing', unreadDelete, false, missing],
    [
      'is an error if it was not read',
      ...([unreadDelete, true] as const),
      {
        status: 'failed',
        after: null,
        error: {
          ...{ status: 404, type: 'NotFound', message: 'Webhook was not found' },
          ...{ request: `DELETE webhooks/${id}`, call: 'webhook.delete' },
        },
      },
    ],
  ])('in a delete %s', async (_, change, missingIsError, outcome) => {
    const losant: Losant = { ...failing(lost()), deleteWebhook: async () => null };
    const [end] = await outcomesOf([change], losant, { missingIsError });
    expect(end).toMatchObject(outcome);
  });
});

describe('a bug of the action ends the run', () => {
  const bug = new TypeError('x is not a function');

  test('while a change is made', async () => {
    await expect(outcomesOf([update], failing(bug))).rejects.toBe(bug);
  });

  test('while it is read again', async () => {
    const losant = { ...failing(lost()), getWebhook: () => Promise.reject(bug) };
    await expect(outcomesOf([update], losant)).rejects.toBe(bug);
  });
});
