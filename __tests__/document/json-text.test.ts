import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_DEPTH, scanJson } from '../../src/document/json-text.ts';
import type { Path } from '../../src/document/positions.ts';
import { isObject, type Json } from '../../src/json.ts';

test.each<[string, number | null]>([
  ['{"a":1,"b":{"a":1}}', null],
  ['{"a":1,"a":2}', 7],
  ['{"a":1, "\\u0061" :2}', 8],
  ['[{"f":1},{"f":1,"f":2}]', 16],
  ['{"a":"\\"a\\": 1"}', null],
  ['{"a":{},"b":[],"a":[]}', 15],
  ['{"a":["a","a",{"a":"a"}]}', null],
])('%s has a key twice at %j', (text, offset) => {
  expect(scanJson(text).duplicate).toBe(offset);
});

test.each<[string, number | null]>([
  ['{"a":1e308,"b":"1e400"}', null],
  ['{"a":1e400}', 5],
  ['[1,-1e999]', 3],
])('%s has a number that is too large at %j', (text, offset) => {
  expect(scanJson(text).infinite).toBe(offset);
});

test('lists and objects that are nested too deep are refused before they are parsed', () => {
  const nested = (depth: number): string => `${'[{"a":'.repeat(depth / 2)}null${'}]'.repeat(depth / 2)}`;
  expect(scanJson(nested(MAX_DEPTH)).isTooDeep).toBe(false);
  expect(scanJson(nested(MAX_DEPTH + 2)).isTooDeep).toBe(true);
  expect(scanJson('['.repeat(1_000_000)).isTooDeep).toBe(true);
});

describe('the offset in JSON', () => {
  const text = '{"a": [1, {"b": "x", "c\\\\": 2}], "d": {}}';

  test.each<[string, Path, string]>([
    ['of the whole', [], '{"a"'],
    ['of a key', ['a'], '"a"'],
    ['of an item', ['a', 0], '1,'],
    ['of an object in a list', ['a', 1], '{"b"'],
    ['of a key in it', ['a', 1, 'b'], '"b"'],
    ['of a key with a backslash', ['a', 1, 'c\\'], '"c'],
    ['of a missing key, around it', ['a', 1, 'z'], '{"b"'],
    ['of a missing item, around it', ['a', 9], '"a"'],
    ['of a missing key in an empty object, around it', ['d', 'x', 'y'], '"d"'],
  ])('%s', (_, path, start) => {
    const [offset = -1] = scanJson(text, [path]).offsets;
    expect(text.slice(offset).startsWith(start)).toBe(true);
  });

  test('of every value is found in one scan, whatever the formatting', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, space) => {
        const json = JSON.stringify([value], null, space);
        const paths = pathsOf(JSON.parse(json), []);
        const { offsets } = scanJson(json, paths);
        for (const [index, path] of paths.entries()) {
          const key = path.at(-1);
          const rest = json.slice(offsets[index]);
          if (typeof key === 'string') expect(rest.startsWith(JSON.stringify(key))).toBe(true);
        }
        expect(new Set(offsets).size).toBe(offsets.length);
      }),
    );
  });
});

function pathsOf(value: Json, path: Path): Path[] {
  const entries: readonly [string | number, Json][] = Array.isArray(value)
    ? value.map((item: Json, index): [number, Json] => [index, item])
    : isObject(value)
      ? Object.entries(value)
      : [];
  return entries.flatMap(([key, item]) => [[...path, key], ...pathsOf(item, [...path, key])]);
}

test.each(['{"a', '[,,{]}', '{"\\u": 1}', '{:"a"', '}}]]', '{"a":"\\'])(
  'a text that is not JSON is scanned to its end: %s',
  (text) => {
    expect(scanJson(text, [['a', 0]]).offsets).toHaveLength(1);
  },
);
