import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { root } from '../../local/runner/action-file.ts';
import { actionName } from '../../local/runner/workflow.ts';
import { currentName, moveTo, rename } from '../../scripts/home.ts';

test('package.json and the documents name the same repository', () => {
  expect(currentName(root)).toBe(actionName);
});

describe('npm run home', () => {
  let folder: string;
  const write = (path: string, content: string | Buffer): void => writeFileSync(join(folder, path), content);
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'home-'));
    write('package.json', '{\n  "repository": "github:OWNER/webhooks"\n}\n');
    write('README.md', 'uses: OWNER/webhooks@v1\n');
    write('other.md', 'uses: actions/checkout@v7\n');
    write('untracked.md', 'uses: OWNER/webhooks@v1\n');
    execFileSync('git', ['init', '-q'], { cwd: folder });
    execFileSync('git', ['add', 'package.json', 'README.md', 'other.md'], { cwd: folder });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('writes the name to every tracked file, and can be repeated after a move', () => {
    expect(moveTo('octo-org/losant', folder).sort()).toEqual(['README.md', 'package.json']);
    expect(read('README.md')).toBe('uses: octo-org/losant@v1\n');
    expect(read('untracked.md')).toBe('uses: OWNER/webhooks@v1\n');
    expect(moveTo('octo-org/losant', folder)).toEqual([]);
    moveTo('acme/webhooks', folder);
    expect([read('README.md'), currentName(folder)]).toEqual(['uses: acme/webhooks@v1\n', 'acme/webhooks']);
  });

  test.each([
    '',
    'acme',
    'acme/',
    '/webhooks',
    'a/b/c',
    '-acme/webhooks',
    'a--b/webhooks',
    'acme/..',
    'https://github.com/a/b',
  ])('refuses "%s" and changes nothing', (name) => {
    expect(() => moveTo(name, folder)).toThrow(`"${name}" is not the name of a repository. Write OWNER/REPO.`);
    expect(read('README.md')).toBe('uses: OWNER/webhooks@v1\n');
  });

  test('refuses a package.json without a repository', () => {
    write('package.json', '{}\n');
    expect(() => moveTo('acme/webhooks', folder)).toThrow('package.json has no "repository"');
  });

  test.each([
    ['see https://github.com/OWNER/webhooks/releases', 'see https://github.com/acme/hooks/releases'],
    ['OWNER/webhooks-extra and MY-OWNER/webhooks stay', 'OWNER/webhooks-extra and MY-OWNER/webhooks stay'],
    ['a\n<!-- no home yet -->\n`OWNER` is …\n<!-- /no home yet -->\n\nb\n', 'a\nb\n'],
  ])('renames the repository in %j', (before, after) => {
    expect(rename(before, 'OWNER/webhooks', 'acme/hooks')).toBe(after);
  });
});
