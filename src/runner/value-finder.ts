import { ENCODINGS, type Encoding } from './encodings.ts';

/** Where a value is in a text; `end` is the index after its last character. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** The number of characters by which a piece is looked up first. */
const START = 4;
/** Longer forms of a value are found piece by piece, which limits the work for each character of a text. */
const LONGEST = 64;
/** How much of a text after a character has to be known to find every piece with that character. */
export const CONTEXT = LONGEST;

/** Finds values in a text, in every form. The time for each character of the text does not depend on the values. */
export class ValueFinder {
  readonly #values = new Set<string>();
  readonly #indexes = ENCODINGS.map((encoding) => new FormIndex(encoding));

  add(value: string): void {
    if (this.#values.has(value)) return;
    this.#values.add(value);
    for (const index of this.#indexes) index.add(value);
  }

  /** Where the values are in the text. Matches may overlap, and a long form is found in pieces. */
  find(text: string): Match[] {
    return this.#indexes.flatMap((index) => index.find(text));
  }
}

/** The forms of values in one encoding. */
class FormIndex {
  readonly #encoding: Encoding;
  /** The value that each piece is a part of. */
  readonly #pieces = new Map<string, string>();
  /** The lengths of all pieces, longest first. */
  #lengths: readonly number[] = [];
  /** The first characters of each piece, as a number. */
  readonly #starts = new Set<number>();
  /** Values whose forms are longer than any part of a text so far. Most runs read many more secrets than they could show. */
  #pending: string[] = [];
  #longestPart = 0;

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
  }

  add(value: string): void {
    const shortest = Math.min(value.length * this.#encoding.growth, LONGEST) - 2;
    if (shortest > this.#longestPart) this.#pending.push(value);
    else this.#index(value);
  }

  #indexFor(text: string): void {
    if (this.#pending.length === 0) return;
    const length = this.#encoding.measure(text);
    if (length <= this.#longestPart) return;
    this.#longestPart = length;
    const values = this.#pending;
    this.#pending = [];
    for (const value of values) this.add(value);
  }

  #index(value: string): void {
    for (const form of this.#encoding.listForms(value)) {
      const last = Math.max(form.length - LONGEST, 0);
      // Pieces overlap, so that they are found as one.
      for (let start = 0; start < last; start += LONGEST - 1) this.#addPiece(form.slice(start, start + LONGEST), value);
      this.#addPiece(form.slice(last), value);
    }
  }

  #addPiece(piece: string, value: string): void {
    // A piece may belong to several values. If it is one of them, it is that one that the text contains.
    if (piece === value || !this.#pieces.has(piece)) this.#pieces.set(piece, value);
    this.#starts.add(startNumber(piece, 0));
    if (!this.#lengths.includes(piece.length)) this.#lengths = [...this.#lengths, piece.length].sort((a, b) => b - a);
  }

  find(text: string): Match[] {
    this.#indexFor(text);
    const matches: Match[] = [];
    for (let start = 0; start + START <= text.length; start += 1) {
      if (!this.#starts.has(startNumber(text, start))) continue;
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
}

/** A number for the first characters of a piece. Other characters almost always have another number. */
function startNumber(text: string, start: number): number {
  const unit = (offset: number): number => text.charCodeAt(start + offset) << (7 * (3 - offset));
  return (unit(0) ^ unit(1) ^ unit(2) ^ unit(3)) & 0x3fffffff;
}
