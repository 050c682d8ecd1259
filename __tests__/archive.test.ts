/** What GitHub's archive of this repository contains: every run of every workflow downloads it. */
import { globSync, readFileSync, statSync } from 'node:fs';
import { join, matchesGlob, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { root } from '../local/runner/action-file.ts';

function linesOf(path: string): string[] {
  const lines = readFileSync(join(root, path), 'utf8').split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}

/** The paths and the folders that contain it: `a/b/c`, `a/b`, `a`. */
function withFolders(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
}

const ignored = linesOf('.gitignore').map((line) => line.replaceAll(/^\/|\/$/gu, ''));

/** The patterns in .gitattributes that exclude files from the archive, or include them. The last match wins. */
const rules = linesOf('.gitattributes').flatMap((line) => {
  const [pattern = '', ...attributes] = line.split(/\s+/u);
  const attribute = attributes.find((one) => one.endsWith('export-ignore'));
  return attribute === undefined ? [] : [{ pattern: pattern.slice(1), isExcluded: !attribute.startsWith('-') }];
});

function isExcluded(path: string): boolean {
  return withFolders(path).some(
    (part) => rules.findLast(({ pattern }) => matchesGlob(part, pattern))?.isExcluded === true,
  );
}

const files = globSync(['*', '.*', '**/*', '**/.*'], {
  cwd: root,
  exclude: (name) => name === '.git' || ignored.some((pattern) => matchesGlob(name, pattern)),
})
  .map((path) => path.split(sep).join('/'))
  // In a Git worktree, .git is a file.
  .filter((path) => path !== '.git' && statSync(join(root, path)).isFile());
const archived = files.filter((path) => !isExcluded(path));

test('the archive contains the action and what is needed to rebuild dist/', () => {
  const sources = files.filter((path) => /^(?:dist|src|vendor)\/.*(?<!\.md)$/u.test(path));
  const others = ['action.yml', 'package.json', 'package-lock.json', 'scripts/build.ts', 'LICENSE'];
  expect(archived).toEqual(expect.arrayContaining([...sources, ...others, 'tsconfig.json']));
});

test('the archive contains no tests, documents, or tools', () => {
  const outside = archived.filter((path) => !/^(?:[^/]+|(?:dist|src|vendor)\/.+|scripts\/build\.ts)$/u.test(path));
  expect(outside).toEqual([]);
  expect(archived).not.toContain('CONTRIBUTING.md');
});

test('the archive has at most 160 files and 420 kB', () => {
  expect(archived.length).toBeLessThanOrEqual(160);
  // Like tar: each file after a header of 512 bytes, padded to a multiple of that.
  const blocks = archived.flatMap((path) => {
    const content = readFileSync(join(root, path));
    return [Buffer.alloc(512, path.padEnd(512, '\0')), content, Buffer.alloc(-content.length & 511)];
  });
  expect(gzipSync(Buffer.concat(blocks)).length).toBeLessThanOrEqual(420_000);
});
