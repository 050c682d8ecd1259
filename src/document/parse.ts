import { type Json, tryParseJson } from '../json.ts';
import type { WorkspaceFile } from '../paths.ts';
import { type Document, DUPLICATE_KEY, invalidBody, MAX_DEPTH, MAX_YAML, UNUSABLE_NUMBER } from './document.ts';

/** Parses JSON or YAML. The YAML parser is loaded only if it is needed. @throws Problem with line and column */
export async function parseDocument(text: string, file: WorkspaceFile | null): Promise<Document> {
  const readYaml = async () => (await import('./yaml.ts')).parseYaml(text, file);
  const keys = /^\s*[[{]/.test(text) ? countWrittenKeys(text) : null;
  const value = keys === null ? undefined : tryParseJson(text);
  if (value === undefined) return readYaml();
  const count = countKeys(value);
  if (count !== keys && text.length <= MAX_YAML) return readYaml();
  // JSON.parse uses the last of several equal keys, and reads a number that is too large as infinity.
  if (Number.isNaN(count)) throw invalidBody(file, UNUSABLE_NUMBER);
  if (count !== keys) throw invalidBody(file, DUPLICATE_KEY);
  let located: Promise<Document> | null = null;
  return {
    value,
    warnings: [],
    locate: (path) => {
      located ??= readYaml();
      // The text may be too long for the YAML parser.
      return located.then(
        (document) => document.locate(path),
        () => null,
      );
    },
  };
}

/** How many keys a JSON text has, equal ones in an object too; null if it is nested too deep for a parser. */
function countWrittenKeys(text: string): number | null {
  let [keys, depth] = [0, 0];
  let isInString = false;
  for (const [mark] of text.matchAll(/\\.|["{}[\]:]/g)) {
    if (mark === '"') isInString = !isInString;
    if (isInString) continue;
    if (mark === ':') keys += 1;
    if (mark === '{' || mark === '[') depth += 1;
    if (mark === '}' || mark === ']') depth -= 1;
    if (depth > MAX_DEPTH) return null;
  }
  return keys;
}

/** How many keys a value has; NaN if it has a number that is too large. */
function countKeys(value: Json): number {
  if (typeof value === 'number') return Number.isFinite(value) ? 0 : Number.NaN;
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, item) => sum + countKeys(item), own);
}
