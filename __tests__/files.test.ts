import { link, mkdir, mkdtemp, realpath, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findFile, findWorkspace, isSameFile, isTemporary, readText, resolveInside } from '../src/files.ts';
import { needs } from './support/system.ts';

let base: string;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'paths-')));
  environment = { GITHUB_WORKSPACE: join(base, 'work'), RUNNER_TEMP: join(base, 'temp') };
  for (const folder of ['work/folder', 'temp', 'elsewhere']) await mkdir(join(base, folder), { recursive: true });
  await writeFile(join(base, 'elsewhere/secret.yml'), 'secret');
  await writeFile(join(base, 'work/file.yml'), '\uFEFFtext: ü');
  await link(join(base, 'work/file.yml'), join(base, 'work/hard-link.yml'));
  await writeFile(join(base, 'work/bytes'), Buffer.from([0x61, 0xff]));
  await writeFile(join(base, 'work/little-endian'), Buffer.from([0xff, 0xfe, 0x61, 0]));
  await writeFile(join(base, 'work/big-endian'), Buffer.from([0xfe, 0xff, 0, 0x61]));
  await writeFile(join(base, 'work/without-mark'), Buffer.from('name', 'utf16le'));
  await writeFile(join(base, 'work/pointer'), 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n');
});
afterAll(() => rm(base, { recursive: true }));

function isSame(one: string, other: string): boolean {
  return isSameFile(resolveInside(one, environment), resolveInside(other, environment));
}

describe('two paths lead to', () => {
  test.each([
    ['file.yml', './folder/../file.yml'],
    ['file.yml', 'hard-link.yml'],
    ['new.yml', './folder/../new.yml'],
    ['new/a.yml', 'New/A.yml'],
    ['new-\u00fc.yml', 'new-u\u0308.yml'],
  ])('the same file: %s and %s', (one, other) => {
    expect(isSame(one, other)).toBe(true);
  });

  test.each([
    ['file.yml', 'bytes'],
    ['file.yml', 'new.yml'],
    ['new.yml', 'file.yml'],
    ['new.yml', 'folder/new.yml'],
  ])('different files: %s and %s', (one, other) => {
    expect(isSame(one, other)).toBe(false);
  });
});

describe('a path in the workspace', () => {
  test.each([
    ['file.yml', 'work/file.yml'],
    ['./folder/../file.yml', 'work/file.yml'],
    ['new/deep/file.json', 'work/new/deep/file.json'],
    ['..name', 'work/..name'],
    ['folder/a../b', 'work/folder/a../b'],
    ['../temp/file', 'temp/file'],
  ])('%s is inside', (name, path) => {
    expect(resolveInside(name, environment)).toEqual({ name, path: join(base, path) });
  });

  test.each(['../file', '../work-2/file', '/etc/hosts', '.', '..', 'folder/../..'])('%s is outside', (name) => {
    expect(() => resolveInside(name, environment)).toThrow(`"${name}" is outside of the workspace`);
  });

  test.each([undefined, ''])('is outside if the temporary folder is %j', (temp) => {
    const { GITHUB_WORKSPACE } = environment;
    const none = { GITHUB_WORKSPACE, ...(temp === undefined ? {} : { RUNNER_TEMP: temp }) };
    for (const name of [join(process.cwd(), 'package.json'), join(base, 'temp/file')]) {
      expect(() => resolveInside(name, none)).toThrow('is outside of the workspace');
    }
  });

  test('is refused if it contains a NUL', () => {
    expect(() => resolveInside('a\0b', environment)).toThrow('must be the path of a file');
  });
});

test('the workspace is the current folder if the runner names none', async () => {
  expect(findWorkspace({})).toBe(await realpath(process.cwd()));
});

test.each([
  ['../temp/file', true],
  ['file.yml', false],
])('whether %s is in the temporary folder: %j', (name, expected) => {
  const file = resolveInside(name, environment);
  expect([isTemporary(file, environment), isTemporary(file, {})]).toEqual([expected, false]);
});

