import type { WorkspaceFile } from './workspace-file.ts';

/** One of several things that are wrong, with its place where that is known. */
export interface Finding {
  /** Complete without the place. */
  readonly message: string;
  /** From 1; null where the finding has no place in the file. */
  readonly line: number | null;
  readonly column: number | null;
}

/** Something that a person has to correct: invalid input, a refusal to guess, a limit that was set. */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** A few words for the title of the annotation. */
  readonly title: string;
  /** The file that the findings with a line are about; null for everything that is not in a file. */
  readonly file: WorkspaceFile | null;
  /** What the message lists, one by one; empty where it is not a list. */
  readonly findings: readonly Finding[];

  constructor(
    title: string,
    message: string,
    { file = null, findings = [] }: { file?: WorkspaceFile | null; findings?: readonly Finding[] } = {},
  ) {
    super(message);
    this.title = title;
    this.file = file;
    this.findings = findings;
  }
}

/** What was thrown, as an Error: it may be anything, even nothing. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** What an error says. */
export function messageOf(thrown: unknown): string {
  return asError(thrown).message;
}

/** Problems as one text: one as it is, several as a list. */
export function bulletList(problems: readonly string[]): string {
  const [only, ...others] = problems;
  return only !== undefined && others.length === 0 ? only : problems.map((problem) => `- ${problem}`).join('\n');
}
