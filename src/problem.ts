/** Something that a person has to put right: wrong input, a refusal to guess, a limit that was set. */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** A few words for the title of the annotation. */
  readonly title: string;

  constructor(title: string, message: string) {
    super(message);
    this.title = title;
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
