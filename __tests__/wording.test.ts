import { expect, test } from '@jest/globals';
import { firstFew, plural } from '../src/wording.ts';

test.each([
  [0, '0 webhooks'],
  [1, '1 webhook'],
  [2, '2 webhooks'],
])('counts %i webhooks', (count, expected) => {
  expect(plural(count, 'webhook')).toBe(expected);
});

test.each([
  [['a'], 'a'],
  [['a', 'b'], 'a, b'],
  [['a', 'b', 'c', 'd'], 'a, b, and 2 more'],
])('lists the first two of %j', (items, expected) => {
  expect(firstFew(items, 2)).toBe(expected);
});

test('separates items as the caller wants', () => {
  expect(firstFew(['a', 'b', 'c'], 2, '; ')).toBe('a; b; and 1 more');
});
