import { expect, test } from '@jest/globals';
import { Reader } from '../../src/inputs/reader.ts';

test('an input that is missing from the environment has the default value', () => {
  const reader = new Reader({});
  expect([reader.text('older-than'), reader.text('webhook-id'), reader.text('body')]).toEqual(['0m', '', '']);
});

test('an indented body keeps its leading white space', () => {
  expect(new Reader({ INPUT_BODY: '  name: n\n ' }).text('body')).toBe('  name: n');
});

test('an error that is not about an input ends the step as it is', async () => {
  const bug = new TypeError('bug');
  await expect(new Reader({}).all(Promise.reject(bug), Promise.resolve(1))).rejects.toBe(bug);
});
