import { expect, test } from '@jest/globals';
import { currentValue, hasSecret, hasValue, pairAlike } from '../../src/losant/compare.ts';
import type { Webhook } from '../../src/losant/webhook.ts';

const bare: Webhook = { id: 'a'.repeat(24), name: 'n' };

test('a field that the server leaves out has its default, and a value of another kind is text', () => {
  expect(currentValue(bare, 'responseCode')).toBe(200);
  expect(currentValue({ ...bare, description: ['a', 'b'] }, 'description')).toBe('a,b');
});

test.each<[string, Parameters<typeof hasValue>, boolean]>([
  ['a default that the server leaves out', [bare, 'enabled', true, 'none'], true],
  ['another value', [bare, 'enabled', false, 'none'], false],
  ['a code that Losant sets itself', [bare, 'responseCode', 404, 'fitbit'], true],
  ['a secret that is hidden', [bare, 'basicAuthPassword', '', 'none'], false],
  ['a list that looks like the value', [{ ...bare, castBuffersAs: ['hex'] }, 'castBuffersAs', 'hex', 'none'], false],
])('a webhook has %s', (_, given, expected) => {
  expect(hasValue(...given)).toBe(expected);
});

test.each<[string, Readonly<Record<string, string>>, boolean]>([
  ['shown', { basicAuthPassword: 'p' }, true],
  ['shown as empty', { basicAuthPassword: '', basicAuthUsername: 'u' }, false],
  ['masked', { basicAuthPassword: '***' }, true],
  ['left out, beside a user name', { basicAuthUsername: 'u' }, true],
  ['left out, without a user name', {}, false],
])('whether there is a password is known if it is %s', (_, fields, expected) => {
  expect(hasSecret({ ...bare, ...fields }, 'basicAuthPassword')).toBe(expected);
});

test('of webhooks with the same settings, those with the closest names are pairs', () => {
  const of = (name: string, fields = {}) => ({ name, fields });
  const gone = [of('orders'), of('returns'), of('fit', { verificationType: 'fitbit', responseCode: 204 })];
  const added = [
    of('return'),
    of('order', { description: 'x' }),
    of('new', { enabled: false }),
    of('new-fit', { verificationType: 'fitbit' }),
  ];
  expect(pairAlike(gone, added)).toEqual([
    { from: 'returns', to: 'return' },
    { from: 'orders', to: 'order' },
    { from: 'fit', to: 'new-fit' },
  ]);
});

test('of more than 50 webhooks with the same settings, the first one is a pair', () => {
  const gone = Array.from({ length: 51 }, (_, index) => ({ name: `orders-${index}`, fields: {} }));
  expect(pairAlike(gone, [{ name: 'orders-7x', fields: {} }])).toEqual([{ from: 'orders-0', to: 'orders-7x' }]);
  expect(pairAlike(gone.slice(1), [{ name: 'orders-7x', fields: {} }])[0]?.from).toBe('orders-7');
});
