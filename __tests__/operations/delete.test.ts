import { expect, test } from '@jest/globals';
import type { Inputs } from '../../src/inputs/inputs.ts';
import { changesOf } from '../../src/plan/plan.ts';
import { byIds, id, named, planned, webhook } from './planned.ts';

const webhooks = ['1', '2', '3'].map((digit) => webhook(digit, `w-${digit}`));

test('a delete plans what it was given by id, as it was read', async () => {
  const { plan } = await planned('delete', webhooks, byIds('123'));
  expect(changesOf(plan)).toEqual(
    webhooks.map((before) => ({
      ...{ action: 'delete', id: before.id, name: before.name, before, fields: {}, templates: {} },
    })),
  );
});

test.each<[Inputs['includeWorkflows'], unknown]>([
  ['false', undefined],
  ['true', [{ id: `flow of ${id('1')}`, name: 'flow', otherTriggers: [] }]],
  ['shared', [{ id: `flow of ${id('1')}`, name: 'flow', otherTriggers: [] }]],
])('a delete with include-workflows: %s lists %j', async (includeWorkflows, expected) => {
  const { plan } = await planned('delete', webhooks, { ...named('w-1'), includeWorkflows });
  expect(changesOf(plan)[0]?.workflows).toEqual(expected);
});
