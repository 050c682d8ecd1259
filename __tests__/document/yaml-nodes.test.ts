import { describe, expect, test } from '@jest/globals';
import { isMap, isSeq, YAMLMap, YAMLSeq } from 'yaml';
import { parseYaml } from '../../src/document/yaml.ts';
import {
  columnOfKeys,
  dashesOf,
  endOf,
  endOfPair,
  hasComments,
  isShared,
  nodesOn,
} from '../../src/document/yaml-nodes.ts';
import { findCommentIds } from '../../src/file/comments.ts';

const end = (text: string): string => text.slice(endOf(text, parseYaml(text, null).root));

describe('a node ends', () => {
  test.each([
    ['a: 1 # c\n', ' # c\n'],
    ['a: |\n  x\n\n# c\n', '\n\n# c\n'],
    ['a: |+\n  x\n\n# c\n', '\n# c\n'],
    ['a: |+\r\n  x\r\n\r\n', '\r\n'],
    ['a: # c\n', ' # c\n'],
    ['- a\n-\n  - b # c\n', ' # c\n'],
    ['- {a, b} # c', ' # c'],
    ['{a: 1} # c', ' # c'],
    ['? a\n: [1,\n 2] # c', ' # c'],
  ])('before the comment after it: %j', (text, rest) => {
    expect(end(text)).toBe(rest);
  });

  test('after its key if it has neither a value nor a colon', () => {
    const text = '{a, b: }';
    const { root } = parseYaml(text, null);
    const ends = isMap(root) ? root.items.map((pair) => endOfPair(text, pair)) : [];
    expect(ends).toEqual(['{a'.length, '{a, b:'.length]);
  });
});

test.each([
  ['a: 1', 0],
  ['# c\n  a: 1', 2],
  ['  ? a\n  : 1', 2],
  ['  &x a: 1', 2],
])('the keys of %j have a column', (text, column) => {
  const { root } = parseYaml(text, null);
  expect(isMap(root) && columnOfKeys(text, root)).toBe(column);
});

test.each([
  ['[a, b] # c', false],
  ['[a, # c\n  b]', true],
  ['[a # c\n]', true],
  ['[ # c\n]', true],
  ['[a, "# c"]', false],
  ['- a # c', false],
])('whether a list in brackets has comments in them: %j', (text, has) => {
  const { root } = parseYaml(text, null);
  expect(isSeq(root) && hasComments(root)).toBe(has);
});

test('a list that was not parsed has neither dashes nor comments, and an empty object no keys', () => {
  expect([dashesOf(new YAMLSeq()), hasComments(new YAMLSeq()), columnOfKeys('', new YAMLMap())]).toEqual([
    [],
    false,
    0,
  ]);
});

test('the id in a comment is that of an entry, and nothing else has one', () => {
  const document = parseYaml(`- name: a # id: ${'A'.repeat(24)}\n- x # id: ${'b'.repeat(24)}\n- {} # id: c`, null);
  const { root } = document;
  expect(isSeq(root) && findCommentIds(document, root)).toEqual(['a'.repeat(24), undefined, undefined]);
});

test('the nodes on the way to a path end at an alias, and are shared if an alias refers to one of them', () => {
  const document = parseYaml('a: &x {b: [1]}\nc: *x\nd: &y 1\ne: 5', null);
  const counts = [['a', 'b', 0], ['c', 'b'], ['e', 'f'], ['z'], []].map((path) => nodesOn(document, path).length);
  expect(counts).toEqual([4, 2, 2, 1, 1]);
  expect([['a'], ['a', 'b'], ['c'], ['d'], []].map((path) => isShared(document, path))).toEqual([
    ...[true, true, false, false, false],
  ]);
  expect(nodesOn(parseYaml('', null), [])).toEqual([]);
});
