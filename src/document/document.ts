import { isObject, type Json } from '../json.ts';
import type { WorkspaceFile } from '../paths.ts';
import { bulletList, Problem } from '../problem.ts';
import { isReadableName, quoteName } from '../quote.ts';

/** The location of a value in a document: keys and list indexes, from the outside in. */
export type Path = readonly (string | number)[];

/** Both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A parsed document. */
export interface Document {
  readonly value: Json;
  /** What is valid, but probably not meant so. */
  readonly warnings: readonly string[];
  /** The position of a path, or of its closest existing ancestor; null if the document is empty, or too long. */
  locate(path: Path): Position | null | Promise<Position | null>;
}

/** Deeper than any webhook, and well below what overflows the stack of a parser. */
export const MAX_DEPTH = 50;
/** The longest YAML, in characters: about 40,000 webhooks. JSON is read much faster, so only the limit for files applies to it. */
export const MAX_YAML = 4 * 1024 * 1024;
export const TOO_DEEP = `lists and objects can be nested at most ${MAX_DEPTH} levels deep.`;
export const NO_COMMENTS = 'JSON does not allow comments: remove them, or write YAML with #';
export const DUPLICATE_KEY = 'Map keys must be unique: this one appears twice in the same object.';
export const UNUSABLE_NUMBER = 'this number is too large, or not a number: put it in quotes if it is a string.';
/** Nobody fixes more than this at once. Further problems are only counted. */
const MAX_PROBLEMS = 100;

/** Collects the problems of a body, without duplicates and up to a limit. */
export class Problems {
  readonly document: Document;
  readonly #file: WorkspaceFile | null;
  readonly list: { readonly path: Path; readonly message: string }[] = [];
  readonly #known = new Set<string>();
  #omitted = 0;

  /** @param file the body-file; null for the input body */
  constructor(document: Document, file: WorkspaceFile | null) {
    this.document = document;
    this.#file = file;
  }

  /** @param text what is wrong; a function is called only if the problem is listed */
  add(path: Path, text: string | (() => string)): void {
    if (this.list.length === MAX_PROBLEMS) {
      this.#omitted += 1;
      return;
    }
    const message = typeof text === 'string' ? text : text();
    const key = JSON.stringify([path, message]);
    if (!this.#known.has(key)) this.list.push({ path, message });
    this.#known.add(key);
  }

  /** @throws Problem with all problems and their positions, in the order of the text, if there are any */
  async throwAll(): Promise<void> {
    if (this.list.length === 0) return;
    const located = await Promise.all(
      this.list.map(async ({ path, message }) => {
        return { message, position: await this.document.locate(path), labels: entryLabels(this.document.value, path) };
      }),
    );
    located.sort((a, b) => (a.position?.line ?? 0) - (b.position?.line ?? 0));
    const rest = { message: `and ${this.#omitted} more`, position: null, labels: [] };
    throw problemsAt('Invalid body', this.#file, this.#omitted === 0 ? located : [...located, rest]);
  }
}

/** A problem with its position in a body. */
interface LocatedProblem {
  readonly message: string;
  readonly position: Position | null;
  /** What it is about: the webhook, the field. */
  readonly labels: readonly string[];
}

/** One error for problems of a body, or of a body-file. @param ending what the message adds to them */
export function problemsAt(
  title: string,
  file: WorkspaceFile | null,
  problems: readonly LocatedProblem[],
  ending = '',
): Problem {
  const lines = problems.map(({ message, position, labels }) => {
    const place = [...(position === null ? [] : [`line ${position.line}, column ${position.column}`]), ...labels];
    return place.length === 0 ? message : `${place.join(', ')}: ${message}`;
  });
  const findings = problems.map(({ message, position, labels }) => ({
    message: [...labels, message].join(': '),
    ...(position ?? { line: null, column: null }),
  }));
  const source = file === null ? 'body' : `body-file ${file.name}`;
  const separator = lines.length > 1 ? ':\n' : problems[0]?.position == null ? ': ' : ', ';
  return new Problem(title, `${source}${separator}${bulletList(lines)}${ending}`, { file, findings });
}

/** The error for a single problem. */
export function invalidBody(file: WorkspaceFile | null, message: string, position: Position | null = null): Problem {
  return problemsAt('Invalid body', file, [{ message, position, labels: [] }]);
}

/** The name or id, as written, of the entry that a path leads into: a list with at most one item. */
export function entryLabels(value: Json, path: Path): string[] {
  const [list, index] = Array.isArray(value) ? ['', path[0]] : path;
  const isList = list === 'webhooks' || list === 'previous';
  const entries = Array.isArray(value) ? value : isObject(value) && isList ? value[list] : null;
  const entry: unknown = Array.isArray(entries) && typeof index === 'number' ? entries[index] : null;
  if (!isObject(entry)) return [];
  const label = typeof entry['name'] === 'string' ? entry['name'] : entry['id'];
  return typeof label === 'string' && isReadableName(label) ? [`webhook ${quoteName(label)}`] : [];
}
