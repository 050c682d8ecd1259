import { describe, expect, test } from '@jest/globals';
import type { Losant } from '../../src/losant/client.ts';
import { AnswerError, ApiError, ConnectionError, type RequestError } from '../../src/losant/errors.ts';
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
const lost = (): RequestError => maybe(new ConnectionError('reset', 'ECONNRESET', { passing: true, notSent: false }));
const senseless = (): RequestError => maybe(new AnswerError('no webhook'));

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

async function outcomeOf(change: Change, losant: Losant, existing: readonly string[] = []): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const plan = { items: [{ id: change.id, webhook: change.before, change }], existing: new Set(existing) };
  await apply(plan, losant, {
    ...{ concurrency: 1, includeWorkflows: false, missingIsError: true },
    onOutcome: (_, outcome) => outcomes.push(outcome),
  });
  return outcomes;
}

describe('a change that may have been made, by what is read then', () => {
  test.each<[string, Change, RequestError, Webhook | null, readonly Webhook[], Partial<Outcome>]>([
    ['an update that is there', update, lost(), { ...webhook, responseCode: 201 }, [], { status: 'applied' }],
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
    expect(await outcomeOf(change, failing(error, now, all), [id])).toMatchObject([outcome]);
  });

  test('stays open where nothing can be read', async () => {
    const error = lost();
    const losant = { ...failing(error), getWebhook: () => Promise.reject(new ApiError(403, 'X', 'no', null)) };
    expect(await outcomeOf(update, losant)).toEqual([{ status: 'unknown', after: null, error }]);
  });
});

describe('a bug of the action ends the run', () => {
  const bug = new TypeError('x is not a function');

  test('while a change is made', async () => {
    await expect(outcomeOf(update, failing(bug))).rejects.toBe(bug);
  });

  test('while it is looked for', async () => {
    const losant = { ...failing(lost()), getWebhook: () => Promise.reject(bug) };
    await expect(outcomeOf(update, losant)).rejects.toBe(bug);
  });
});
