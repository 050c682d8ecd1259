import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import type { WorkspaceFile } from '../workspace-file.ts';
import { type BodyProblem, type Document, invalidBody, type Path, type Position } from './position.ts';

/**
 * Reads JSON, or else YAML (of which JSON is a part). The YAML parser is loaded only for what is not JSON, and for the
 * places of problems.
 * @param file the body-file; null for the input body
 * @throws Problem for a syntax error, with its line and column
 */
export async function parseDocument(text: string, file: WorkspaceFile | null): Promise<Document> {
  const value = parseStrictJson(text);
  if (value === undefined) return parseYaml(text, file);
  return { value, locate: async (path) => (await parseYaml(text, file)).locate(path) };
}

async function parseYaml(text: string, file: WorkspaceFile | null): Promise<Document> {
  const { parse } = await import('./yaml.ts');
  return parse(text, file);
}

/** The value of a JSON text. Undefined for everything else, and where a key stands twice: JSON.parse would take the last. */
function parseStrictJson(text: string): Json | undefined {
  try {
    const value = parseJson(text);
    const keys = text.match(/"[^"\\]*(?:\\.[^"\\]*)*"(?:\s*:)?/g)?.filter((token) => token.endsWith(':')) ?? [];
    return keys.length === countKeys(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function countKeys(value: Json): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item: Json) => sum + countKeys(item), 0);
  if (!isObject(value)) return 0;
  const object: JsonObject = value;
  return Object.values(object).reduce((sum: number, item) => sum + 1 + countKeys(item), 0);
}

/**
 * All problems in one error, each with its place, in the order of the text.
 * @throws Problem when there are any
 */
export async function throwProblems(
  problems: readonly BodyProblem[],
  document: Document,
  file: WorkspaceFile | null,
): Promise<void> {
  if (problems.length === 0) return;
  const placed = await Promise.all(
    problems.map(async ({ path, message }) => ({
      message,
      position: await document.locate(path),
      webhook: entryLabel(document.value, path),
    })),
  );
  placed.sort((a, b) => lineOf(a.position) - lineOf(b.position));
  // A variable may appear twice in the same string.
  throw invalidBody(file, [...new Map(placed.map((problem) => [JSON.stringify(problem), problem])).values()]);
}

function lineOf(position: Position | null): number {
  return position?.line ?? 0;
}

/** Which webhook of a file a path leads to, as it is written there. */
function entryLabel(value: Json, [list, index]: Path): string | null {
  const entries = isObject(value) && list === 'webhooks' ? value['webhooks'] : undefined;
  const entry: Json | undefined = Array.isArray(entries) && typeof index === 'number' ? entries[index] : undefined;
  if (entry === undefined || !isObject(entry)) return null;
  const { name, id } = entry;
  const label = typeof name === 'string' ? name : id;
  return typeof label === 'string' ? label : null;
}
