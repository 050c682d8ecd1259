import { base64Forms, longestBase64, textForms } from './encodings.ts';
import { Postponed } from './postponed.ts';

/** Where a value is in a text; `end` is the index after its last character. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** The number of characters by which a piece is looked up first. */
const START = 4;
/** Longer forms of a value are found piece by piece, which limits the work for each character of a text. */
export const LONGEST_PIECE = 64;

/** Finds values in a text, in every form. The time for each character of the text does not depend on the values. */
export class ValueFinder {
  readonly #values = new Set<string>();
  readonly #texts = new PieceIndex();
  readonly #base64 = new PieceIndex();
  readonly #postponed = new Postponed<string>(
    (value) => Math.min(Math.floor((value.length * 4) / 3), LONGEST_PIECE) - 2,
    (value) => this.#base64.add(base64Forms(value), value),
  );

  add(value: string): void {
    if (this.#values.has(value)) return;
    this.#values.add(value);
    this.#texts.add(textForms(value), value);
    this.#postponed.add(value);
  }

  /** Where the values are in the text. Matches may overlap, and a long form is found in pieces. */
  find(text: string): Match[] {
    this.#postponed.release(() => longestBase64(text));
    return [...this.#texts.find(text), ...this.#base64.find(text)];
  }
}

/** Finds forms of values. */
class PieceIndex {
  /** The value that each piece is a part of. */
  readonly #pieces = new Map<string, string>();
  /** The lengths of all pieces, longest first. */
  #lengths: readonly number[] = [];
  /** The first characters of each piece, as a number. */
  readonly #starts = new Set<number>();

  add(forms: Iterable<string>, value: string): void {
    for (const form of forms) {
      const last = Math.max(form.length - LONGEST_PIECE, 0);
      // Pieces overlap, so that they are found as one.
      for (let start = 0; start < last; start += LONGEST_PIECE - 1)
        this.#addPiece(form.slice(start, start + LONGEST_PIECE), value);
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
    const matches: Match[] = [];
    if (this.#pieces.size === 0) return matches;
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
