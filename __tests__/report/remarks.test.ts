import { describe, expect, test } from '@jest/globals';
import { UnexpectedResponse } from '../../src/api/errors.ts';
import { ApiToken } from '../../src/losant/token.ts';
import { type Change, type Outcome, RefusedPlan } from '../../src/plan/plan.ts';
import { createRemarks } from '../../src/report/remarks.ts';
import type { Run } from '../../src/report/run.ts';
import { inputs, runOf, update, webhook } from './sample.ts';

const removal: Change = update({ fields: { basicAuthPassword: '', responseCode: 201 } });
const messages = (run: Run): string[] => createRemarks(run).notices.map(({ message }) => message);
const plan = { inputs: { ...inputs, dryRun: true } };

describe('the remarks about a removed password', () => {
  const after = { ...webhook, basicAuthPassword: '' };
  const [would, was] = [
    'would be removed: anyone who knows the URL could',
    'was removed: anyone who knows the URL can',
  ];
  const error = new UnexpectedResponse('no');

  test.each<[string, Run, string | null]>([
    ['in a plan', runOf([[removal]], plan), would],
    ['after it was applied', runOf([[removal, { status: 'applied', after }]]), was],
    ['after it was applied otherwise than sent', runOf([[removal, { status: 'applied', after, error }]]), was],
    ['if the response does not confirm it', runOf([[removal, { status: 'applied', after: webhook, error }]]), null],
    ['after it failed', runOf([[removal, { status: 'failed', after: null, error }]]), null],
    ['after it was skipped', runOf([[removal, { status: 'skipped', after: null }]]), null],
    ['if its result is not known', runOf([[removal, { status: 'unknown', after: null, error }]]), null],
    ['before it is applied', runOf([[removal]]), null],
    ['in a refused plan', runOf([[removal]], { ...plan, failure: new RefusedPlan('T', 'm') }), null],
    ['in a refused run', runOf([[removal]], { failure: new RefusedPlan('T', 'm') }), null],
    ['in a plan that failed', runOf([[removal]], { ...plan, failure: new Error('x') }), null],
    ['without a plan', runOf([], { plan: null }), null],
  ])('fit the outcome: %s', (_, run, text) => {
    expect(messages(run)).toEqual(text === null ? [] : [expect.stringContaining(text)]);
  });
});

test('a rename is suggested only in a plan', () => {
  const applied: Outcome = { status: 'applied', after: null };
  const old = update({ action: 'delete', fields: {}, before: { id: webhook.id, name: 'old' }, name: 'old' });
  const created = update({ action: 'create', id: null, name: 'new', before: null, fields: { name: 'new' } });
  expect(messages(runOf([[old], [created]], plan))).toEqual([expect.stringContaining('Did you mean to rename it?')]);
  expect(
    messages(
      runOf([
        [old, applied],
        [created, applied],
      ]),
    ),
  ).toEqual([]);
  expect(messages(runOf([[old], [created]]))).toEqual([]);
});

describe('the scopes that a token still needs', () => {
  const token = new ApiToken(`h.${Buffer.from('{"scope": ["webhooks.get"]}').toString('base64url')}.s`);
  const readOnly = { ...inputs, dryRun: true, token };
  const created = update({ action: 'create', id: null, before: null });

  test('are one line of a plan', () => {
    const run = runOf([[created], [update()]], { inputs: readOnly });
    expect(createRemarks(run).advice).toBe('To apply this, a token also needs webhook.patch and webhooks.post.');
  });

  test.each<[string, Run]>([
    ['a run', runOf([[update()]], { inputs: { ...readOnly, dryRun: false } })],
    ['a refused plan', runOf([[update()]], { inputs: readOnly, failure: new RefusedPlan('T', 'm') })],
    ['a plan without changes', runOf([], { inputs: readOnly })],
    [
      'a secret that is only sent again',
      runOf([[update({ fields: { verificationCode: 'v' } })]], { inputs: readOnly }),
    ],
  ])('are not mentioned for %s', (_, run) => {
    expect(createRemarks(run).advice).toBeNull();
  });
});
