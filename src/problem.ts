import type { WorkspaceFile } from './paths.ts';

/** One of several problems, with its position if it is known. */
export interface Finding {
  /** Makes sense without the position. */
  readonly message: string;
  /** Counted from 1; null if the finding has no position in the file. */
  readonly line: number | null;
  readonly column: number | null;
}

type Details = Pick<Problem, 'file' | 'findings' | 'others'>;

/** Something that a person has to correct: an invalid input, an ambiguity, an exceeded limit. */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** A few words: the title of the annotation, and a heading in docs/troubleshooting.md. */
  readonly title: string;
  /** The file that contains the findings; null if they are not in a file. */
  readonly file: WorkspaceFile | null;
  /** What the message lists, one by one; empty if it is not a list. */
  readonly findings: readonly Finding[];
  /** Problems of another kind that were found at the same time, each of which is an error of its own. */
  readonly others: readonly Problem[];

  constructor(title: string, message: string, { file = null, findings = [], others = [] }: Partial<Details> = {}) {
    super(message);
    this.title = title;
    this.file = file;
    this.findings = findings;
    this.others = others;
  }
}

/** The error, and everything else that was found at the same time. */
export function listErrors(error: Error): readonly Error[] {
  return error instanceof Problem ? [error, ...error.others] : [error];
}

/** The thrown value as an Error. Anything can be thrown, even `undefined`. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** The message of whatever was thrown. */
export function errorMessage(thrown: unknown): string {
  return asError(thrown).message;
}

/** Problems as one string: a single one unchanged, several as a list. */
export function bulletList(problems: readonly string[]): string {
  const [only, ...others] = problems;
  return only !== undefined && others.length === 0 ? only : problems.map((problem) => `- ${problem}`).join('\n');
}
