import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { closest, didYouMean, distance } from '../src/closest.ts';

describe('the edit distance', () => {
  test.each([
    ['', '', 0],
    ['a', '', 1],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['orders', 'oders', 1],
    ['ab', 'ba', 2],
    ['a', 'A', 1],
  ])('of %j and %j is %i', (one, other, expected) => {
    expect(distance(one, other)).toBe(expected);
  });

  test('is symmetric, and 0 only for equal strings', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(distance(one, other)).toBe(distance(other, one));
        expect(distance(one, other) === 0).toBe(one === other);
      }),
    );
  });
});

test('the beginning of a name suggests it, unless a name is closer', () => {
  expect(closest('prod', ['staging', 'production'], 3)).toEqual(['production']);
  expect(closest('prod', ['prods', 'production'], 3)).toEqual(['prods']);
  expect(closest('pro', ['production'], 3)).toEqual([]);
});

test('the closest names come first, whatever their case', () => {
  const names = ['billing', 'Orders', 'order', 'border'];
  expect(closest('orders', names, 3)).toEqual(['Orders', 'order', 'border']);
  expect(closest('orders', [], 3)).toEqual([]);
});

test.each([
  ['respnseCode', ['responseCode', 'name'], 'responseCode'],
  ['respnsCod', ['responseCode'], 'responseCode'],
  ['colour', ['responseCode', 'name'], null],
  ['x', [], null],
  ['c', ['a', 'b'], null],
  ['n', ['name'], null],
  ['a'.repeat(2000), ['basicAuthUsername'], null],
])('suggests only a close name: for %.20s of %j, %s', (name, known, suggested) => {
  expect(didYouMean(name, known)).toBe(suggested === null ? '' : `, did you mean "${suggested}"?`);
});

test('only the first 100 characters are compared, since comparing many long names would take seconds', () => {
  const long = 'a'.repeat(100);
  expect(distance(`${long}b`, `${long}c`.repeat(1000))).toBe(0);
  expect(distance(`${long.slice(1)}b`, `${long.slice(1)}c`)).toBe(1);
  expect(closest(`${long}b`, [`${long}c`, 'b'], 3)).toEqual([`${long}c`]);
});
