import { posix, win32 } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findLocationProblem, findRepositoryPath, isInside, resolveLinks } from '../src/paths.ts';

const OUTSIDE = "is outside of the workspace and of the runner's temporary folder";
const HIDDEN = 'names a device of Windows or a hidden part of a file';
const none = (): boolean => false;

describe('a path on Windows', () => {
  const folders = ['D:\\a\\repo\\repo', 'D:\\a\\_temp'];

  test.each([
    ['D:\\a\\repo\\repo\\webhooks.yml', null],
    ['d:\\A\\Repo\\repo\\webhooks.yml', null],
    ['D:\\a\\_temp\\result.json', null],
    ['D:\\a\\repo\\repo\\..name\\a.yml', null],
    ['D:\\a\\repo\\repo\\console.yml', null],
    ['D:\\a\\repo\\repo\\null\\com10.yml', null],
    ['D:\\a\\repo\\repo', OUTSIDE],
    ['D:\\a\\repo', OUTSIDE],
    ['D:\\a\\repo\\repo-2\\a.yml', OUTSIDE],
    ['C:\\a\\repo\\repo\\a.yml', OUTSIDE],
    ['\\\\server\\share\\a.yml', OUTSIDE],
    ['\\\\.\\NUL', OUTSIDE],
    ['\\\\?\\D:\\a\\repo\\repo\\a.yml', OUTSIDE],
    ['D:\\a\\repo\\repo\\NUL', HIDDEN],
    ['D:\\a\\repo\\repo\\folder\\con.yml', HIDDEN],
    ['D:\\a\\repo\\repo\\LPT1\\a.yml', HIDDEN],
    ['D:\\a\\repo\\repo\\webhooks.yml:stream', HIDDEN],
  ])('%s: %s', (path, problem) => {
    expect(findLocationProblem(path, folders, win32)).toBe(problem);
  });

  test.each([
    ['a.yml', 'D:\\work\\a.yml', null],
    ['C:a.yml', 'C:\\elsewhere\\a.yml', OUTSIDE],
    ['/a.yml', 'D:\\a.yml', OUTSIDE],
    ['folder/a.yml', 'D:\\work\\folder\\a.yml', null],
  ])('%s in an input is %s', (name, path, problem) => {
    // Node resolves C: to the working directory on that drive, which differs here.
    const resolved = name.startsWith('C:')
      ? win32.resolve('C:\\elsewhere', name.slice(2))
      : win32.resolve('D:\\work', name);
    expect(resolved).toBe(path);
    expect(findLocationProblem(resolved, ['D:\\work'], win32)).toBe(problem);
  });

  test('is left as it is if its drive does not exist', () => {
    const realpath = (): string => {
      throw new Error('ENOENT');
    };
    expect(resolveLinks('Q:\\folder\\a.yml', realpath, win32)).toBe('Q:\\folder\\a.yml');
  });
});

describe('a path on Linux and macOS', () => {
  test.each([
    ['/repo/a.yml', null],
    ['/temp/a.yml', null],
    ['/repo/..name', null],
    ['/repo/nul', null],
    ['/repo/a:b', null],
    ['/repo', OUTSIDE],
    ['/', OUTSIDE],
    ['/repo-2/a.yml', OUTSIDE],
    ['/Work/a.yml', OUTSIDE],
  ])('%s: %s', (path, problem) => {
    expect(findLocationProblem(path, ['/repo', '/temp'], posix)).toBe(problem);
  });
});

describe('the path of a file in its repository', () => {
  test.each([
    ['D:\\work\\sub\\a.yml', 'D:\\work', [], 'sub/a.yml'],
    ['D:\\work\\sub\\deep\\a.yml', 'D:\\work', ['D:\\work\\sub'], 'deep/a.yml'],
    ['d:\\WORK\\sub\\a.yml', 'D:\\work', [], 'sub/a.yml'],
    ['D:\\work\\..sub\\a.yml', 'D:\\work', [], '..sub/a.yml'],
    ['D:\\a.yml', 'D:\\', [], 'a.yml'],
    ['C:\\temp\\a.yml', 'D:\\work', [], null],
    ['D:\\temp\\a.yml', 'D:\\work', ['D:\\temp'], null],
    ['\\\\server\\share\\a.yml', 'D:\\work', [], null],
  ])('on Windows: %s in %s', (path, workspace, repositories, expected) => {
    const isRepository = (folder: string): boolean => repositories.some((one) => one === folder);
    expect(findRepositoryPath(path, workspace, isRepository, win32)).toBe(expected);
  });

  test.each([
    ['/repo/sub/a.yml', '/repo', 'sub/a.yml'],
    ['/repo/..sub/a.yml', '/repo', '..sub/a.yml'],
    ['/repo/a\\b.yml', '/repo', 'a\\b.yml'],
    ['/a.yml', '/', 'a.yml'],
    ['/temp/a.yml', '/repo', null],
  ])('on Linux and macOS: %s in %s', (path, workspace, expected) => {
    expect(findRepositoryPath(path, workspace, none, posix)).toBe(expected);
  });
});

/** Few parts, so that two random paths often share some. */
const part = fc.constantFrom('a', 'A', 'b', '..a', 'a.b', 'c d');
const windowsPath = fc
  .tuple(fc.constantFrom('C:\\', 'c:\\', 'D:\\', '\\\\server\\share\\'), fc.array(part, { maxLength: 4 }))
  .map(([root, parts]) => win32.resolve(root, ...parts));
const posixPath = fc.array(part, { maxLength: 4 }).map((parts) => posix.resolve('/', ...parts));

test.each([
  ['Windows', windowsPath, win32],
  ['Linux and macOS', posixPath, posix],
])('on %s, any file has a path in its repository exactly if it is in the workspace', (_system, anyPath, flavor) => {
  fc.assert(
    fc.property(anyPath, anyPath, fc.nat(3), (path, workspace, depth) => {
      // Each folder above the file is asked about at most once, so the search ends.
      const asked: string[] = [];
      const isRepository = (folder: string): boolean => asked.push(folder) > depth;
      const found = findRepositoryPath(path, workspace, isRepository, flavor);
      expect(found !== null).toBe(isInside(path, workspace, flavor));
      expect(new Set(asked).size).toBe(asked.length);
      if (found !== null && asked.length <= depth)
        expect(flavor.relative(flavor.join(workspace, found), path)).toBe('');
    }),
  );
});
