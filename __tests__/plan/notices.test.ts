import { describe, expect, test } from '@jest/globals';
import type { WebhookFields } from '../../src/losant/fields.ts';
import type { Webhook } from '../../src/losant/webhook.ts';
import { createItem, deleteItem, unchangedItem, unreadItem, updateItem } from '../../src/plan/changes.ts';
import { createNotices } from '../../src/plan/notices.ts';
import type { Item } from '../../src/plan/plan.ts';
import { id, webhook } from '../operations/planned.ts';

const update = (before: Webhook | null, fields: WebhookFields, templates = {}): Item =>
  updateItem(before === null ? unreadItem(id('3')) : unchangedItem(before), { fields, templates });
const create = (fields: WebhookFields, templates = {}): Item => createItem({ fields, templates });
const remove = (before: Webhook): Item => deleteItem(unchangedItem(before));
const messages = (items: readonly Item[], listing: readonly Webhook[] = []): string[] =>
  createNotices(items, listing).map(({ kind, message }) => `${kind}: ${message}`);

const guarded = webhook('1', 'orders', { basicAuthUsername: 'u', basicAuthPassword: 'p' });

describe('a notice about a removed password', () => {
  const removal = { basicAuthPassword: '' };
  const end = 'anyone who knows the URL can call the webhook.';
  const unclear = 'is removed (it cannot be determined whether there is one)';
  const hidden = webhook('1', 'orders', { basicAuthUsername: 'u' });
  const masked = webhook('2', 'b', { basicAuthPassword: '***' });

  test('appears once for all webhooks', () => {
    const items = [guarded, { ...guarded, id: id('2'), name: 'b' }];
    expect(messages(items.map((before) => update(before, removal)))).toEqual([
      `password: The password of "orders" (${id('1')}), "b" (${id('2')}) is removed: ${end}`,
    ]);
    const many = Array.from({ length: 12 }, () => update(guarded, removal));
    expect(messages(many)[0]).toContain(' and 2 more is removed');
  });

  test.each<[string, Item, string]>([
    ['is left out next to a user name', update(hidden, removal), `"orders" (${id('1')})`],
    ['is removed with a user name', update(hidden, { ...removal, basicAuthUsername: '' }), `"orders" (${id('1')})`],
    ['has mask characters', update(masked, removal), `"b" (${id('2')})`],
    ['belongs to a webhook that cannot be read', update(null, removal), `webhook (${id('3')})`],
  ])('mentions a possible password that %s', (_case, item, which) => {
    expect(messages([item])).toEqual([`password: Any password of ${which} ${unclear}: ${end}`]);
  });

  test('lists known and possible passwords separately', () => {
    expect(messages([update(guarded, removal), update(masked, removal)])).toEqual([
      `password: The password of "orders" (${id('1')}) is removed: ${end}`,
      `password: Any password of "b" (${id('2')}) ${unclear}: ${end}`,
    ]);
  });

  test.each<[string, Item]>([
    ['that was changed', update(guarded, { basicAuthPassword: 'q' })],
    ['that is hidden and set', update(hidden, { basicAuthPassword: 'q' })],
    ['that was empty', update({ ...guarded, basicAuthPassword: '' }, { ...removal, enabled: false })],
    ['that is left out without a user name', update(webhook('1', 'orders'), removal)],
    ['that is left out next to an empty user name', update({ ...hidden, basicAuthUsername: '' }, removal)],
    ['of a webhook that is new', create({ name: 'n', ...removal })],
  ])('does not appear for a password %s', (_case, item) => {
    expect(messages([item])).toEqual([]);
  });
});

describe('a notice about a new name that differs only in case or white space', () => {
  const [a, b] = [webhook('1', 'Pump 1'), webhook('2', 'b')];

  test.each<[string, Item[], string]>([
    ['from an existing one', [create({ name: 'pump  1' })], '"pump  1" and "Pump 1"'],
    ['from an existing one, after an update', [update(b, { name: 'PUMP 1' })], '"PUMP 1" and "Pump 1"'],
    ['from another new one', [create({ name: 'c' }), create({ name: 'C' })], '"c" and "C", "C" and "c"'],
    ['from one that the plan renames', [update(b, { name: 'd' }), create({ name: 'D' })], '"d" and "D", "D" and "d"'],
    [
      'from an existing one, shown as it was written',
      [create({ name: 'pump 1' }, { name: '${NAME}' })],
      '"${NAME}" and "Pump 1"',
    ],
  ])('appears for a name that differs %s', (_case, items, pairs) => {
    expect(messages(items, [a, b])).toEqual([`name: These names differ only in case or white space: ${pairs}.`]);
  });

  test.each<[string, Item[]]>([
    ['from its own old name', [update(a, { name: 'pump 1' })]],
    ['from one that is deleted', [remove(a), create({ name: 'pump 1', responseCode: 201 })]],
    ['but is not changed', [unchangedItem(webhook('3', 'pump 1'))]],
  ])('does not appear for a name that differs %s', (_case, items) => {
    expect(messages(items, [a, b])).toEqual([]);
  });
});

describe('a notice about a delete and a create that may be a rename', () => {
  const rename = (from: string, to: string, key = from): string =>
    `rename: "${from}" is deleted and "${to}" is created, and they are alike. To rename the webhook, add "formerly: ${key}" to the entry "${to}": it keeps its URL.`;

  test('appears if the webhooks are similar', () => {
    const billing = webhook('1', 'billing', { enabled: true, basicAuthPassword: 'p', description: 'old' });
    expect(messages([create({ name: 'invoices' }), remove(billing)])).toEqual([rename('billing', 'invoices')]);
    expect(messages([create({ name: 'n' }), remove(webhook('1', 'a: b'))])).toEqual([rename('a: b', 'n', '"a: b"')]);
  });

  test('pairs the webhooks with the closest names, each once', () => {
    const items = ['orders-v1', 'billing-v1'].map((name, index) => remove(webhook(String(index), name)));
    const created = ['billing-v2', 'orders-v2', 'other'].map((name) => create({ name }));
    expect(messages([...items, ...created])).toEqual([
      rename('billing-v1', 'billing-v2'),
      rename('orders-v1', 'orders-v2'),
    ]);
  });

  test('lists up to ten pairs, in any order', () => {
    const items = Array.from({ length: 60 }, (_, index) => remove(webhook('1', `old-${index}`)));
    const created = Array.from({ length: 12 }, (_, index) => create({ name: `new-${index}` }));
    expect(messages([...items, ...created])).toHaveLength(10);
  });

  test.each<[string, Item[]]>([
    ['that differ', [create({ name: 'n', responseCode: 201 }), remove(webhook('1', 'o'))]],
    ['of another kind', [create({ name: 'n' }), remove(webhook('1', 'o', { isWebsocket: true }))]],
    ['of which one is only updated', [create({ name: 'n' }), update(webhook('1', 'o'), { enabled: false })]],
    ['of which one was not read', [create({ name: 'n' }), { ...remove(webhook('1', 'o')), before: null }]],
  ])('does not appear for two webhooks %s', (_case, items) => {
    expect(messages(items)).toEqual([]);
  });
});
