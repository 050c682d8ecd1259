import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { StringIndex } from '../../src/runner/string-index.ts';

/** The characters that the strings cover in the text: "..###.". */
function covered(text: string, spans: readonly { start: number; end: number }[]): string {
  return [...Array(text.length).keys()]
    .map((index) => (spans.some(({ start, end }) => start <= index && index < end) ? '#' : '.'))
    .join('');
}

/** Enough strings that occur in no text, so that all strings are indexed. */
const others = Array.from({ length: 60 }, (_, number) => `#${number}`);

/** Finds the strings among few and among many others, with the same result. */
function find(text: string, strings: readonly string[], isCut = false): string {
  const [few = '', many = ''] = [strings, [...strings, ...others]].map((all) => {
    const index = new StringIndex();
    for (const string of all) index.add(string);
    return covered(text, index.find(text, isCut, 3));
  });
  expect(many).toBe(few);
  return few;
}

test.each<[string, string[], string]>([
  ['without strings', [], '..............'],
  ['strings that overlap', ['abcd', 'cdef'], '######........'],
  ['a string inside another', ['cd', 'abcdef'], '######........'],
  ['a string inside another that is not there', ['cd', 'abcdeX'], '..##..........'],
  ['the beginning of one that is the end of another', ['abcX', 'bcd'], '.###..........'],
  ['a string at the end', ['fgaaaa'], '........######'],
  ['a string that overlaps itself', ['aaa'], '..........####'],
])('the index finds %s', (_, strings, expected) => {
  expect(find('abcdef' + 'abfgaaaa', strings)).toBe(expected);
});

test.each<[string, string, string]>([
  ['counts', 'xxabcd', '..####'],
  ['that is too short does not count', 'xxxab', '.....'],
  ['of the next string counts while the last one ends', 'abcdefgabcdefgab', '################'],
])('the beginning of a string at the end of a cut text %s', (_, text, expected) => {
  expect(find(text, ['abcdefg', 'fgab'], true)).toBe(expected);
  expect(find(text, ['abcdefgh'])).toBe('.'.repeat(text.length));
});

test('the index finds a string that was added after a search', () => {
  const index = new StringIndex();
  const found: string[] = [];
  for (const string of ['ab', 'cd', 'ef', 'gh', 'ab']) {
    for (const added of [string, ...others]) index.add(added);
    found.push(covered('abcdefgh', index.find('abcdefgh', false, 3)));
  }
  expect(found).toEqual(['##......', '####....', '######..', '########', '########']);
});

test('the index finds the same as a plain search', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c') });
  const strings = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 }));
  fc.assert(
    fc.property(text, strings, (searched, wanted) => {
      const spans = wanted.flatMap((string) =>
        [...Array(searched.length).keys()]
          .filter((start) => searched.startsWith(string, start))
          .map((start) => ({ start, end: start + string.length })),
      );
      expect(find(searched, wanted)).toBe(covered(searched, spans));
    }),
  );
});
