import { tryParseJson } from '../json.ts';
import type { WorkspaceFile } from '../workspace-file.ts';
import type { Document } from './document.ts';
import { type JsonScan, scanJson } from './json-text.ts';
import { Lines } from './positions.ts';
import { DUPLICATE_KEY, invalidBody, UNUSABLE_NUMBER } from './problems.ts';

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
  const value = scan.isTooDeep ? undefined : tryParseJson(text);
  if (value === undefined) return null;
  assertUsable(text, scan, file);
  return {
    value,
    warnings: [],
    locate: (paths) => {
      const lines = new Lines(text);
      return scanJson(text, paths).offsets.map((offset) => lines.at(offset));
    },
  };
}

/** JSON.parse would use the last of several equal keys, and read a number that is too large as infinity. */
function assertUsable(text: string, { duplicate, infinite }: JsonScan, file: WorkspaceFile | null): void {
  if (duplicate !== null)
    throw invalidBody(file, [{ message: DUPLICATE_KEY, position: new Lines(text).at(duplicate) }]);
  if (infinite !== null)
    throw invalidBody(file, [{ message: UNUSABLE_NUMBER, position: new Lines(text).at(infinite) }]);
}
