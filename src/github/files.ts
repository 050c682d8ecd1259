import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Readable by its owner alone. */
export const PRIVATE = 0o600;

/**
 * Writes a file as a whole or not at all: into a new file beside it, which then takes its place.
 * @throws Error of the file system; then the old file is as it was
 */
export function writeWhole(path: string, text: string, mode?: number): void {
  mkdirSync(dirname(path), { recursive: true });
  // No secret, only unlikely to be taken; a file that is there all the same is refused below, and not overwritten.
  const draft = `${path}.${process.pid}-${Date.now()}.tmp`;
  try {
    writeFileSync(draft, text, { flag: 'wx', ...(mode === undefined ? {} : { mode }) });
    if (mode !== undefined) chmodSync(draft, mode);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
