import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import { bulletList, Problem } from '../problem.ts';
import type { BodyProblem, Document, Path, Position } from './position.ts';

/**
 * Reads JSON, or else YAML (of which JSON is a part). The YAML parser is loaded only for what is not JSON, and for the
 * places of problems.
 * @param what how messages call the text: "body", or "body-file webhooks.yml"
 * @throws Problem for a syntax error, with its line and column
 */
export async function parseDocument(text: string, what: string): Promise<Document> {
  const value = parseStrictJson(text);
  if (value === undefined) return parseYaml(text, what);
  return { value, locate: async (path) => (await parseYaml(text, what)).locate(path) };
}

async function parseYaml(text: string, what: string): Promise<Document> {
  const { parse } = await import('./yaml.ts');
  return parse(text, what);
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
export async function throwProblems(problems: readonly BodyProblem[], document: Document, what: string): Promise<void> {
  if (problems.length === 0) return;
  const placed = await Promise.all(
    problems.map(async (problem) => ({ problem, place: await document.locate(problem.path) })),
  );
  placed.sort((one, other) => order(one.place) - order(other.place));
  const all = placed.map(({ problem: { path, message }, place }) => {
    const parts = [
      ...(place === null ? [] : [`line ${place.line}, column ${place.column}`]),
      ...entryLabel(document.value, path),
    ];
    return parts.length === 0 ? message : `${parts.join(', ')}: ${message}`;
  });
  // A variable may stand twice in the same text.
  const lines = [...new Set(all)];
  throw new Problem('Invalid body', `${what}:${lines.length === 1 ? ' ' : '\n'}${bulletList(lines)}`);
}

function order(place: Position | null): number {
  return place === null ? 0 : place.line;
}

/** Which webhook of a file a path leads to, as it is written there. */
function entryLabel(value: Json, [list, index]: Path): string[] {
  const entries = isObject(value) && list === 'webhooks' ? value['webhooks'] : undefined;
  const entry: Json | undefined = Array.isArray(entries) && typeof index === 'number' ? entries[index] : undefined;
  if (entry === undefined || !isObject(entry)) return [];
  const { name, id } = entry;
  const label = typeof name === 'string' ? name : id;
  return typeof label === 'string' ? [`webhook ${JSON.stringify(label)}`] : [];
}
