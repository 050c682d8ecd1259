import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matches, type Pattern, parsePatterns, patternsText, selectByName } from '../src/patterns.ts';

function select(text: string, names: readonly string[]): string[] {
  return selectByName(
    parsePatterns(text),
    names.map((name) => ({ name })),
  ).map(({ name }) => name);
}

describe('a name or glob', () => {
  test.each<[string, string, boolean]>([
    ['', '', false],
    ['*', '', true],
    ['*', 'anything', true],
    ['**', 'a', true],
    ['?', 'a', true],
    ['?', '', false],
    ['?', '😀', true],
    ['??', '😀', false],
    ['?*', 'a', true],
    ['*?', '', false],
    ['a*', 'a', true],
    ['*a', 'ba', true],
    ['*a*', 'bac', true],
    ['a*c', 'abbc', true],
    ['a*c', 'abbcd', false],
    ['a*b*c', 'a-b-b-c', true],
    ['*ab', 'aab', true],
    ['*aab', 'aaaab', true],
    ['A', 'a', false],
    ['a.c', 'abc', false],
    ['[ab]', 'a', false],
    ['{a,b}', 'a', false],
    ['a|b', 'a', false],
    ['^a$', 'a', false],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['\\?', '?', true],
    ['\\\\', '\\', true],
    ['\\a', 'a', true],
    ['a\\', 'a\\', true],
    ['a\\ ', 'a ', true],
    ['a\\ \nb', 'a ', true],
    ['a\\\\ ', 'a\\', true],
    ['a\\\n', 'a\\', true],
    ['\\!a', '!a', true],
    ['a!', 'a!', true],
    ['a b', 'a b', true],
  ])('%j matches %j: %s', (pattern, name, expected) => {
    expect(select(pattern, [name])).toEqual(expected ? [name] : []);
  });

  test('matches the same as an equivalent regular expression', () => {
    const wildcards = new Map([
      ['*', '.*'],
      ['?', '.'],
    ]);
    const letters = fc.constantFrom('a', 'b', 'é', '.', '(', '😀');
    const parts = fc.array(fc.oneof(letters, fc.constantFrom('*', '?')), { minLength: 1, maxLength: 8 });
    const names = fc.array(letters, { maxLength: 8 }).map((characters) => characters.join(''));
    fc.assert(
      fc.property(parts, names, (characters, name) => {
        const source = characters.map((one) => wildcards.get(one) ?? one.replace(/[.(]/, '\\$&')).join('');
        const [pattern] = parsePatterns(characters.join(''));
        expect(pattern !== undefined && matches(pattern, name)).toBe(new RegExp(`^${source}$`, 'su').test(name));
      }),
    );
  });

  test('takes at most as many steps as the product of the lengths, however many stars it has', () => {
    let steps = 0;
    const count = (pattern: Pattern): Pattern => {
      const get = (parts: Pattern['parts'], key: string | symbol): unknown => {
        steps += 1;
        return Reflect.get(parts, key);
      };
      return { ...pattern, parts: new Proxy(pattern.parts, { get }) };
    };
    const [pattern] = parsePatterns(`${'a*'.repeat(100)}b`).map(count);
    expect(pattern !== undefined && matches(pattern, 'a'.repeat(1000))).toBe(false);
    expect(steps).toBeGreaterThan(1000);
    expect(steps).toBeLessThanOrEqual(201 * 1000);
  });
});

describe('lines of names and globs', () => {
  test.each<[string, string[]]>([
    ['a\nb', ['a', 'b']],
    ['*\n!a', ['b', 'ab', '!a']],
    ['!a\n*', ['a', 'b', 'ab', '!a']],
    ['*\n!a*\nab', ['b', 'ab', '!a']],
    ['*\n! a \n!\tb', ['ab', '!a']],
    ['*\n!*', []],
    ['\\!*', ['!a']],
    [' a \r\n\r\n\tb\t', ['a', 'b']],
  ])('%j are parsed', (text, expected) => {
    expect(select(text, ['a', 'b', 'ab', '!a'])).toEqual(expected);
  });

  test('without content select nothing', () => {
    for (const text of ['', ' ', '\n\n', '\r\n \t']) expect(parsePatterns(text)).toEqual([]);
  });

  test('distinguish globs from names', () => {
    const [glob, literal, negated] = parsePatterns('a*\n\\*b\\?\n!c');
    expect([glob?.name, literal?.name, negated?.negated]).toEqual([null, '*b?', true]);
    expect(patternsText(parsePatterns(' a* \n\n!b'))).toBe('a*\n!b');
  });
});
