import { describe, expect, test } from '@jest/globals';
import { asError, bulletList, messageOf, Problem } from '../src/problem.ts';

describe('what was thrown', () => {
  test('is an error as it is', () => {
    const problem = new Problem('Title', 'message');
    expect(asError(problem)).toBe(problem);
    expect(messageOf(problem)).toBe('message');
  });

  test.each([
    ['text', 'text'],
    [null, 'null'],
    [undefined, 'undefined'],
    [{}, '[object Object]'],
  ])('%j is an error too', (thrown, message) => {
    expect(asError(thrown)).toEqual(new Error(message));
    expect(messageOf(thrown)).toBe(message);
  });
});

test.each([
  [['one'], 'one'],
  [['one', 'two'], '- one\n- two'],
  [[], ''],
])('%j as one text', (problems, text) => {
  expect(bulletList(problems)).toBe(text);
});
