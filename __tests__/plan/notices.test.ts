import { describe, expect, test } from '@jest/globals';
import type { WebhookFields } from '../../src/losant/fields.ts';
import type { Webhook } from '../../src/losant/webhook.ts';
import { createItem, createPlan, deleteItem, unchangedItem, unreadItem, updateItem } from '../../src/plan/changes.ts';
import { createNotices, type Tense } from '../../src/plan/notices.ts';
import type { Item } from '../../src/plan/plan.ts';
import { id, webhook } from '../operations/planned.ts';

const update = (before: Webhook | null, fields: WebhookFields, templates = {}): Item =>
  updateItem(before === null ? unreadItem(id('3')) : unchangedItem(before), { fields, templates });
const create = (fields: WebhookFields, templates = {}): Item => createItem({ fields, templates });
const remove = (before: Webhook): Item => deleteItem(unchangedItem(before));
const messages = (items: readonly Item[], listing: readonly Webhook[] = [], tense: Tense = 'planned'): string[] =>
  createNotices(createPlan(items, listing), items, tense).map(({ kind, message }) => `${kind}: ${message}`);

const guarded = webhook('1', 'orders', { basicAuthUsername: 'u', basicAuthPassword: 'p' });

describe('a notice about a removed password', () => {
  const removal = { basicAuthPassword: '' };
  const end = 'anyone who knows the URL could call the webhook.';
  const unclear = 'would be removed (it cannot be determined whether there is one)';
  const hidden = webhook('1', 'orders', { basicAuthUsername: 'u' });
  const masked = webhook('2', 'b', { basicAuthPassword: '***' });

  test('appears once for all webhooks', () => {
    const items = [guarded, { ...guarded, id: id('2'), name: 'b' }];
    expect(messages(items.map((before) => update(before, removal)))).toEqual([
      `warning: The password of "orders", "b" would be removed: ${end}`,
    ]);
    const many = Array.from({ length: 12 }, () => update(guarded, removal));
    expect(messages(many)[0]).toContain(' and 2 more would be removed');
  });

  test.each<[string, Item, string]>([
    ['is removed with a user name', update(hidden, { ...removal, basicAuthUsername: '' }), '"orders"'],
    ['has mask characters', update(masked, removal), '"b"'],
    ['belongs to a webhook that cannot be read', update(null, removal), `webhook (${id('3')})`],
  ])('mentions a possible password that %s', (_case, item, which) => {
    expect(messages([item])).toEqual([`warning: Any password of ${which} ${unclear}: ${end}`]);
  });

  test('says how to remove one that Losant hides, next to a user name that stays', () => {
    expect(messages([update(hidden, removal)])).toEqual([
      `warning: Any password of "orders" ${unclear}: ${end} Losant does not show passwords, so each run finds this difference again: also set basicAuthUsername to "".`,
    ]);
  });

  test('says what was done after it was', () => {
    expect(messages([update(guarded, removal)], [], 'applied')).toEqual([
      'warning: The password of "orders" was removed: anyone who knows the URL can call the webhook.',
    ]);
  });

  test('lists known and possible passwords separately', () => {
    expect(messages([update(guarded, removal), update(masked, removal)])).toEqual([
      `warning: The password of "orders" would be removed: ${end}`,
      `warning: Any password of "b" ${unclear}: ${end}`,
    ]);
  });

  test.each<[string, Item]>([
    ['that was changed', update(guarded, { basicAuthPassword: 'q' })],
    ['that is hidden and set', update(hidden, { basicAuthPassword: 'q' })],
    ['that was empty', update({ ...guarded, basicAuthPassword: '' }, { ...removal, responseCode: 201 })],
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
    ['from an existing one in all white space', [create({ name: 'Pump1' })], '"Pump1" and "Pump 1"'],
    ['from another new one', [create({ name: 'c' }), create({ name: 'C' })], '"c" and "C", "C" and "c"'],
    ['from one that the plan renames', [update(b, { name: 'd' }), create({ name: 'D' })], '"d" and "D", "D" and "d"'],
    [
      'from an existing one, shown as it was written',
      [create({ name: 'pump 1' }, { name: '${NAME}' })],
      '"${NAME}" and "Pump 1"',
    ],
  ])('appears for a name that differs %s', (_case, items, pairs) => {
    expect(messages(items, [a, b])).toEqual([`warning: These names differ only in case or white space: ${pairs}.`]);
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
    `tip: "${from}" (to delete) and "${to}" (to create) have the same settings. Did you mean to rename it? Add ${JSON.stringify(`formerly: ${key}`)} to "${to}", and it keeps its URL.`;

  test('appears if the webhooks are similar, before they are changed', () => {
    const billing = webhook('1', 'billing', { enabled: true, basicAuthPassword: 'p', description: 'old' });
    expect(messages([create({ name: 'invoices' }), remove(billing)], [], 'applied')).toEqual([]);
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
    ['of which one is only updated', [create({ name: 'n' }), update(webhook('1', 'o'), { responseCode: 201 })]],
    ['of which one was not read', [create({ name: 'n' }), { ...remove(webhook('1', 'o')), before: null }]],
  ])('does not appear for two webhooks %s', (_case, items) => {
    expect(messages(items)).toEqual([]);
  });
});

describe('a notice about a former name that no webhook has', () => {
  const renamed = (name: string, ...formerly: string[]): Item =>
    createItem({ fields: { name }, templates: {}, formerly: formerly.map((one) => ({ text: one, shown: one })) });

  test('is one for all of them', () => {
    const end = 'If the webhook has another name now, correct "formerly".';
    expect(messages([renamed('invoices', 'biling', 'bills')])).toEqual([
      `warning: No webhook has the name or a former name of "invoices" (formerly "biling", "bills"), so a new webhook with a new URL would be created. ${end}`,
    ]);
    expect(messages([renamed('a', 'b'), renamed('c', 'd')], [], 'applied')).toEqual([
      `warning: No webhook has the name or a former name of "a" (formerly "b"), "c" (formerly "d"), so 2 new webhooks with new URLs were created. ${end}`,
    ]);
  });
});

describe('a notice about an output says', () => {
  const output = { isFromOutput: true, masked: ['basicAuthPassword'], unknown: { later: 1, _etag: 'x' } } as const;

  test('that webhooks are created again, and what is not restored', () => {
    const items = ['a', 'b'].map((name) => createItem({ fields: { name }, templates: {}, ...output }));
    expect(messages(items, [], 'applied')).toEqual([
      'warning: "a", "b" were created again from an output of an earlier run: they get new ids and new URLs, which their callers need.',
      'warning: The body has only mask characters for basicAuthPassword of "a", "b": these secrets are not restored.',
      'warning: These fields of "a", "b" cannot be set, so they are not restored: "later".',
    ]);
  });

  test('nothing about a value that the webhook has', () => {
    const before = webhook('1', 'a', { later: 1 });
    const item = updateItem(unchangedItem(before), { fields: { name: 'a' }, templates: {}, ...output, masked: [] });
    expect(messages([item])).toEqual([]);
  });
});

test('a fact says what callers of disabled webhooks get', () => {
  const [a, b] = [webhook('1', 'a'), webhook('2', 'b', { isWebsocket: true })];
  const items = [a, b].map((one) => update(one, { enabled: false }));
  expect(messages(items)).toEqual([
    'fact: "a" would be disabled: callers get status 200, and what they send is lost.',
    'fact: "b" would be disabled: callers get status 404, and what they send is lost.',
  ]);
  expect(
    messages([update(a, { enabled: false }), update(webhook('3', 'c'), { enabled: false })], [], 'applied'),
  ).toEqual(['fact: "a", "c" were disabled: callers get status 200, and what they send is lost.']);
});

test('a warning about workflows that could not be listed fits the outcome', () => {
  const plan = { ...createPlan([remove(guarded)]), hidesWorkflows: true } as const;
  const shown = (items: readonly Item[], tense: Tense): string[] =>
    createNotices(plan, items, tense).map(({ message }) => message);
  expect(shown(plan.items, 'planned')).toEqual([
    expect.stringContaining('which ones would be deleted with the webhooks'),
  ]);
  expect(shown(plan.items, 'applied')).toEqual([expect.stringContaining('which ones were deleted with the webhooks')]);
  expect(shown([], 'applied')).toEqual([]);
});
