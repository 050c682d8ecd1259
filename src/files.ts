import { isUtf8 } from 'node:buffer';
import fs from 'node:fs';
import { basename, dirname, join, parse, resolve } from 'node:path';
import { closest } from './closest.ts';
import { findLocationProblem, isInside, resolveLinks, type WorkspaceFile } from './paths.ts';
import { errorMessage, Problem } from './problem.ts';
import { describe, isPathLike } from './quote.ts';
import { tryTo } from './try-to.ts';

export type { WorkspaceFile };

/** Large enough for thousands of webhooks. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** The path of the workspace, with all links resolved. */
export function findWorkspace(env: NodeJS.ProcessEnv): string {
  return realPath(env['GITHUB_WORKSPACE'] || process.cwd());
}

/** Only `native` returns each name as the file system has it: on Windows and macOS, case does not count. */
function realPath(path: string): string {
  return resolveLinks(path, fs.realpathSync.native);
}

/**
 * A path, relative to the workspace, with all links resolved. It need not exist.
 * @throws Error, worded for the input, if it is outside the workspace and the runner's temporary folder
 */
export function resolveInside(name: string, env: NodeJS.ProcessEnv): WorkspaceFile {
  if (!isPathLike(name) || name.includes('\0')) throw new Error(`must be the path of a file, got ${describe(name)}`);
  const workspace = findWorkspace(env);
  const path = realPath(resolve(workspace, name));
  const problem = findLocationProblem(path, [workspace, realPath(env['RUNNER_TEMP'] || workspace)]);
  if (problem === null) return { name, path };
  // On GitHub, paths are often written with a slash before them.
  const below = name.replace(/^[/\\]+/, '');
  const isBelow = below !== '' && below !== name && fs.existsSync(join(workspace, below));
  throw new Error(`"${name}" ${problem}${isBelow ? `, did you mean "${below}"?` : ''}`);
}

/** Whether a file is in the runner's temporary folder, which is not a part of the repository. */
export function isTemporary({ path }: WorkspaceFile, env: NodeJS.ProcessEnv): boolean {
  return env['RUNNER_TEMP'] !== undefined && isInside(path, realPath(env['RUNNER_TEMP']));
}

/**
 * Whether two paths lead to the same file: by device and inode if it exists, since there may be links, and the file system
 * may ignore case.
 */
export function isSameFile(a: WorkspaceFile, b: WorkspaceFile): boolean {
  const [one, other] = [a, b].map(({ path }) => fs.statSync(path, { bigint: true, throwIfNoEntry: false }));
  if (one !== undefined && other !== undefined) return one.dev === other.dev && one.ino === other.ino;
  const [name, otherName] = [a, b].map(({ path }) => path.normalize().toLowerCase());
  return one === other && name === otherName;
}

/**
 * What the file system knows about a file; undefined if there is none.
 * @param advice what to do if it is a folder
 * @throws Error, worded for the input, for anything else than a file: opening a pipe or a device would block
 */
export function findFile({ name, path }: WorkspaceFile, advice = ''): fs.Stats | undefined {
  const stats = readSystem(name, () => fs.statSync(path, { throwIfNoEntry: false }));
  if (stats?.isDirectory()) throw new Error(`"${name}" is a folder${advice}`);
  if (stats?.isFile() === false) throw new Error(`"${name}" is not a regular file, but a pipe or a device`);
  return stats;
}

/** What the file system returns. Its own messages contain the whole path. */
function readSystem<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`"${name}" cannot be read (${errorCode(error)})`);
  }
}

/** `EACCES` of "EACCES: permission denied, open '…'": the rest contains the whole path. */
function errorCode(error: unknown): string {
  return errorMessage(error).replace(/^(?:Error: )?([^:]*):.*/s, '$1');
}

/** `, did you mean "webhooks.yml"?` if a file in the same folder has a similar name; else null. */
function similarFile({ name, path }: WorkspaceFile): string | null {
  if (name.includes('\\')) return `, did you mean "${name.replaceAll('\\', '/')}"?`;
  const siblings = tryTo(() => fs.readdirSync(dirname(path))) ?? [];
  const files = new Map(siblings.map((file) => [parse(file).name, file]));
  const [stem] = closest(parse(path).name, files.keys(), 1);
  const folder = name.slice(0, name.length - basename(name).length);
  return stem === undefined ? null : `, did you mean "${folder}${files.get(stem)}"?`;
}

