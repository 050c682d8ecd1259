import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findWorkspace } from '../files.ts';
import { findRepositoryPath, type WorkspaceFile } from '../paths.ts';
import { bulletList, listErrors, Problem } from '../problem.ts';
import { type Explanation, explainFailures } from '../report/explain.ts';
import type { Masks } from '../report/masks.ts';
import type { Run } from '../report/run.ts';

/** GitHub shows ten of each type. */
const MAX_ANNOTATIONS = 10;

/** The place of an annotation in a file of the repository. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number | null;
}

export interface Annotation {
  readonly title: string;
  readonly message: string;
  readonly place: Place | null;
}

/**
 * The annotations of a failed run: one for each line of a body-file, and one for each other failure. There are no more than
 * GitHub shows; the last one says how many are missing.
 */
export function createAnnotations(
  run: Run,
  others: readonly Explanation[],
  masks: Masks,
  env: NodeJS.ProcessEnv,
): Annotation[] {
  const problems = run.failure === null ? [] : listErrors(run.failure);
  const all = [...explainFailures(run, masks), ...others].flatMap(({ title, message }, index): Annotation[] => {
    const problem = problems[index];
    const lines = problem instanceof Problem ? lineAnnotations(problem, env) : [];
    return lines.length > 0 ? lines : [{ title, message, place: null }];
  });
  const shown = all.slice(0, MAX_ANNOTATIONS);
  const last = shown.pop();
  if (last === undefined) return [];
  const missing = all.length - MAX_ANNOTATIONS;
  return [...shown, missing > 0 ? { ...last, message: `${last.message}\nThere are ${missing} more errors.` } : last];
}

/** A place in a file of the repository; null outside of the workspace. */
export function toPlace({ path }: WorkspaceFile, position: Omit<Place, 'file'>, env: NodeJS.ProcessEnv): Place | null {
  const file = findRepositoryPath(path, findWorkspace(env), (folder) => existsSync(join(folder, '.git')));
  return file === null ? null : { file, ...position };
}

/** One for each line, and one for all findings without a line. Empty if no finding has a line. */
function lineAnnotations({ title, file, findings }: Problem, env: NodeJS.ProcessEnv): Annotation[] {
  if (file === null || findings.every(({ line }) => line === null)) return [];
  return [...Map.groupBy(findings, ({ line }) => line)].map(([line, group]) => {
    const column = group[0]?.column ?? null;
    const list = bulletList(group.map(({ message }) => message));
    if (line === null) return { title, message: list, place: null };
    const position = `line ${line}${column === null ? '' : `, column ${column}`}`;
    // `line 3, column 5, webhook "orders": …`, as in the log of an input body.
    const separator = group.length > 1 ? ':\n' : list.startsWith('webhook "') ? ', ' : ': ';
    const message = `body-file ${file.name}, ${position}${separator}${list}`;
    return { title, message, place: toPlace(file, { line, column }, env) };
  });
}