needs('links that anyone can create', () => {
  beforeAll(async () => {
    await symlink(join(base, 'elsewhere'), join(base, 'work/out'));
    await symlink(join(base, 'elsewhere/secret.yml'), join(base, 'work/secret.yml'));
    await symlink('file.yml', join(base, 'work/inner.yml'));
    await symlink('folder', join(base, 'work/folder-link'));
    await symlink(join(base, 'elsewhere/none'), join(base, 'work/dangling'));
    await symlink(join(base, 'work'), join(base, 'workspace-link'));
  });

  test('a path through a link to a file in the workspace is inside', () => {
    expect(resolveInside('inner.yml', environment).path).toBe(join(base, 'work/file.yml'));
  });

  test.each(['out/secret.yml', 'out/new.json', 'secret.yml'])('the path %s through a link is outside', (name) => {
    expect(() => resolveInside(name, environment)).toThrow(`"${name}" is outside of the workspace`);
  });

  test.each([
    ['file.yml', 'inner.yml'],
    ['folder/new.yml', 'folder-link/new.yml'],
  ])('two paths lead to the same file through a link: %s and %s', (one, other) => {
    expect(isSame(one, other)).toBe(true);
  });

  test('a path is resolved if the workspace itself is a link', () => {
    const linked = { GITHUB_WORKSPACE: join(base, 'workspace-link') };
    expect(resolveInside('file.yml', linked).path).toBe(join(base, 'work/file.yml'));
    expect(() => resolveInside('../temp/file', linked)).toThrow('outside');
  });

  test('the path of a dangling link is the link itself, which is replaced and not followed', () => {
    expect(resolveInside('dangling', environment).path).toBe(join(base, 'work/dangling'));
    expect(() => readText(resolveInside('dangling', environment))).toThrow('"dangling" does not exist');
  });
});

needs('/dev/null', () => {
  const device = { name: 'null', path: '/dev/null' };

  test('a file is refused if reading it could block', () => {
    expect(() => findFile(device)).toThrow('"null" is not a regular file');
    expect(() => readText(device)).toThrow('"null" is not a regular file');
  });
});

describe('a file that is read', () => {
  const read = (name: string): string => readText(resolveInside(name, environment));

  test('is text without a byte order mark', () => {
    expect(read('file.yml')).toBe('text: ü');
  });

  test.each([
    ['none.yml', '"none.yml" does not exist: is the repository checked out'],
    ['folder', '"folder" is a folder: give the path of a file in it'],
    ['little-endian', '"little-endian" is UTF-16, as some Windows programs write it: save it as UTF-8'],
    ['big-endian', '"big-endian" is UTF-16'],
    ['without-mark', '"without-mark" is UTF-16'],
    ['pointer', '"pointer" is a Git LFS pointer: set "lfs: true" in the step'],
    ['folder-that-is-not-there/x.yml', 'is the repository checked out'],
    ['bytes', '"bytes" is not valid UTF-8'],
  ])('%s: %s', (name, message) => {
    expect(() => read(name)).toThrow(message);
  });

  test('may be as large as 32 MiB, and no larger', async () => {
    const path = join(base, 'work/large');
    await writeFile(path, '');
    await truncate(path, 32 * 1024 * 1024);
    expect(read('large')).toHaveLength(32 * 1024 * 1024);
    await truncate(path, 32 * 1024 * 1024 + 1);
    expect(() => read('large')).toThrow('"large" is larger than 32 MiB');
  });

  test('is either a file, a folder, or missing', () => {
    const find = (name: string) => findFile(resolveInside(name, environment))?.isFile();
    expect([find('file.yml'), find('none')]).toEqual([true, undefined]);
    expect(() => find('folder')).toThrow(/^"folder" is a folder$/);
  });

  test('keeps its byte order mark only if requested', () => {
    const file = resolveInside('file.yml', environment);
    expect([readText(file), readText(file, true)]).toEqual(['text: ü', '\uFEFFtext: ü']);
  });
});

test.each([
  ['/folder', 'is outside of the workspace .*, did you mean "folder"\\?$'],
  ['/nowhere/else.yml', 'temporary folder$'],
  ['folder\\file.yml', '(does not exist, did you mean "folder/file\\.yml"\\?|is the repository checked out)'],
])('the path %s is explained', (path, message) => {
  expect(() => readText(resolveInside(path, environment))).toThrow(new RegExp(message));
});

test('an error of the file system is shown by its code, without the whole path', () => {
  // A name can have 255 characters, but on most systems only 255 bytes.
  const name = '\u{20000}'.repeat(127);
  const readIt = (): unknown => findFile(resolveInside(name, environment));
  if (process.platform === 'linux') expect(readIt).toThrow(new Error(`"${name}" cannot be read (ENAMETOOLONG)`));
  else expect(readIt).not.toThrow(base);
});
