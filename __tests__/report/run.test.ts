import { describe, expect, test } from '@jest/globals';
import { type Change, type Outcome, RefusedPlan } from '../../src/plan/plan.ts';
import { createOutputs, createResult } from '../../src/report/outputs.ts';
import { getOutcome, sortedChanges } from '../../src/report/run.ts';
import { id, inputs, masks, runOf, update, webhook } from './sample.ts';

const create: Change = { ...update(), action: 'create', id: null, name: 'new', before: null, fields: { name: 'new' } };
const remove: Change = { ...update(), action: 'delete', fields: {} };
const hidden = update({ before: { id, name: 'orders' }, fields: { basicAuthPassword: 'p' } });
const unread = update({ name: null, before: null });
const after = { ...webhook, responseCode: 201 };

const applied = (now: Outcome['after'] = null): Outcome => ({ status: 'applied', after: now });
const failed: Outcome = { status: 'failed', after: null, error: new Error('no') };
const missing: Outcome = { status: 'skipped', after: null, isMissing: true };
const refused = new RefusedPlan('Too many deletes', 'no');
const dry = { inputs: { ...inputs, dryRun: true } };

describe('the outcome of a run that', () => {
  test.each<[string, Parameters<typeof runOf>, { changed: boolean; webhooks: unknown[]; previous: unknown[] }]>([
    ['updated', [[[update(), applied(after)]]], { changed: true, webhooks: [after], previous: [webhook] }],
    ['failed to update', [[[update(), failed]]], { changed: false, webhooks: [webhook], previous: [] }],
    [
      'may have updated',
      [[[update(), { status: 'unknown', after: null }]]],
      { changed: true, webhooks: [webhook], previous: [webhook] },
    ],
    [
      'skipped',
      [[[update(), { status: 'skipped', after: null }]]],
      { changed: false, webhooks: [webhook], previous: [] },
    ],
    ['changed nothing', [[[update()]]], { changed: false, webhooks: [webhook], previous: [] }],
    ['would update', [[[update()]], dry], { changed: true, webhooks: [after], previous: [webhook] }],
    [
      'would not be able to',
      [[[update()]], { ...dry, failure: new Error('no') }],
      { changed: false, webhooks: [after], previous: [] },
    ],
    [
      'was refused in a dry run',
      [[[update()], [create], [{ ...remove, id: 'c'.repeat(24), before: null }]], { ...dry, failure: refused }],
      { changed: false, webhooks: [{ id: 'c'.repeat(24) }, webhook], previous: [] },
    ],
    ['sent a hidden secret', [[[hidden, applied(webhook)]]], { changed: false, webhooks: [webhook], previous: [] }],
    [
      'updated a webhook that it cannot read',
      [[[unread, applied(after)]]],
      { changed: true, webhooks: [after], previous: [] },
    ],
    [
      'failed to update a webhook that it cannot read',
      [[[unread, failed]]],
      { changed: false, webhooks: [{ id }], previous: [] },
    ],
    ['found no webhook', [[[unread, missing]]], { changed: false, webhooks: [], previous: [] }],
    ['deleted', [[[remove, applied()]]], { changed: true, webhooks: [webhook], previous: [webhook] }],
    [
      'would delete a webhook with unknown values',
      [[[{ ...remove, before: { ...webhook, verificationType: 'fitbit' } }]], dry],
      { changed: true, webhooks: [{ ...webhook, verificationType: 'fitbit' }], previous: [expect.anything()] },
    ],
    ['would delete', [[[remove]], dry], { changed: true, webhooks: [webhook], previous: [webhook] }],
    [
      'would update a webhook that it cannot read',
      [[[unread], [{ ...remove, id: 'c'.repeat(24), name: null, before: null }]], dry],
      { changed: true, webhooks: [{ id, responseCode: 201 }, { id: 'c'.repeat(24) }], previous: [] },
    ],
    [
      'would create a webhook, and delete one that it cannot read',
      [[[{ ...remove, name: null, before: null }], [create]], dry],
      { changed: true, webhooks: [{ id }, expect.objectContaining({ name: 'new' })], previous: [] },
    ],
    ['created', [[[create, applied(webhook)]]], { changed: true, webhooks: [webhook], previous: [] }],
    ['failed to create', [[[create, failed]]], { changed: false, webhooks: [], previous: [] }],
    [
      'ended before the plan',
      [[], { plan: null, failure: new Error('no') }],
      { changed: false, webhooks: [], previous: [] },
    ],
  ])('%s', (_case, given, { changed, webhooks, previous }) => {
    const run = runOf(...given);
    const result = createResult(run, masks);
    expect(createOutputs(run, result).changed).toBe(String(changed));
    expect(result.webhooks).toEqual(webhooks);
    expect(result.previous).toEqual(previous);
  });

  test('would create a webhook shows it with its defaults', () => {
    expect(createResult(runOf([[create]], dry), masks).webhooks).toMatchObject([
      { name: 'new', enabled: true, responseCode: 200 },
    ]);
  });

  test('has several webhooks has them in the order of their names, then ids', () => {
    const named = (name: string, digit: string): Change => {
      const other = digit.repeat(24);
      return update({ id: other, name, before: { ...webhook, id: other, name } });
    };
    const run = runOf([[named('b', '1')], [named('a', '3')], [named('a', '2')]]);
    expect(sortedChanges(run).map(({ id: one }) => one?.[0])).toEqual(['2', '3', '1']);
    expect(createResult(run, masks).webhooks.map(({ id: one }) => String(one)[0])).toEqual(['2', '3', '1']);
    expect(getOutcome(run, named('x', '9')).status).toBe('planned');
  });
});
