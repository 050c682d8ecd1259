import type { BodySource } from '../body/body.ts';
import type { Body } from '../file/read.ts';
import type { WorkspaceFile } from '../files.ts';
import { getFileKind, readText, resolveInside } from '../files.ts';
import type { Expected } from '../plan/expected.ts';
import { errorMessage, Problem } from '../problem.ts';
import type { Reader } from './input-reader.ts';
import { usesInput } from './table.ts';

/** The body, from `body` or `body-file`. */
export async function readBody(reader: Reader): Promise<Body | null> {
  const { operation } = reader;
  if (operation === null || !usesInput(operation, 'body')) return null;
  if (reader.isGiven('body') === reader.isGiven('body-file')) {
    const likely = reader.isGiven('body') ? 'both were' : 'neither was';
    reader.problems.push(`exactly one of body and body-file must be given: ${likely}`);
    return null;
  }
  const rules = bodyRules(reader);
  if (rules === null) return null;
  const { parseBody } = await import('../file/read.ts');
  try {
    if (reader.isGiven('body'))
      return await parseBody(operation, { ...rules, text: reader.indented('body'), file: null });
    const file = resolveInside(reader.text('body-file'), reader.env);
    return await parseBody(operation, { ...rules, text: readText(file), file });
  } catch (error) {
    if (error instanceof Problem) reader.fail(error);
    else reader.problems.push(`body-file cannot be used: ${errorMessage(error)}`);
    return null;
  }
}

/** What a body may refer to; null if those inputs are invalid, which is reported elsewhere. */
export function bodyRules(reader: Reader): Omit<BodySource, 'text' | 'file'> | null {
  try {
    const { env } = reader;
    return { env, listed: reader.value('variables'), environment: reader.value('environment') };
  } catch {
    return null;
  }
}

/** The approved changes. A list begins with `[`; anything else but `any` and `none` is a path. */
export async function readExpected(reader: Reader): Promise<Expected> {
  const name = 'expected-changes';
  const text = reader.isUsed(name) ? reader.text(name) : 'any';
  if (text === 'any' || text === 'none') return text;
  const { parseExpectedChanges, parseExpectedFile } = await import('../plan/expected.ts');
  try {
    if (text.startsWith('[')) return parseExpectedChanges(text);
    return parseExpectedFile(readText(resolveInside(text, reader.env)));
  } catch (error) {
    const got = text.startsWith('[') ? 'the list' : JSON.stringify(text);
    reader.problem(
      name,
      `must be any, none, the output changes of a dry run, or the path of its output-file. ${got} cannot be used: ${errorMessage(error)}`,
    );
    return 'any';
  }
}

/** A file to write; null if the input does not name one. */
export function outputPath(reader: Reader, name: 'body-file' | 'output-file'): WorkspaceFile | null {
  const text = reader.text(name);
  if (text === '') return null;
  try {
    const file = resolveInside(text, reader.env);
    const kind = getFileKind(file);
    if (kind === 'folder') throw new Error(`"${file.name}" is a folder`);
    if (kind === 'other') throw new Error(`"${file.name}" is not a regular file, but a pipe or a device`);
    return file;
  } catch (error) {
    reader.problem(name, `cannot be used: ${errorMessage(error)}`);
    return null;
  }
}

/** The result would overwrite the body, or the file that an export has just written. */
export function checkSameFile(reader: Reader): void {
  const names = [reader.text('body-file'), reader.text('output-file')];
  if (names.includes('')) return;
  try {
    // On Windows and macOS, names that differ only in case are the same file.
    const [body, output] = names.map((name) => resolveInside(name, reader.env).path.toLowerCase());
    if (body === output) reader.problem('output-file', 'is the same file as body-file, and would overwrite it');
  } catch {
    // An invalid path is reported where the file is read.
  }
}
