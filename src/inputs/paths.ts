import { isUtf8 } from 'node:buffer';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { File } from './request.ts';

/** Large enough for thousands of webhooks. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

/**
 * A path, relative to the workspace, with all links resolved. It need not exist.
 * @throws Error, in words for the input, when it is outside of the workspace and of the runner's temporary folder
 */
export function resolveInside(name: string, environment: NodeJS.ProcessEnv): File {
  if (name.includes('\0')) throw new Error('it holds a NUL character');
  const workspace = environment['GITHUB_WORKSPACE'] || process.cwd();
  const path = resolveLinks(resolve(workspace, name));
  const roots = [workspace, environment['RUNNER_TEMP'] || workspace];
  if (!roots.some((root) => isInside(path, resolveLinks(root)))) {
    throw new Error(`"${name}" is outside of the workspace and of the runner's temporary folder`);
  }
  return { name, path };
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !/^\.\.[/\\]/.test(way) && !isAbsolute(way);
}

/** The real path, with what does not exist yet left as it is. A link that leads nowhere is not followed out of sight. */
function resolveLinks(path: string): string {
  let there = path;
  while (!existsSync(there) && there !== dirname(there)) there = dirname(there);
  return join(realpathSync(there), relative(there, path));
}

export function isFolder({ path }: File): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * The text of a file.
 * @throws Error, in words for the input, when there is none, or it is no text in UTF-8
 */
export function readText({ name, path }: File): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined)
    throw new Error(`there is no file "${name}" in the workspace: is the repository checked out before this step?`);
  if (!stats.isFile()) throw new Error(`"${name}" is no file`);
  if (stats.size > MAX_FILE_BYTES) throw new Error(`"${name}" is larger than 32 MiB`);
  const bytes = readFileSync(path);
  if (!isUtf8(bytes)) throw new Error(`"${name}" is no text in UTF-8`);
  // Unlike toString, this leaves out a byte order mark.
  return new TextDecoder().decode(bytes);
}

/** Whether the file holds exactly this text. One that can't be read does not. */
export function holds({ path }: File, text: string): boolean {
  try {
    return readFileSync(path).equals(Buffer.from(text));
  } catch {
    return false;
  }
}