/**
 * The text of a file, without its byte order mark unless that is kept.
 * @throws Error, worded for the input, if it does not exist or is not valid UTF-8
 */
export function readText(file: WorkspaceFile, keepsByteOrderMark = false): string {
  const { name, path } = file;
  const stats = findFile(file, ': give the path of a file in it');
  if (stats === undefined) {
    const likely = similarFile(file) ?? ': is the repository checked out before this step?';
    throw new Error(`"${name}" does not exist${likely}`);
  }
  if (stats.size > MAX_FILE_BYTES) throw new Error(`"${name}" is larger than 32 MiB`);
  const bytes = readSystem(name, () => fs.readFileSync(path));
  const problem = contentProblem(bytes);
  if (problem !== null) throw new Error(`"${name}" ${problem}`);
  return new TextDecoder('utf-8', { ignoreBOM: keepsByteOrderMark }).decode(bytes);
}

/** Why the bytes of a file are not valid text, or null if they are. */
function contentProblem(bytes: Buffer): string | null {
  const start = bytes.toString('latin1', 0, 2);
  if (/^(\xff\xfe|\xfe\xff|\0[^\0]|[^\0]\0)$/.test(start))
    return 'is UTF-16, as some Windows programs write it: save it as UTF-8';
  if (!isUtf8(bytes)) return 'is not valid UTF-8';
  return bytes.toString('utf8', 0, 50).startsWith('version https://git-lfs.github.com/spec/')
    ? 'is a Git LFS pointer: set "lfs: true" in the step that checks out the repository'
    : null;
}

/** Readable only by its owner. */
export const OWNER_ONLY = 0o600;

/** A file that is being written. */
export interface AtomicFile {
  /**
   * Writes the text, part by part, and replaces the old file.
   * @param before what the old file must contain; null if there must be none
   * @throws Problem if the file system refuses, or the old file contains something else; it is then unchanged
   */
  write(parts: Iterable<string>, before?: string | null): void;
}

/**
 * Starts a new file next to the one it will replace, so that a file that cannot be written is noticed before anything else.
 * @param mode the permissions; by default, those of the file that is replaced
 * @throws Problem if the file system refuses
 */
export function startAtomicFile({ name, path }: WorkspaceFile, mode?: number): AtomicFile {
  // Unlikely to exist already. If it does, it is not overwritten.
  const draft = `${path}.${process.pid}-${Date.now()}.tmp`;
  const orFail = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      // If nothing could be written, there is nothing to remove.
      tryTo(() => fs.rmSync(draft));
      if (error instanceof Problem) throw error;
      throw new Problem('File not written', `The file "${name}" cannot be written (${errorCode(error)}).`);
    }
  };
  orFail(() => {
    fs.mkdirSync(dirname(path), { recursive: true });
    fs.writeFileSync(draft, '', { flag: 'wx', ...(mode === undefined ? {} : { mode }) });
    const permissions = mode ?? fs.statSync(path, { throwIfNoEntry: false })?.mode;
    if (permissions !== undefined) fs.chmodSync(draft, permissions);
  });
  return {
    write: (parts, before) =>
      orFail(() => {
        for (const part of parts) fs.appendFileSync(draft, part);
        if (before !== undefined) assertUnchanged({ name, path }, before);
        fs.renameSync(draft, path);
      }),
  };
}

function assertUnchanged({ name, path }: WorkspaceFile, before: string | null): void {
  const now = fs.existsSync(path) ? fs.readFileSync(path) : null;
  if (before === null ? now === null : now?.equals(Buffer.from(before))) return;
  const what = before === null ? 'appeared' : now === null ? 'was removed' : 'was changed';
  throw new Problem(
    'File not updated',
    `The file "${name}" ${what} while this step ran, so nothing was written. Run the export again.`,
  );
}
