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
