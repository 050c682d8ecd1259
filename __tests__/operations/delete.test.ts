import { describe, expect, test } from '@jest/globals';
import { listChanges } from '../../src/plan/plan.ts';
import { byIds, type Given, id, named, planned, webhook } from './planned.ts';

const webhooks = ['1', '2', '3'].map((digit) => webhook(digit, `w-${digit}`));

test('a delete by id plans the webhooks as they were read', async () => {
  const { plan } = await planned('delete', webhooks, { with: byIds('123') });
  expect(listChanges(plan)).toEqual(
    webhooks.map((before) => ({
      ...{ action: 'delete', id: before.id, name: before.name, before, fields: {}, templates: {} },
    })),
  );
});

test.each<[string, unknown]>([
  ['false', undefined],
  ['true', [{ id: `flow of ${id('1')}`, name: 'flow', otherTriggers: [] }]],
  ['shared', [{ id: `flow of ${id('1')}`, name: 'flow', otherTriggers: [] }]],
])('a delete with include-workflows: %s lists %j', async (includeWorkflows, expected) => {
  const { plan } = await planned('delete', webhooks, {
    with: { ...named('w-1'), 'include-workflows': includeWorkflows },
  });
  expect(listChanges(plan)[0]?.workflows).toEqual(expected);
});

describe('the plan of a cleanup explains how many it deletes', () => {
  const day = 24 * 60 * 60 * 1000;
  const dated = [...'123456789'].map((digit) =>
    webhook(digit, `pr-${digit}`, { lastUpdated: new Date(Date.now() - Number(digit) * day).toISOString() }),
  );

  test.each<[NonNullable<Given['with']>, string | undefined]>([
    [{ ...named('pr-*'), keep: '3', 'older-than': '132h' }, '9 match "pr-*": 3 kept, 2 younger than 132h, 4 to delete'],
    [{ ...named('pr-*'), keep: '3' }, '9 match "pr-*": 3 kept, 6 to delete'],
    [{ 'older-than': '132h', ...named('*\n!pr-1') }, '8 match "*", "!pr-1": 4 younger than 132h, 4 to delete'],
    [named('pr-*'), undefined],
    [{ 'older-than': '132h', ...byIds('12') }, undefined],
  ])('%j: %s', async (given, extent) => {
    expect((await planned('delete', dated, { with: given })).plan.extent).toBe(extent);
  });
});
