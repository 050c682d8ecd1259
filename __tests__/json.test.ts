import { expect, test } from '@jest/globals';
import { isObject, kindOf, parseJson } from '../src/json.ts';

test.each<[unknown, string, boolean]>([
  [null, 'nothing', false],
  [undefined, 'nothing', false],
  [[], 'a list', false],
  [{}, 'an object', true],
  [true, 'true or false', false],
  [0, 'a number', false],
  ['', 'a string', false],
])('%j is %s', (value, kind, object) => {
  expect([kindOf(value), isObject(value)]).toEqual([kind, object]);
});

test('JSON is its value, and nothing else is JSON', () => {
  expect(parseJson('[{"a":null}]')).toEqual([{ a: null }]);
  expect(() => parseJson('a: 1')).toThrow(SyntaxError);
});
