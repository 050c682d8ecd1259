import { describe, expect, test } from '@jest/globals';
import { asError, bulletList, errorMessage, Problem } from '../src/problem.ts';

describe('a thrown value', () => {
  test('is returned unchanged if it is an error', () => {
    const problem = new Problem('Title', 'message');
    expect(asError(problem)).toBe(problem);
    expect(errorMessage(problem)).toBe('message');
  });

  test.each([
    ['text', 'text'],
    [null, 'null'],
    [undefined, 'undefined'],
    [{}, '[object Object]'],
  ])('%j becomes an error', (thrown, message) => {
    expect(asError(thrown)).toEqual(new Error(message));
    expect(errorMessage(thrown)).toBe(message);
  });
});

test.each([
  [['one'], 'one'],
  [['one', 'two'], '- one\n- two'],
  [[], ''],
])('shows %j as one string', (problems, text) => {
  expect(bulletList(problems)).toBe(text);
});
