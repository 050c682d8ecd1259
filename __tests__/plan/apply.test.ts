import { describe, expect, test } from '@jest/globals';
import type { Losant } from '../../src/api/client.ts';
import {
  ApiError,
  CancelledError,
  ConnectionError,
  type RequestError,
  UnexpectedResponse,
} from '../../src/api/errors.ts';
import type { Webhook } from '../../src/losant/webhook.ts';
import { apply } from '../../src/plan/apply.ts';
import type { Change, Outcome } from '../../src/plan/plan.ts';

const id = 'a'.repeat(24);
const webhook: Webhook = { id, name: 'orders', responseCode: 200 };
const made: Webhook = { id: 'c'.repeat(24), name: 'new' };

const update: Change = {
  ...{ action: 'update', id, name: 'orders', before: webhook },
  ...{ fields: { responseCode: 201 }, templates: {} },
};
const create: Change = { ...update, action: 'create', id: null, name: 'new', before: null, fields: { name: 'new' } };
const remove: Change = { ...update, action: 'delete', fields: {} };
const hidden: Change = { ...update, fields: { basicAuthPassword: 'p' } };

/** A failure after which the change may have been made. */
function maybe<E extends RequestError>(error: E): E {
  error.maybeDone = true;
  return error;
}
const lost = (): RequestError =>
  maybe(new ConnectionError('reset', 'ECONNRESET', { isTransient: true, notSent: false }));
const senseless = (): RequestError => maybe(new UnexpectedResponse('no webhook'));

/** An application where every change fails with the error, and reading gives these. */
function failing(error: Error, now: Webhook | null = null, all: readonly Webhook[] = []): Losant {
  const fail = () => Promise.reject(error);
  return {
    getWebhook: async () => now,
    listWebhooks: async () => [...all],
    createWebhook: fail,
    patchWebhook: fail,
    deleteWebhook: fail,
    listWorkflows: async () => [],
  };
}

/** What became of the changes, in the order in which they ended. */
async function outcomesOf(
  changes: readonly Change[],
  losant: Losant,
  { existing = [], missingIsError = true }: { existing?: readonly string[]; missingIsError?: boolean } = {},
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  await apply({ items: changes, existing: new Set(existing), notices: [] }, losant, {
    ...{ concurrency: 1, includeWorkflows: false, missingIsError },
    onOutcome: (_, outcome) => outcomes.push(outcome),
  });
  return outcomes;
}

const remark = 'its answer was lost, and reading showed that it was made';

describe('a change that may have been made, by what is read then', () => {
  test.each<[string, Change, RequestError, Webhook | null, readonly Webhook[], Partial<Outcome>]>([
    ['an update that is there', update, lost(), { ...webhook, responseCode: 201 }, [], { status: 'applied', remark }],
    ['an update that is not there', update, lost(), webhook, [], { status: 'failed', after: webhook }],
    ['an update of what is gone', update, lost(), null, [], { status: 'failed', after: null }],
    ['a secret that is hidden', hidden, lost(), webhook, [], { status: 'unknown', after: webhook }],
    [
      'a hidden secret beside a value that is there',
      { ...update, fields: { responseCode: 201, basicAuthPassword: 'p' } },
      lost(),
      { ...webhook, responseCode: 201 },
      [],
      { status: 'applied' },
    ],
    ['a delete of what is gone', remove, lost(), null, [], { status: 'applied' }],
    ['a delete of what is there', remove, lost(), webhook, [], { status: 'failed' }],
    ['a create that was looked for', create, lost(), null, [made], { status: 'unknown', after: null }],
    ['a create that is there', create, senseless(), null, [webhook, made], { status: 'applied', after: made }],
    ['a create that is not there', create, senseless(), null, [webhook], { status: 'failed', after: null }],
    [
      'a create that is there twice',
      create,
      senseless(),
      null,
      [made, { ...made, id: 'd'.repeat(24) }],
      { status: 'unknown', after: made },
    ],
  ])('%s', async (_, change, error, now, all, outcome) => {
    expect(await outcomesOf([change], failing(error, now, all), { existing: [id] })).toMatchObject([outcome]);
  });

  test('stays an error where the answer made no sense, though the change is there', async () => {
    const [error, after] = [senseless(), { ...webhook, responseCode: 201 }];
    expect(await outcomesOf([update], failing(error, after))).toEqual([{ status: 'applied', after, error }]);
  });

  test('is not looked for once the run is cancelled', async () => {
    const error = maybe(new CancelledError('cancelled'));
    expect(await outcomesOf([update], failing(error, webhook))).toEqual([{ status: 'unknown', after: null, error }]);
  });

  test('stays open where nothing can be read', async () => {
    const error = lost();
    const losant = { ...failing(error), getWebhook: () => Promise.reject(new ApiError(403, 'X', 'no', null)) };
    expect(await outcomesOf([update], losant)).toEqual([{ status: 'unknown', after: null, error }]);
  });
});

