import { describe, expect, test } from '@jest/globals';
import { createItem, createPlan, deleteItem, unchangedItem, updateItem } from '../../src/plan/changes.ts';
import { assertNoLostRename } from '../../src/plan/guard.ts';
import { RefusedPlan } from '../../src/plan/plan.ts';
import { webhook } from '../operations/planned.ts';

/** A plan that creates a webhook with this former name, and deletes a webhook with the other name. */
function plan(former: string, deleted: string) {
  const formerly = [
    { text: 'older', shown: 'older' },
    { text: former, shown: `shown ${former}` },
  ];
  const created = createItem({ fields: { name: 'invoices' }, templates: {}, formerly });
  return createPlan([created, deleteItem(unchangedItem(webhook('1', deleted)))]);
}

describe('a delete is refused because of a former name that is', () => {
  test.each([
    ['in another case', 'Billing', 'billing'],
    ['short, in another case', 'API', 'api'],
    ['written with white space', 'load test', 'loadtest'],
    ['short, with other white space', ' a b', 'ab'],
    ['one letter too short', 'biling', 'billing'],
    ['one letter too long', 'billling', 'billing'],
    ['another letter', 'bilking', 'billing'],
    ['two letters', 'blling-x', 'billing-y'],
    ['two letters in the wrong order', 'biliing', 'billing'],
    ['two letters apart, with a digit that stays', 'oders-v1', 'orders-1'],
    ['six characters long', 'ordrs!', 'orders'],
    ['of other characters', 'überwachng', 'überwachung'],
  ])('%s: %j', (_, former, deleted) => {
    expect(() => assertNoLostRename(plan(former, deleted))).toThrow(RefusedPlan);
  });
});

describe('a delete is not refused because of a former name that is', () => {
  test.each([
    ['something else', 'support', 'billing'],
    ['another number', 'orders-v1', 'orders-v2'],
    ['without a number', 'orders-v', 'orders-v1'],
    ['with a number more', 'orders12', 'orders1'],
    ['three letters apart', 'bilinggg', 'billing'],
    ['three letters too short', 'bill', 'billing'],
    ['short', 'order', 'orders'],
    ['next to a short name', 'orders', 'order'],
  ])('%s: %j', (_, former, deleted) => {
    expect(() => assertNoLostRename(plan(former, deleted))).not.toThrow();
  });
});

test('a former name may be similar to the name of a webhook that is only updated', () => {
  const [created, deleted] = plan('biling', 'support').items;
  const item = unchangedItem(webhook('2', 'billing'));
  const updated = updateItem(item, { fields: { responseCode: 201 }, templates: {} });
  expect(updated.action).toBe('update');
  const items = [created, deleted, updated].filter((one) => one !== undefined);
  expect(() => assertNoLostRename(createPlan(items))).not.toThrow();
});

test('the error names both webhooks, and what to do', () => {
  expect(() => assertNoLostRename(plan('biling', 'billing'))).toThrow(
    'No webhook has the former name, but one with a similar name would be deleted: "invoices" (formerly "older", "shown biling") and "billing". Nothing was changed. ' +
      'Correct "formerly", and the webhook keeps its URL. If you want both, delete that webhook first, in a step of its own.',
  );
  expect(() => assertNoLostRename(plan('biling', 'billing'))).toThrow(
    expect.objectContaining({ title: 'Former name not found' }),
  );
});
