import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { closest, didYouMean, distance } from '../src/closest.ts';

describe('distance', () => {
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

  test('is the same from both sides, and 0 for the same text alone', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(distance(one, other)).toBe(distance(other, one));
        expect(distance(one, other) === 0).toBe(one === other);
      }),
    );
  });

  test('counts characters', () => {
    expect(distance('😀', 'a')).toBe(1);
    expect(distance('a', '😀')).toBe(1);
  });
});

test('the closest names come first, whatever their case', () => {
  const names = ['billing', 'Orders', 'order', 'border'];
  expect(closest('orders', names, 3)).toEqual(['Orders', 'order', 'border']);
  expect(closest('orders', [], 3)).toEqual([]);
});

test('a guess is made only where it is likely', () => {
  expect(didYouMean('respnseCode', ['responseCode', 'name'])).toBe(', did you mean "responseCode"?');
  expect(didYouMean('colour', ['responseCode', 'name'])).toBe('');
  expect(didYouMean('x', [])).toBe('');
  // Two characters, or every third.
  expect(didYouMean('nm', ['name'])).toBe(', did you mean "name"?');
  expect(didYouMean('n', ['name'])).toBe('');
  expect(didYouMean('respnsCod', ['responseCode'])).toBe(', did you mean "responseCode"?');
});
