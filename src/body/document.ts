import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import { Problem } from '../problem.ts';
import type { YamlDocument } from './yaml.ts';

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
  locate(path: Path): Promise<{ line: number; column: number } | null>;
}

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

async function parseYaml(text: string, what: string): Promise<YamlDocument> {
  const { parse } = await import('./yaml.ts');
  return parse(text, what);
}

/** The value of a JSON text. Undefined for everything else, and where a key stands twice: JSON.parse would take the last. */
function parseStrictJson(text: string): Json | undefined {
  try {
    const value = parseJson(text);
    const keys = text.match(/"(?:[^"\\]|\\.)*"(?:\s*:)?/g)?.filter((token) => token.endsWith(':')) ?? [];
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
 * All problems in one error, each with its place.
 * @throws Problem when there are any
 */
export async function throwProblems(problems: readonly BodyProblem[], document: Document, what: string): Promise<void> {
  if (problems.length === 0) return;
  const lines = await Promise.all(
    problems.map(async ({ path, message }) => {
      const place = await document.locate(path);
      return place === null ? message : `line ${place.line}, column ${place.column}: ${message}`;
    }),
  );
  const [only, ...others] = lines;
  throw new Problem(
    'Invalid body',
    others.length === 0 ? `${what}: ${only}` : `${what}:\n${lines.map((line) => `- ${line}`).join('\n')}`,
  );
}
