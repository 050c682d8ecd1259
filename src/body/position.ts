import type { Json } from '../json.ts';

/** Where a value stands in a document: keys and places in lists, from the outside in. */
export type Path = readonly (string | number)[];

export interface BodyProblem {
  readonly path: Path;
  readonly message: string;
}

/** A text as the value that it means. */
export interface Document {
  readonly value: Json;
  /** The line and column of a place, from 1; null where that is not known. */
  locate(path: Path): Promise<Position | null>;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}
