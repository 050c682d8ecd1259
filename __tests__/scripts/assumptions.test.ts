import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { behaviorNames } from '../../local/losant/behaviors/index.ts';
import { root } from '../../local/runner/action-file.ts';
import { assumptions } from '../../probe/assumptions/index.ts';

test('the tests that docs/assumptions.md names exist', () => {
  const paths = readFileSync(join(root, 'docs', 'assumptions.md'), 'utf8').match(/__tests__\/[\w/.-]+\.ts/gu) ?? [];
  expect(paths.length).toBeGreaterThan(10);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('every behavior of the local API breaks an assumption, except one that only removes a call', () => {
  const used = new Set(assumptions.flatMap(({ shownBy }) => shownBy));
  expect(behaviorNames.filter((name) => !used.has(name))).toEqual(['readOnlyWorkflows']);
});

test('the ids of assumptions are unique, and each is one sentence', () => {
  expect(new Set(assumptions.map(({ id }) => id)).size).toBe(assumptions.length);
  for (const { assumed, otherwise } of assumptions) {
    expect(assumed).toMatch(/^[A-Z`].*\.$/u);
    expect(otherwise).toMatch(/^[A-Z`].*\.$/u);
  }
});
