import { isObject, type Json } from '../json.ts';
import type { WorkspaceFile } from '../workspace-file.ts';
import type { Path, Position } from './positions.ts';
import { invalidBody, type Problems } from './problems.ts';

/** A parsed document. */
export interface Document {
  readonly value: Json;
  /** What is valid, but probably not meant so. */
  readonly warnings: readonly string[];
  /** The position of each path, or of its closest existing ancestor; null in an empty document. */
  locate(paths: readonly Path[]): (Position | null)[];
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
  located.sort((a, b) => (a.position?.line ?? 0) - (b.position?.line ?? 0));
  throw invalidBody(file, located, problems.omitted);
}

/** The name or id, as written, of the entry that a path leads into. */
export function entryLabel(value: Json, path: Path): string | null {
  const [list, index] = Array.isArray(value) ? ['', path[0]] : path;
  const isList = list === 'webhooks' || list === 'previous';
  const entries = Array.isArray(value) ? value : isObject(value) && isList ? value[list] : null;
  const entry: unknown = Array.isArray(entries) && typeof index === 'number' ? entries[index] : null;
  if (!isObject(entry)) return null;
  const label = typeof entry['name'] === 'string' ? entry['name'] : entry['id'];
  return typeof label === 'string' ? label : null;
}
