/** The location of a value in a document: keys and list indexes, from the outside in. */
export type Path = readonly (string | number)[];

/** Both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Converts offsets in a text to positions. */
export class Lines {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) this.#starts.push(end + 1);
  }

  at(offset: number): Position {
    let [low, high] = [0, this.#starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (Number(this.#starts[middle]) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - Number(this.#starts[low]) + 1 };
  }
}
