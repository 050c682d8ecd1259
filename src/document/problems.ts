import { bulletList, Problem } from '../problem.ts';
import { isReadableName, quoteName } from '../quote.ts';
import type { WorkspaceFile } from '../workspace-file.ts';
import type { Path, Position } from './positions.ts';

export interface BodyProblem {
  readonly path: Path;
  readonly message: string;
}

/** Nobody fixes more than this at once. Further problems are only counted. */
const MAX_PROBLEMS = 100;

/** Collects the problems of a body, without duplicates and up to a limit. */
export class Problems {
  readonly list: BodyProblem[] = [];
  /** How many problems were found beyond the limit. */
  omitted = 0;
  readonly #known = new Set<string>();

  /** @param text what is wrong; a function is called only if the problem is listed */
  add(path: Path, text: string | (() => string)): void {
    if (this.list.length === MAX_PROBLEMS) {
      this.omitted += 1;
      return;
    }
    const message = typeof text === 'string' ? text : text();
    const key = JSON.stringify([path, message]);
    if (!this.#known.has(key)) this.list.push({ path, message });
    this.#known.add(key);
  }

  get isEmpty(): boolean {
    return this.list.length === 0;
  }
}

/** A problem with its position in the body, and the webhook of the file that it is about. */
export interface LocatedProblem {
  readonly message: string;
  readonly position: Position | null;
  readonly webhook?: string | null;
}

/**
 * One error for all problems of a body.
 * @param file the body-file; null for the input body
 * @param omitted how many more problems there are
 */
export function invalidBody(file: WorkspaceFile | null, problems: readonly LocatedProblem[], omitted = 0): Problem {
  const rest = omitted === 0 ? [] : [{ message: `and ${omitted} more`, position: null, webhook: null }];
  const all = [...problems, ...rest];
  const lines = all.map(({ message, position, webhook }) => {
    const location = position === null ? [] : [`line ${position.line}, column ${position.column}`];
    return [[...location, ...webhookLabel(webhook)].join(', '), message].filter((part) => part !== '').join(': ');
  });
  const findings = all.map(({ message, position, webhook }) => ({
    message: [...webhookLabel(webhook), message].join(': '),
    line: position?.line ?? null,
    column: position?.column ?? null,
  }));
  const source = file === null ? 'body' : `body-file ${file.name}`;
  const separator = lines.length > 1 ? ':\n' : all[0]?.position == null ? ': ' : ', ';
  return new Problem('Invalid body', `${source}${separator}${bulletList(lines)}`, { file, findings });
}

/** The webhook that a problem is about, in a list with at most one item. */
export function webhookLabel(webhook: string | null | undefined): string[] {
  return typeof webhook === 'string' && isReadableName(webhook) ? [`webhook ${quoteName(webhook)}`] : [];
}

export const NO_COMMENTS = 'JSON does not allow comments: remove them, or write YAML with #';

export const DUPLICATE_KEY = 'Map keys must be unique: this one appears twice in the same object.';

export const UNUSABLE_NUMBER = 'this number is too large, or not a number: put it in quotes if it is a string.';
