import { getFileKind, resolveInside, type WorkspaceFile } from '../files.ts';
import type { Reader } from './reader.ts';

/**
 * The path of a file to write; null if the input is not given.
 * @throws InvalidInput, which the reader reports
 */
export function readOutputPath(reader: Reader, name: 'body-file' | 'output-file'): WorkspaceFile | null {
  const text = reader.text(name);
  if (text === '') return null;
  return reader.use(name, () => {
    const file = resolveInside(text, reader.env);
    const kind = getFileKind(file);
    if (kind === 'folder') throw new Error(`"${file.name}" is a folder`);
    if (kind === 'other') throw new Error(`"${file.name}" is not a regular file, but a pipe or a device`);
    return file;
  });
}

/** The result would overwrite the body, or the file that an export has just written. */
export function checkSameFile(reader: Reader): void {
  const names = [reader.text('body-file'), reader.text('output-file')];
  if (names.includes('')) return;
  try {
    // On Windows and macOS, names that differ only in case are the same file.
    const [body, output] = names.map((name) => resolveInside(name, reader.env).path.toLowerCase());
    if (body === output) reader.problem('output-file is the same file as body-file, and would overwrite it');
  } catch {
    // An invalid path is reported where the file is read.
  }
}
