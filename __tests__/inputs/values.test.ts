import { describe, expect, test } from '@jest/globals';
import { inputTable } from '../../src/inputs/table.ts';
import {
  toApiUrl,
  toBoolean,
  toComment,
  toDuration,
  toLabel,
  toNames,
  toOneOf,
  toWholeNumber,
} from '../../src/inputs/values.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

test.each([
  ['true', true],
  ['TRUE', true],
  ['False', false],
])('reads the boolean %s', (text, value) => {
  expect(toBoolean(text)).toBe(value);
});

test.each(['', 'yes', 'no', '1', '0', 'on', 't', 'truee', ' true', 'null'])('refuses %j as a boolean', (text) => {
  expect(() => toBoolean(text)).toThrow('must be true or false');
});

test.each<[string, boolean | number]>([
  ['true', true],
  ['FALSE', false],
  ['7', 7],
  ['123456789', 123_456_789],
])('reads the pull request to comment on from %s', (text, value) => {
  expect(toComment(text)).toBe(value);
});

test.each(['', '0', '000', '-1', '+1', '12a', '1.5', '1e3', '#12', '1 2', '0x7', '١', '9'.repeat(16), 'yes'])(
  'refuses %j as a pull request to comment on',
  (text) => {
    expect(() => toComment(text)).toThrow('must be true, false, or the number of a pull request, got');
  },
);

test.each([
  ['0m', 0],
  ['90m', 90 * MINUTE],
  ['12h', 12 * 60 * MINUTE],
  ['14d', 14 * DAY],
  ['2w', 14 * DAY],
  ['999999w', 999_999 * 7 * DAY],
])('reads the duration %s', (text, milliseconds) => {
  expect(toDuration(text)).toBe(milliseconds);
});

test.each(['', '14', 'd', '0d', '-1d', '1.5d', '1 d', '1D', '1M', '1s', '1y', '01d', '1d2h', '1e3d', '9999999d'])(
  'refuses %j as a duration',
  (text) => {
    expect(() => toDuration(text)).toThrow('must be a number with a unit');
  },
);

describe('whole numbers', () => {
  const read = toWholeNumber(1, 3600);

  test('are accepted within their range', () => {
    expect([read('1'), read('007'), read('3600')]).toEqual([1, 7, 3600]);
  });

  test.each(['', '0', '3601', '-1', '1.0', '1e3', '0x10', ' 1', '1 ', '١', '9999999999999999', 'Infinity'])(
    'refuse %j',
    (text) => {
      expect(() => read(text)).toThrow('must be a whole number from 1 to 3600');
    },
  );

  test('can have no upper limit', () => {
    expect(() => toWholeNumber(0)('x')).toThrow('must be a whole number of 0 or more');
  });
});

test('a choice accepts only the exact values', () => {
  const read = toOneOf(['error', 'warn']);
  expect(read('warn')).toBe('warn');
  for (const text of ['', 'WARN', 'warning', 'toString'])
    expect(() => read(text)).toThrow('must be one of error, warn');
});

describe('api-url', () => {
  test.each([
    ['https://api.losant.com', 'https://api.losant.com'],
    ['https://api.losant.com/', 'https://api.losant.com'],
    ['HTTPS://API.example.com:8443', 'https://api.example.com:8443'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://127.8.9.1', 'http://127.8.9.1'],
    ['http://127.10.200.30', 'http://127.10.200.30'],
    ['http://localhost:1', 'http://localhost:1'],
    ['http://[::1]:1', 'http://[::1]:1'],
  ])('%s', (text, origin) => {
    expect(toApiUrl(text).origin).toBe(origin);
  });

  test.each([
    ['api.losant.com', 'must be an address'],
    ['//api.losant.com', 'must be an address'],
    ['http://api.losant.com', 'must begin with https://'],
    ['http://not-localhost', 'must begin with https://'],
    ['http://localhost.example.com', 'must begin with https://'],
    ['http://127.0.0.1.example.com', 'must begin with https://'],
    ['http://0.0.0.0', 'must begin with https://'],
    ['http://10.0.0.1', 'must begin with https://'],
    ['ftp://127.0.0.1', 'must begin with https://'],
    ['file:///etc/hosts', 'must begin with https://'],
    ['https://user@api.losant.com', 'must not contain credentials'],
    ['https://:password@api.losant.com', 'must not contain credentials'],
    ['http://127.0.0.1@example.com', 'must not contain credentials'],
    ['https://api.losant.com/v1', 'must have no path'],
    ['https://api.losant.com?x=1', 'must have no path'],
    ['https://api.losant.com#x', 'must have no path'],
  ])('refuses %s: %s', (text, message) => {
    expect(() => toApiUrl(text)).toThrow(message);
  });
});

test('a choice accepts true and false in uppercase or lowercase', () => {
  const read = toOneOf(['true', 'false', 'shared']);
  expect([read('TRUE'), read('False'), read('shared')]).toEqual(['true', 'false', 'shared']);
  expect(() => read('Shared')).toThrow('must be one of true, false, shared, got "Shared"');
});

test.each([
  ['update', 'patch'],
  ['PUT', 'patch'],
  ['ptach', 'patch'],
  ['remove', 'delete'],
  ['apply', 'sync'],
  ['lst', 'list'],
])('operation %s: suggests %s', (text, meant) => {
  expect(() => inputTable.operation.read(text)).toThrow(`got "${text}", did you mean "${meant}"?`);
});

test.each(['', 'toString', 'webhooks'])('operation %j: suggests nothing', (text) => {
  expect(() => inputTable.operation.read(text)).toThrow(
    /^must be one of get, .*, validate, got (nothing|a string of \d+ characters)$/,
  );
});

describe('label', () => {
  test.each(['', 'production', '😀'.repeat(60)])('accepts one line: %j', (text) => {
    expect(toLabel(text)).toBe(text);
  });

  test.each(['a\nb', 'a\tb', 'x'.repeat(61)])('refuses several lines or more than 60 characters: %j', (text) => {
    expect(() => toLabel(text)).toThrow('must be one line of at most 60 characters, got ');
  });
});

test.each([
  ['A', ['A']],
  [' A, _b1\n\nC ,A', ['A', '_b1', 'C']],
  ['["A", "B"]', ['A', 'B']],
])('reads the names of variables in %j', (text, names) => {
  expect(toNames(text)).toEqual(names);
});

test.each([
  ['A B', 'must list names of environment variables, without values, and entry 1 is not one'],
  ['A, ${B}', 'must list names of environment variables, without values, and entry 2 is not one'],
  ['A, INPUT_X', 'cannot list "INPUT_X", which is reserved for the runner'],
  ['["A", 5]', 'must be names of environment variables, separated by commas, or a JSON array of them'],
  ['[A]', 'must be names of environment variables, separated by commas, or a JSON array of them'],
])('refuses %j as a list of names', (text, message) => {
  expect(() => toNames(text)).toThrow(message);
});
