import type { BodySource } from '../body/body.ts';
import type { Body } from '../file/read.ts';
import type { WorkspaceFile } from '../files.ts';
import { getFileKind, isSameFile, readText, resolveInside } from '../files.ts';
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

/** The approved changes. */
export async function readExpected(reader: Reader): Promise<Expected> {
  const name = 'expected-changes';
  const text = reader.isUsed(name) ? reader.text(name) : 'any';
  // Without a check, the parser is not loaded.
  if (text === 'any') return text;
  const { parseExpected } = await import('../plan/expected.ts');
  try {
    return parseExpected(text, (path) => readText(resolveInside(path, reader.env)));
  } catch (error) {
    reader.problem(
      name,
      `must be any, none, the output changes of a dry run, or the path of a file with them: ${errorMessage(error)}`,
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

/** What is read comes before what is written. */
const FILES = ['body-file', 'expected-changes', 'output-file'] as const;

/** Refuses an `output-file` that would overwrite what was read, or written by an export, and an approval that is the body. */
export function checkSameFile(reader: Reader): void {
  const files = FILES.flatMap((name) => {
    const text = reader.isUsed(name) ? reader.text(name) : '';
    const isPath = name !== 'expected-changes' || !/^(?:any$|none$|[[{"])/.test(text);
    return text !== '' && isPath ? [{ name, text }] : [];
  });
  for (const [index, { name, text }] of files.entries())
    for (const other of files.slice(0, index))
      if (leadsToSameFile(text, other.text, reader.env)) {
        const end = name === 'output-file' ? ', and would overwrite it' : '';
        reader.problem(name, `is the same file as ${other.name}${end}`);
      }
}

function leadsToSameFile(one: string, other: string, env: NodeJS.ProcessEnv): boolean {
  try {
    return isSameFile(resolveInside(one, env), resolveInside(other, env));
  } catch {
    // An invalid path is reported where the file is read.
    return false;
  }
}
