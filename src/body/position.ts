import type { Json } from '../json.ts';
import { bulletList, Problem } from '../problem.ts';
import type { WorkspaceFile } from '../workspace-file.ts';

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

/** What is wrong at a place of a body, and the webhook of the file that it concerns. */
interface PlacedProblem {
  readonly message: string;
  readonly position: Position | null;
  readonly webhook?: string | null;
}

/**
 * Everything that is wrong with a body, as one error.
 * @param file the body-file; null for the input body
 */
export function invalidBody(file: WorkspaceFile | null, problems: readonly PlacedProblem[]): Problem {
  const lines = problems.map(({ message, position, webhook }) => {
    const place = position === null ? [] : [`line ${position.line}, column ${position.column}`];
    return [[...place, ...labelOf(webhook)].join(', '), message].filter((part) => part !== '').join(': ');
  });
  const findings = problems.map(({ message, position, webhook }) => ({
    message: [...labelOf(webhook), message].join(': '),
    line: position?.line ?? null,
    column: position?.column ?? null,
  }));
  const source = file === null ? 'body' : `body-file ${file.name}`;
  const separator = lines.length === 1 ? ' ' : '\n';
  return new Problem('Invalid body', `${source}:${separator}${bulletList(lines)}`, { file, findings });
}

function labelOf(webhook: string | null | undefined): string[] {
  return typeof webhook === 'string' ? [`webhook ${JSON.stringify(webhook)}`] : [];
}
