import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../../local/runner/action-file.ts';
import { type Lock, preventedBy, readLock } from '../../scripts/overrides.ts';
import { isObject, type JsonObject, parseJson } from '../../src/json.ts';

test('each override says why it is there, and what it prevents', () => {
  const manifest = parseJson(readFileSync(join(root, 'package.json'), 'utf8'));
  const { overrides, '//overrides': reasons } = isObject(manifest) ? manifest : {};
  const names = Object.keys(isObject(overrides) ? overrides : {});
  expect(names.length).toBeGreaterThan(0);
  expect(Object.keys(isObject(reasons) ? reasons : {})).toEqual(names);
  expect(Object.keys(preventedBy)).toEqual(names);
});

test.each(Object.keys(preventedBy))('nothing that the override of %s prevents is installed', (name) => {
  expect(preventedBy[name]?.(readLock(root))).toBe(false);
});

const added: readonly [name: string, path: string, entry: JsonObject][] = [
  ['@actions/http-client', 'node_modules/@actions/github/node_modules/@actions/http-client', { version: '3.0.2' }],
  ['@octokit/request', 'node_modules/content-type', { engines: { node: '>=22' } }],
  ['@octokit/request', 'node_modules/content-type', { engines: { node: '^22.12.0 || >=24' } }],
  ['undici', 'node_modules/@actions/http-client/node_modules/undici', { version: '6.23.0' }],
];
test.each(added)('an override of %s is needed with %s %j', (name, path, entry) => {
  const lock: Lock = new Map([...readLock(root), [path, entry]]);
  const needed = Object.keys(preventedBy).filter((other) => preventedBy[other]?.(lock));
  expect(needed).toEqual([name]);
});
