import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, Problem } from '../problem.ts';

/** Readable by its owner alone. */
export const PRIVATE = 0o600;

/**
 * Writes a file as a whole or not at all: into a new file beside it, which then takes its place.
 * @throws Problem when the file system refuses; then the old file is as it was
 */
export function writeWhole({ name, path }: { name: string; path: string }, text: string, mode?: number): void {
  // No secret, only unlikely to be taken; a file that is there all the same is not overwritten.
  const draft = `${path}.${process.pid}-${Date.now()}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, text, { flag: 'wx', ...(mode === undefined ? {} : { mode }) });
    if (mode !== undefined) chmodSync(draft, mode);
    renameSync(draft, path);
  } catch (error) {
    // "EACCES: permission denied, open '…'": the rest holds the whole path.
    const [reason] = messageOf(error).split(':');
    try {
      rmSync(draft);
    } catch {
      // Where nothing could be written there is nothing to take away.
    }
    throw new Problem('File not written', `The file "${name}" can not be written (${reason}).`);
  }
}
