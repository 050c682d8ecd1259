import { base64Forms, longestBase64, textForms } from './encodings.ts';

/** Where a value is in a text; `end` is the index after its last character. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** Longer forms of a value are found piece by piece, which limits the work for each character of a text. */
export const LONGEST_PIECE = 64;
/** By how many characters pieces are looked up first. Many secrets have the same ones if they are few. */
const [LONG_START, SHORT_START] = [10, 4];

/** Finds values in a text, in every form. The time for each character of the text does not depend on the values. */
export class ValueFinder {
  readonly #values = new Set<string>();
  readonly #long = new PieceIndex(LONG_START);
  readonly #short = new PieceIndex(SHORT_START);
  /** Values whose base64 is longer than what could be base64 in the texts so far: most runs never show a longer one. */
  #unencoded: string[] = [];
  #longestBase64 = 0;

  add(value: string): void {
    if (this.#values.has(value)) return;
    this.#values.add(value);
    this.#addForms(textForms(value), value);
    if (!this.#encode(value)) this.#unencoded.push(value);
  }

  /** Where the values are in the text. Matches may overlap, and a long form is found in pieces. */
  find(text: string): Match[] {
    const longest = this.#unencoded.length === 0 ? 0 : longestBase64(text);
    if (longest > this.#longestBase64) {
      this.#longestBase64 = longest;
      this.#unencoded = this.#unencoded.filter((value) => !this.#encode(value));
    }
    return [...this.#long.find(text), ...this.#short.find(text)];
  }

  /** Adds the base64 of a value if a text may contain a piece of it, without the characters that depend on its neighbors. */
  #encode(value: string): boolean {
    const length = Math.min(Math.floor((value.length * 4) / 3), LONGEST_PIECE) - 2;
    if (length > this.#longestBase64) return false;
    this.#addForms(base64Forms(value), value);
    return true;
  }

  #addForms(forms: Iterable<string>, value: string): void {
    for (const form of forms) {
      const last = Math.max(form.length - LONGEST_PIECE, 0);
      // Pieces overlap, so that they are found as one.
      for (let start = 0; start < last; start += LONGEST_PIECE - 1)
        this.#long.add(form.slice(start, start + LONGEST_PIECE), value);
      const index = form.length < LONG_START ? this.#short : this.#long;
      index.add(form.slice(last), value);
    }
  }
}

/** So many pieces are looked up one by one: a step with one request has no more, and the loop below starts slowly. */
const FEW_PIECES = 32;
/** The number of bits that tell the starts of pieces apart. */
const BITS = 20;

class PieceIndex {
  /** By how many characters a piece is looked up first; none is shorter. */
  readonly start: number;
  /** The value that each piece is a part of. */
  readonly #pieces = new Map<string, string>();
  /** The lengths of all pieces, longest first. */
  #lengths: readonly number[] = [];
  /** Has a 1 for the start of each piece, once there are many. */
  #starts = new Uint8Array(0);

  constructor(start: number) {
    this.start = start;
  }

  add(piece: string, value: string): void {
    // A piece may belong to several values. If it is one of them, it is that one that the text contains.
    if (piece === value || !this.#pieces.has(piece)) this.#pieces.set(piece, value);
    if (!this.#lengths.includes(piece.length)) this.#lengths = [...this.#lengths, piece.length].sort((a, b) => b - a);
    if (this.#pieces.size <= FEW_PIECES) return;
    const isFirst = this.#starts.length === 0;
    if (isFirst) this.#starts = new Uint8Array(2 ** BITS);
    for (const one of isFirst ? this.#pieces.keys() : [piece]) this.#addStart(one);
  }

  #addStart(piece: string): void {
    let number = 0;
    for (let index = 0; index < this.start; index += 1) number = this.#next(number, piece, index);
    this.#starts[number] = 1;
  }

  /** The longest piece at each place. */
  find(text: string): Match[] {
    if (this.#pieces.size <= FEW_PIECES) return this.#findFew(text);
    const matches: Match[] = [];
    let number = 0;
    for (let index = 0; index < text.length; index += 1) {
      number = this.#next(number, text, index);
      const start = index + 1 - this.start;
      if (start < 0 || this.#starts[number] === 0) continue;
      for (const length of this.#lengths) {
        const piece = text.slice(start, start + length);
        const value = this.#pieces.get(piece);
        if (value === undefined) continue;
        matches.push({ start, end: start + piece.length, value });
        break;
      }
    }
    return matches;
  }

  #findFew(text: string): Match[] {
    const matches = new Map<number, Match>();
    for (const [piece, value] of this.#pieces) {
      for (let start = text.indexOf(piece); start >= 0; start = text.indexOf(piece, start + 1)) {
        const end = start + piece.length;
        if (end > (matches.get(start)?.end ?? 0)) matches.set(start, { start, end, value });
      }
    }
    return [...matches.values()];
  }

  /** A number for the characters up to this one, from the number before it: each has left it when `start` others follow. */
  #next(number: number, text: string, index: number): number {
    return ((number << (BITS / this.start)) ^ text.charCodeAt(index)) & (2 ** BITS - 1);
  }
}