describe('what an answer confirms', () => {
  const both: Change = { ...update, fields: { responseCode: 201, enabled: false } };
  const named: Change = { ...create, fields: { name: 'new', responseCode: 201 } };
  const all = { ...webhook, responseCode: 201, enabled: false };

  test.each<[string, Change, Webhook, Outcome['status'], string | null]>([
    ['all that was sent', both, all, 'applied', null],
    ['a part of it', both, { ...webhook, responseCode: 201 }, 'applied', `PATCH webhooks/${id}: enabled`],
    ['nothing of it', both, webhook, 'failed', `PATCH webhooks/${id}: enabled, responseCode`],
    ['all but a secret that is hidden', hidden, webhook, 'applied', null],
    [
      'neither a value nor a secret that is hidden',
      { ...update, fields: { responseCode: 201, basicAuthPassword: 'p' } },
      ...([webhook, 'applied', `PATCH webhooks/${id}: responseCode`] as const),
    ],
    ['a new webhook', create, made, 'applied', null],
    [
      'a new webhook with another value',
      named,
      { ...made, responseCode: 202 },
      'applied',
      'POST webhooks: responseCode',
    ],
    ['a new webhook with nothing of it', create, { ...made, name: 'x' }, 'applied', 'POST webhooks: name'],
  ])('%s', async (_, change, after, status, error) => {
    const losant = { ...failing(lost()), createWebhook: async () => after, patchWebhook: async () => after };
    const [outcome] = await outcomesOf([change], losant);
    expect(outcome).toMatchObject({ status, after });
    const told = outcome?.error instanceof UnexpectedResponse ? outcome.error : null;
    expect(told && `${told.request}: ${told.message}`).toBe(
      error?.replace(': ', ': the answer does not hold what was sent: ') ?? null,
    );
  });
});

describe('a webhook that does not exist', () => {
  const unread: Change = { ...update, before: null };
  const unreadDelete: Change = { ...remove, before: null };
  const gone = new ApiError(404, 'NotFound', 'Webhook was not found', null);
  const missing: Outcome = { status: 'skipped', after: null, remark: 'it does not exist', isMissing: true };
  const failed: Outcome = { status: 'failed', after: null, error: gone };
  const application = new ApiError(404, 'NotFound', 'Application was not found', null);

  test.each<[string, Change, ApiError, boolean, Outcome]>([
    ['can not be updated', unread, gone, true, failed],
    ['is no error where that is wanted', unread, gone, false, missing],
    ['is one where it was read before', update, gone, false, failed],
    ['is not an application that does not exist', unread, application, false, { ...failed, error: application }],
  ])('%s', async (_, change, error, missingIsError, outcome) => {
    expect(await outcomesOf([change], failing(error), { missingIsError })).toEqual([outcome]);
  });

  test.each<[string, Change, boolean, object]>([
    [
      'is gone already where it was read before',
      remove,
      true,
      { status: 'skipped', after: null, remark: 'already gone' },
    ],
    ['so where a missing one is no error', remove, false, { status: 'skipped', after: null, remark: 'already gone' }],
    ['may be missing', unreadDelete, false, missing],
    [
      'is an error where it was not read',
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
  ])('and is to be deleted: %s', async (_, change, missingIsError, outcome) => {
    const losant: Losant = { ...failing(lost()), deleteWebhook: async () => 'gone' };
    const [end] = await outcomesOf([change], losant, { missingIsError });
    expect(end).toMatchObject(outcome);
  });
});

describe('the changes after', () => {
  const after = { ...webhook, responseCode: 201 };
  const applied: Outcome = { status: 'applied', after };
  const deleted: Outcome = { status: 'applied', after: null };
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
      [{ status: 'failed' }, applied, notStarted('a change before it failed')],
    ],
    ['status 401 are not started', update, api(401), [{ status: 'failed' }, refused, refused]],
    ['status 403 are not started', update, api(403), [{ status: 'failed' }, refused, refused]],
    ['a cancel are not started', update, new CancelledError('x'), [{ status: 'skipped' }, cancelled, cancelled]],
    ['one that may be missing are made', unread, api(404), [{ status: 'skipped', isMissing: true }, applied, deleted]],
  ])('%s', async (_, first, error, [end, ...others]) => {
    const answers = [error, null];
    const losant: Losant = {
      ...failing(lost()),
      patchWebhook: async () => {
        const answer = answers.shift();
        if (answer) throw answer;
        return after;
      },
      deleteWebhook: async () => 'deleted',
    };
    const [ended, ...rest] = await outcomesOf([remove, first, update], losant, { missingIsError: false });
    expect(ended).toMatchObject(end);
    expect(rest).toEqual(others);
  });
});

describe('a bug of the action ends the run', () => {
  const bug = new TypeError('x is not a function');

  test('while a change is made', async () => {
    await expect(outcomesOf([update], failing(bug))).rejects.toBe(bug);
  });

  test('while it is looked for', async () => {
    const losant = { ...failing(lost()), getWebhook: () => Promise.reject(bug) };
    await expect(outcomesOf([update], losant)).rejects.toBe(bug);
  });
});
