import { mkdir, mkdtemp, realpath, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getFileKind, readText, resolveInside } from '../src/files.ts';

let base: string;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'paths-')));
  environment = { GITHUB_WORKSPACE: join(base, 'work'), RUNNER_TEMP: join(base, 'temp') };
  for (const folder of ['work/folder', 'temp', 'elsewhere']) await mkdir(join(base, folder), { recursive: true });
  await writeFile(join(base, 'elsewhere/secret.yml'), 'secret');
  await writeFile(join(base, 'work/file.yml'), '\uFEFFtext: ü');
  await writeFile(join(base, 'work/bytes'), Buffer.from([0x61, 0xff]));
  await writeFile(join(base, 'work/little-endian'), Buffer.from([0xff, 0xfe, 0x61, 0]));
  await writeFile(join(base, 'work/big-endian'), Buffer.from([0xfe, 0xff, 0, 0x61]));
  await writeFile(join(base, 'work/without-mark'), Buffer.from('name', 'utf16le'));
  await writeFile(join(base, 'work/pointer'), 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n');
  await writeFile(join(base, 'work/large'), '');
  await truncate(join(base, 'work/large'), 32 * 1024 * 1024 + 1);
  await symlink(join(base, 'elsewhere'), join(base, 'work/out'));
  await symlink(join(base, 'elsewhere/secret.yml'), join(base, 'work/secret.yml'));
  await symlink('file.yml', join(base, 'work/inner.yml'));
  await symlink(join(base, 'elsewhere/none'), join(base, 'work/dangling'));
  await symlink(join(base, 'work'), join(base, 'workspace-link'));
});
afterAll(() => rm(base, { recursive: true }));

describe('a path in the workspace', () => {
  test.each([
    ['file.yml', 'work/file.yml'],
    ['./folder/../file.yml', 'work/file.yml'],
    ['inner.yml', 'work/file.yml'],
    ['new/deep/file.json', 'work/new/deep/file.json'],
    ['..name', 'work/..name'],
    ['folder/a../b', 'work/folder/a../b'],
    ['../temp/file', 'temp/file'],
  ])('%s is inside', (name, path) => {
    expect(resolveInside(name, environment)).toEqual({ name, path: join(base, path) });
  });

  test.each([
    '../file',
    '../work-2/file',
    '/etc/hosts',
    'out/secret.yml',
    'out/new.json',
    'secret.yml',
    '.',
    '..',
    'folder/../..',
  ])('%s is outside', (name) => {
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
    expect(() => resolveInside('a\0b', environment)).toThrow('NUL');
  });

  test('is resolved if the workspace itself is a link', () => {
    const linked = { GITHUB_WORKSPACE: join(base, 'workspace-link') };
    expect(resolveInside('file.yml', linked).path).toBe(join(base, 'work/file.yml'));
    expect(() => resolveInside('../temp/file', linked)).toThrow('outside');
  });

  test('through a dangling link is the link itself, which is replaced and not followed', () => {
    expect(resolveInside('dangling', environment).path).toBe(join(base, 'work/dangling'));
  });
});

describe('a file that is read', () => {
  const read = (name: string): string => readText(resolveInside(name, environment));

  test('is text without a byte order mark', () => {
    expect(read('file.yml')).toBe('text: ü');
  });

  test.each([
    ['none.yml', '"none.yml" does not exist: is the repository checked out'],
    ['dangling', '"dangling" does not exist'],
    ['folder', '"folder" is a folder: give the path of a file in it'],
    ['little-endian', '"little-endian" is UTF-16, as some Windows programs write it: save it as UTF-8'],
    ['big-endian', '"big-endian" is UTF-16'],
    ['without-mark', '"without-mark" is UTF-16'],
    ['pointer', '"pointer" is a Git LFS pointer: set "lfs: true" in the step'],
    ['folder-that-is-not-there/x.yml', 'is the repository checked out'],
    ['bytes', '"bytes" is not valid UTF-8'],
    ['large', '"large" is larger than 32 MiB'],
  ])('%s: %s', (name, message) => {
    expect(() => read(name)).toThrow(message);
  });

  test('is refused if reading it could block', () => {
    expect(() => readText({ name: 'null', path: '/dev/null' })).toThrow('"null" is not a regular file');
  });

  test('may be as large as 32 MiB', async () => {
    await truncate(join(base, 'work/large'), 32 * 1024 * 1024);
    expect(read('large')).toHaveLength(32 * 1024 * 1024);
  });

  test('is either a file, a folder, missing, or something that could block', () => {
    const kinds = ['folder', 'file.yml', 'none'].map((name) => getFileKind(resolveInside(name, environment)));
    expect(kinds).toEqual(['folder', 'file', 'none']);
    expect(getFileKind({ name: 'null', path: '/dev/null' })).toBe('other');
  });

  test('keeps its byte order mark only if requested', () => {
    const file = resolveInside('file.yml', environment);
    expect([readText(file), readText(file, true)]).toEqual(['text: ü', '\uFEFFtext: ü']);
  });
});
