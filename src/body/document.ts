import { isObject, type Json, parseJson } from '../json.ts';
import type { WorkspaceFile } from '../workspace-file.ts';
import { type JsonScan, scanJson } from './json-text.ts';
import { invalidBody, Lines, type Path, type Position, type Problems } from './problems.ts';

/** A parsed document. */
export interface Document {
  readonly value: Json;
  /** The position of each path, or of its closest existing ancestor; null in an empty document. */
  locate(paths: readonly Path[]): (Position | null)[];
}

/**
 * Parses JSON or YAML. The YAML parser is loaded only if the text is not JSON.
 * @param file the body-file; null for the input body
 * @throws Problem for a syntax error, with its line and column
 */
export async function parseDocument(text: string, file: WorkspaceFile | null): Promise<Document> {
  const json = parseJsonDocument(text, file);
  if (json !== null) return json;
  const { parseYaml } = await import('./yaml.ts');
  return parseYaml(text, file);
}

/** Null if the text is not JSON, or is nested too deep, which the YAML parser reports with a position. */
function parseJsonDocument(text: string, file: WorkspaceFile | null): Document | null {
  if (!/^\s*[[{]/.test(text)) return null;
  const scan = scanJson(text);
  if (scan.isTooDeep) return null;
  const value = parsedJson(text);
  if (value === undefined) return null;
  assertUsable(text, scan, file);
  return {
    value,
    locate: (paths) => {
      const lines = new Lines(text);
      return scanJson(text, paths).offsets.map((offset) => lines.at(offset));
    },
  };
}

function parsedJson(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

export const DUPLICATE_KEY = 'Map keys must be unique: this one appears twice in the same object.';

/** JSON.parse would use the last of several equal keys, and read a number that is too large as infinity. */
function assertUsable(text: string, { duplicate, infinite }: JsonScan, file: WorkspaceFile | null): void {
  if (duplicate !== null)
    throw invalidBody(file, [{ message: DUPLICATE_KEY, position: new Lines(text).at(duplicate) }]);
  if (infinite !== null) {
    const number = text.slice(infinite, infinite + text.slice(infinite, infinite + 60).search(/[\s,\]}]|$/));
    throw invalidBody(file, [{ message: unusableNumber(number), position: new Lines(text).at(infinite) }]);
  }
}

export function unusableNumber(number: string): string {
  return `${number} cannot be used as a number: put it in quotes if it is a string.`;
}

/**
 * Throws all problems as one error, each with its position, in the order of the text.
 * @throws Problem if there are any problems
 */
export function throwProblems(problems: Problems, document: Document, file: WorkspaceFile | null): void {
  if (problems.isEmpty) return;
  const positions = document.locate(problems.list.map(({ path }) => path));
  const located = problems.list.map(({ path, message }, index) => ({
    message,
    position: positions[index] ?? null,
    webhook: entryLabel(document.value, path),
  }));
  located.sort((a, b) => lineNumber(a.position) - lineNumber(b.position));
  throw invalidBody(file, located, problems.omitted);
}

function lineNumber(position: Position | null): number {
  return position?.line ?? 0;
}

/** The name or id, as written, of the entry that a path leads into. */
function entryLabel(value: Json, path: Path): string | null {
  const [list, index] = Array.isArray(value) ? ['', path[0]] : path;
  const entries = Array.isArray(value) ? value : isObject(value) && isList(list) ? value[list] : null;
  const entry: unknown = Array.isArray(entries) && typeof index === 'number' ? entries[index] : null;
  if (!isObject(entry)) return null;
  const label = typeof entry['name'] === 'string' ? entry['name'] : entry['id'];
  return typeof label === 'string' ? label : null;
}

function isList(key: unknown): key is 'webhooks' | 'previous' {
  return key === 'webhooks' || key === 'previous';
}
