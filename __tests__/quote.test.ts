import { expect, describe as group, test } from '@jest/globals';
import {
  describe,
  isPathLike,
  isReadableLabel,
  jsonKind,
  quoteKey,
  quoteName,
  quotePath,
  quoteValue,
  quoteWord,
} from '../src/quote.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';

group('a name', () => {
  test.each([
    ['orders'],
    ['pr-*'],
    ['!pr-1'],
    ['Orders of the warehouse, 2nd floor'],
    ['a name of many letters and without digits'],
    ['acknowledgements-of-the-warehouse'],
    ['575ed78e7ae143cd83dc4aab'],
    ['[draft] orders'],
    ['{a,b}'],
    ['"quoted" orders'],
    ['12345678901234567890'],
  ])('%j is shown', (name) => {
    expect(quoteName(name)).toBe(JSON.stringify(name));
  });

  test.each([
    ['{"name":"orders"}', 'an object of 17 characters'],
    ['{"name":"orders","basicAuth', 'an object of 27 characters'],
    ['["orders"]', 'a list of 10 characters'],
    ['[1]', 'a list of 3 characters'],
    ['[{"name":"orders","basicAuth', 'a list of 28 characters'],
    ['"orders"', 'a string of 8 characters'],
    ['https://triggers.losant.com/webhooks/abc', 'a string of 40 characters'],
    [JWT, 'a string of 49 characters'],
    ['abc.def.ghi', 'a string of 11 characters'],
    ['aBcDeFgHiJkLmNoPqRs1', 'a string of 20 characters'],
    ['Bearer aBcDeFgHiJkLmNoPqRs1', 'a string of 27 characters'],
    ['a'.repeat(256), 'a string of 256 characters'],
  ])('%# is described', (name, expected) => {
    expect(quoteName(name)).toBe(expected);
  });

  test('that looks like a token is shown if it is close to a known name', () => {
    const name = 'production-orders-eu-west-1';
    expect(quoteName(name)).toBe('a string of 27 characters');
    expect(quoteName(name, ['production-orders-eu-west-2'])).toBe(`"${name}"`);
  });
});

test.each([
  ['production', true],
  ['v1.2.3', true],
  ['deploy-production-eu-west-1', true],
  ['https://example.com', false],
  ['{"id":1}', false],
])('the label %j may be shown: %j', (label, expected) => {
  expect(isReadableLabel(label)).toBe(expected);
});

group('a key', () => {
  const known = ['name', 'basicAuthPassword', 'x2'];

  test.each([
    ['name', '"name"'],
    ['nmae', '"nmae"'],
    ['basicAuthPassw0rd', '"basicAuthPassw0rd"'],
    ['x2', '"x2"'],
    ['load_test-url', '"load_test-url"'],
    ['a'.repeat(24), `"${'a'.repeat(24)}"`],
    ['a'.repeat(25), '(a key of 25 characters)'],
    ['abc123', '(a key of 6 characters)'],
    ['two words', '(a key of 9 characters)'],
    ['basicAuthPassword=hunter2', '(a key of 25 characters)'],
    ['basicAuthPassword=me', '(a key of 20 characters)'],
    ['', '""'],
  ])('%# is shown, or described', (key, expected) => {
    expect(quoteKey(key, known)).toBe(expected);
  });
});

group('a word', () => {
  test.each([
    ['facebook', '"facebook"'],
    ['Facebok', '"Facebok"'],
    ['hunter', 'a string of 6 characters'],
    ['Yes', '"Yes"'],
    ['30s', '"30s"'],
    ['', 'an empty string'],
    [`facebook${'k'.repeat(100)}`, 'a string of 108 characters'],
  ])('%# is shown, or described', (word, expected) => {
    expect(quoteWord(word, ['none', 'facebook'])).toBe(expected);
  });
});

group('a value', () => {
  test.each([
    [200, '200'],
    [-1.5, '-1.5'],
    [99_999_999, '99999999'],
    [999_999_999, 'a number'],
    [1e21, 'a number'],
    [true, 'true'],
    ['true', '"true"'],
    ['FALSE', '"FALSE"'],
    ['30s', '"30s"'],
    ['14d', '"14d"'],
    ['500ms', '"500ms"'],
    ['30 days', 'a string of 7 characters'],
    ['2weeks', '"2weeks"'],
    ['123456789', 'a string of 9 characters'],
    ['1x', 'a string of 2 characters'],
    ['x', 'a string of 1 character'],
    ['😀', 'a string of 1 character'],
    ['x'.repeat(1413), 'a string of 1,413 characters'],
    ['x'.repeat(1_234_567), 'a string of 1,234,567 characters'],
    [`{"a":"${'x'.repeat(1405)}"}`, 'an object of 1,413 characters'],
    [null, 'nothing'],
    [undefined, 'nothing'],
    [[1], 'a list'],
    [{ a: 1 }, 'an object'],
  ])('%# is shown, or described', (value, expected) => {
    expect(quoteValue(value)).toBe(expected);
  });

  test('is described in a secret field, even if it is short', () => {
    expect(describe('30s')).toBe('a string of 3 characters');
  });
});

group('a path', () => {
  test.each([
    ['losant/webhooks.yml'],
    ['C:\\losant\\webhooks.yml'],
    ['a folder/webhooks, 2024.json'],
    ['x'.repeat(255)],
  ])('%# is shown', (path) => {
    expect(quotePath(path)).toBe(JSON.stringify(path));
    expect(isPathLike(path)).toBe(true);
  });

  test.each([
    ['{"webhooks":[]}', 'an object of 15 characters'],
    ['{basicAuthPassword}', 'a string of 19 characters'],
    ['[]', 'a list of 2 characters'],
    ['"webhooks.yml"', 'a string of 14 characters'],
    ['name: orders', 'a string of 12 characters'],
    ['PASSWORD=hunter2', 'a string of 16 characters'],
    ['two\nlines', 'a string of 9 characters'],
    ['x'.repeat(256), 'a string of 256 characters'],
  ])('%# is described', (path, expected) => {
    expect(quotePath(path)).toBe(expected);
  });
});

test.each([
  ['{}', 'an object'],
  [' [1, 2]', 'a list'],
  ['{basicAuthPassword=x}', null],
  ['1', null],
  ['null', null],
  ['orders', null],
])('the kind of JSON in %j is %j', (text, expected) => {
  expect(jsonKind(text)).toBe(expected);
});
