import { describe, expect, test } from '@jest/globals';
import { createPlan } from '../../src/plan/changes.ts';
import { type Change, type Outcome, RefusedPlan } from '../../src/plan/plan.ts';
import { masksFor } from '../../src/report/masks.ts';
import { createOutputs, createResult, outputNames } from '../../src/report/outputs.ts';
import type { Run } from '../../src/report/run.ts';
import { exported, id, inputs, masks, runOf, update, webhook } from './sample.ts';

const outputs = (run: Run) => createOutputs(run, createResult(run, masks));

const refused = new RefusedPlan('A title', 'A message.');

describe('the outputs of a run', () => {
  test('are all set even if nothing is known', () => {
    expect(outputs({ inputs: null, plan: null, outcomes: new Map(), drift: null, failure: new Error('x') })).toEqual({
      ...{ webhook: '', 'webhook-id': '', 'webhook-url': '', webhooks: '[]', count: '0', changed: 'false' },
      ...{ changes: '[]', previous: '[]', variables: '[]' },
    });
    expect(Object.keys(outputs(runOf([]))).sort()).toEqual([...outputNames].sort());
  });

  test('of one webhook have its id and URL', () => {
    const all = outputs(runOf([[update(), { status: 'applied', after: webhook }]]));
    expect(all).toMatchObject({
      ...{ webhook: JSON.stringify(webhook), 'webhook-id': id, count: '1', changed: 'true' },
      'webhook-url': 'https://triggers.losant.com/webhooks/the-token',
    });
  });

  test('of a webhook that cannot be read have only its id', () => {
    const all = outputs(runOf([[update({ before: null, name: null }), { status: 'failed', after: null }]]));
    expect(all).toMatchObject({ webhook: '', 'webhook-id': id, 'webhook-url': '', webhooks: `[{"id":"${id}"}]` });
  });

  test('of several webhooks have no id and no URL', () => {
    const other = { ...webhook, id: 'c'.repeat(24) };
    const all = outputs(runOf([[update()], [update({ id: other.id, before: other })]]));
    expect(all).toMatchObject({ webhook: '', 'webhook-id': '', 'webhook-url': '', count: '2', changed: 'false' });
  });

  test('with redact contain no secrets', () => {
    const redacted = { inputs: { ...inputs, redact: true } };
    const all = outputs(runOf([[update(), { status: 'applied', after: webhook }]], redacted));
    expect(JSON.stringify(all)).not.toMatch(/the-token|open-sesame|applicationId/);
    expect(all['webhook-id']).toBe(id);
  });

  test('say what failed, without secrets', () => {
    const run = runOf([[update(), { status: 'failed', after: null, error: new Error('bad sesame from-env') }]]);
    const { changes } = createResult(run, masks);
    expect(changes).toEqual([
      {
        ...{ action: 'update', id, name: 'orders', status: 'failed', error: 'bad *** ***' },
        application: expect.stringMatching(/^[0-9a-f]{12}$/),
        fields: { responseCode: { from: 200, to: 201 } },
      },
    ]);
  });

  test('list the workflows that are deleted too', () => {
    const workflows = [{ id: 'w', name: 'flow', otherTriggers: [] }];
    const { changes } = createResult(runOf([[update({ action: 'delete', fields: {}, workflows })]]), masks);
    expect(changes[0]).toMatchObject({ status: 'planned', workflows: [{ id: 'w', name: 'flow' }] });
  });

  test('have the id of a created webhook once it is known', () => {
    const create = update({ action: 'create', id: null, name: null, before: null });
    const named = (run: Run) => createResult(run, masks).changes.map((change) => [change['id'], change['name']]);
    expect(named(runOf([[create]]))).toEqual([[null, null]]);
    expect(named(runOf([[create, { status: 'applied', after: webhook }]]))).toEqual([[id, 'orders']]);
  });

  test.each([
    [true, null, 'true'],
    [false, null, 'false'],
    [true, new Error('disk full'), 'false'],
  ])('say whether an exported file changed: %j, %j', (changes, failure, changed) => {
    const plan = { ...createPlan([]), file: { ...exported, changes } };
    expect(outputs(runOf([], { plan, failure }))).toMatchObject({ changed });
  });

  test('list the variables of an exported file', () => {
    const plan = { ...createPlan([]), file: { ...exported, variables: ['A'] } };
    expect(outputs(runOf([], { plan }))).toMatchObject({ variables: '["A"]', changed: 'true' });
  });

  test('with redact leave the application id out of errors', () => {
    const error = new Error(`no webhook in ${inputs.applicationId.toUpperCase()}`);
    const run = runOf([[update(), { status: 'failed', after: null, error }]], { inputs: { ...inputs, redact: true } });
    expect(createResult(run, masksFor(run.inputs, masks)).changes[0]).toMatchObject({ error: 'no webhook in ***' });
    const plain = createResult({ ...run, inputs }, masks).changes[0];
    expect(plain).toMatchObject({ error: error.message });
  });

  test.each([false, true])('name the application of each change by a hash, with redact: %s', (redact) => {
    const of = (applicationId: string) =>
      createResult(runOf([[update()]], { inputs: { ...inputs, redact, applicationId } }), masks).changes;
    expect(of('575ed78e7ae143cd83dc4aab')).toMatchObject([{ application: '3040d2288dd4' }]);
    expect(of('575ED78E7AE143CD83DC4AAB')).toMatchObject([{ application: '3040d2288dd4' }]);
    expect(of('575ed78e7ae143cd83dc4aac')).not.toMatchObject([{ application: '3040d2288dd4' }]);
  });

  test('say when a webhook was deleted, if Losant said so', () => {
    const remove: Change = { ...update(), action: 'delete', fields: {} };
    const changesOf = (outcome: Outcome) => createResult(runOf([[remove, outcome]]), masks).changes[0];
    const at = 'Wed, 25 Nov 2026 13:11:12 GMT';
    expect(changesOf({ status: 'applied', after: null, at })).toMatchObject({ status: 'applied', at });
    expect(changesOf({ status: 'applied', after: null, at: null })).not.toHaveProperty('at');
    expect(changesOf({ status: 'failed', after: null })).not.toHaveProperty('at');
  });

  test('distinguish a literal ${ from a variable', () => {
    const texts = update({ before: { ...webhook, description: '${OLD}' }, fields: { description: '${X} $${' } });
    const template = update({ ...texts, templates: { description: '${X} $${' } });
    const fieldsOf = (change: Change) => createResult(runOf([[change]]), masks).changes[0]?.['fields'];
    expect(fieldsOf(texts)).toEqual({ description: { from: '$${OLD}', to: '$${X} $$${' } });
    expect(fieldsOf(template)).toEqual({ description: { from: '***', to: '${X} $${' } });
  });

  test.each<[string, Parameters<typeof runOf>[1], string]>([
    ['a dry run', { inputs: { ...inputs, dryRun: true } }, 'planned'],
    ['a dry run whose plan is refused', { inputs: { ...inputs, dryRun: true }, failure: refused }, 'refused'],
    [
      'a dry run that fails for another reason',
      { inputs: { ...inputs, dryRun: true }, failure: new Error('x') },
      'planned',
    ],
    ['a plan that is refused', { failure: refused }, 'refused'],
    ['a run that ended before it began', { failure: new Error('x') }, 'skipped'],
  ])('of %s list the changes with their status', (_, more, status) => {
    const run = runOf([[update()]], more);
    expect(createResult(run, masks).changes[0]).toMatchObject({ status });
    expect(outputs(run)['changed']).toBe(String(status === 'planned' && run.failure === null));
  });
});
