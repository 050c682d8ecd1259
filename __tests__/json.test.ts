import { describe, expect, test } from '@jest/globals';
import { describeKind, isDeeperThan, isObject, isSameJson, parseJson, parseJsonExactly } from '../src/json.ts';

test.each<[unknown, string, boolean]>([
  [null, 'nothing', false],
  [undefined, 'nothing', false],
  [[], 'a list', false],
  [{}, 'an object', true],
  [true, 'true or false', false],
  [0, 'a number', false],
  ['', 'a string', false],
])('the kind of %j is %s', (value, kind, object) => {
  expect([describeKind(value), isObject(value)]).toEqual([kind, object]);
});

test('parses JSON, and returns nothing for anything else', () => {
  expect(parseJson('[{"a":null}]')).toEqual([{ a: null }]);
  expect(() => parseJson('a: 1')).toThrow(SyntaxError);
});

describe('JSON numbers', () => {
  test.each([
    '{"a":9007199254740993}',
    '[-12345678901234567890]',
    '[12345678901234567]',
    '{"a":[{"b":1e400}]}',
    '{"a":-1E400}',
    '{"a":1.5,"b":12345678901234567890}',
    '["12345678901234567890",1000]',
  ])('%s keep their digits', (text) => {
    expect(JSON.stringify(parseJsonExactly(text))).toBe(text);
  });

  test.each<[string, unknown]>([
    ['{"a":1,"b":[true,null,"x",1e3,1.50]}', { a: 1, b: [true, null, 'x', 1000, 1.5] }],
    ['{"a":9007199254740991,"b":0.12345678901234566}', { a: 9007199254740991, b: 0.12345678901234566 }],
  ])('%s are JavaScript numbers', (text, value) => {
    expect(parseJsonExactly(text)).toEqual(value);
  });

  test('that JavaScript cannot distinguish are equal', () => {
    const exact = parseJsonExactly('{"a":[9007199254740993]}');
    expect(isSameJson(parseJson('{"a":[9007199254740993]}'), exact)).toBe(true);
    expect(isSameJson(exact, exact)).toBe(true);
    expect(isSameJson(parseJson('{"a":[9007199254740995]}'), exact)).toBe(false);
    expect(isSameJson(undefined, exact)).toBe(false);
    expect(isSameJson(undefined, undefined)).toBe(true);
  });
});

test.each<[string, number, boolean]>([
  ['1', 0, false],
  ['[]', 0, true],
  ['{"a":[1]}', 1, true],
  ['{"a":[1]}', 2, false],
  ['[1,{"a":[]}]', 2, true],
])('%s is nested deeper than %i levels: %s', (text, levels, expected) => {
  expect(isDeeperThan(parseJson(text), levels)).toBe(expected);
});
