import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../local/runner/action-file.ts';

const page = readFileSync(join(root, 'docs', 'security.md'), 'utf8');
const promises = page.split(/^### (?=\d)/m).slice(1);

test('the promises in docs/security.md are numbered', () => {
  expect(promises.map((promise) => Number.parseInt(promise, 10))).toEqual(promises.map((_, index) => index + 1));
  expect(promises.length).toBeGreaterThan(0);
});

test.each(promises)('each promise in docs/security.md names tests that exist: %s', (promise) => {
  const tests = [...promise.matchAll(/^\* `(?<file>[^`]+)`: (?<title>.+)$/gm)].map(({ groups }) => groups);
  expect(tests).not.toEqual([]);
  for (const named of tests) {
    const source = readFileSync(join(root, named?.['file'] ?? ''), 'utf8');
    // A title is in quotes, and a comma follows it.
    const quoted = [`'${named?.['title']}'`, `"${named?.['title']}"`];
    expect(quoted.some((title) => source.includes(`${title},`))).toBe(true);
  }
});
