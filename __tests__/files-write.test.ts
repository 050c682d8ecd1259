import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { OWNER_ONLY, startAtomicFile } from '../src/files.ts';
import { systemMode } from './support/system.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string, mode?: number): void =>
  startAtomicFile({ name, path: join(folder, name) }, mode).write([text]);

describe('a file that is written', () => {
  test('is created with its folders, and leaves nothing else behind', () => {
    write('a/b/c.txt', 'text');
    expect(readFileSync(join(folder, 'a/b/c.txt'), 'utf8')).toBe('text');
    expect(readdirSync(join(folder, 'a/b'))).toEqual(['c.txt']);
  });

  test('replaces an existing file, with the requested mode', () => {
    writeFileSync(join(folder, 'c.txt'), 'a longer text', { mode: 0o644 });
    write('c.txt', 'text', OWNER_ONLY);
    expect(readFileSync(join(folder, 'c.txt'), 'utf8')).toBe('text');
    expect(statSync(join(folder, 'c.txt')).mode & 0o777).toBe(systemMode(OWNER_ONLY));
  });

  test('has exactly the requested mode, whatever the umask', () => {
    write('c.txt', 'text', 0o666);
    expect(statSync(join(folder, 'c.txt')).mode & 0o777).toBe(0o666);
  });

  test('keeps the mode of the replaced file if no other is requested', () => {
    writeFileSync(join(folder, 'c.txt'), 'text', { mode: 0o640 });
    chmodSync(join(folder, 'c.txt'), 0o664);
    write('c.txt', 'other');
    expect(statSync(join(folder, 'c.txt')).mode & 0o777).toBe(systemMode(0o664));
  });

  test('is refused if it cannot be written, and leaves nothing behind', () => {
    mkdirSync(join(folder, 'c.txt', 'full'), { recursive: true });
    expect(() => write('c.txt', 'text')).toThrow(
      expect.objectContaining({
        title: 'File not written',
        message: expect.stringMatching(/^The file "c\.txt" cannot be written \(\w{4,}\)\.$/),
      }),
    );
    expect(readdirSync(folder)).toEqual(['c.txt']);
  });

  test.each<[string, string | null, string | null]>([
    ['was changed', 'as read', 'as edited'],
    ['was removed', 'as read', null],
    ['appeared', null, 'as edited'],
  ])('is refused if the old file %s after it was read, and leaves nothing behind', (what, before, now) => {
    if (now !== null) writeFileSync(join(folder, 'c.txt'), now);
    const file = startAtomicFile({ name: 'c.txt', path: join(folder, 'c.txt') });
    expect(() => file.write(['text'], before)).toThrow(
      expect.objectContaining({
        title: 'File not updated',
        message: `The file "c.txt" ${what} while this step ran, so nothing was written. Run the export again.`,
      }),
    );
    expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual([now].filter(Boolean));
  });

  test.each<[string, string | null]>([
    ['contains what was read', '\ufeffas read'],
    ['still does not exist', null],
  ])('replaces the old file if it %s', (_, before) => {
    if (before !== null) writeFileSync(join(folder, 'c.txt'), before);
    startAtomicFile({ name: 'c.txt', path: join(folder, 'c.txt') }).write(['text'], before);
    expect(readFileSync(join(folder, 'c.txt'), 'utf8')).toBe('text');
  });

  test('is refused if its folder is not a folder', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => write('file/c.txt', 'text')).toThrow('The file "file/c.txt" cannot be written (E');
  });
});
