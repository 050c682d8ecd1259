/** Reads action.yml, as far as running the action needs it. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The root of the repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What action.yml declares. */
export interface ActionFile {
  /** The inputs' names with their defaults, expressions left as they are. */
  readonly inputs: ReadonlyMap<string, string>;
  /** The inputs' names with what they mean. */
  readonly descriptions: ReadonlyMap<string, string>;
  readonly outputs: readonly string[];
  /** The program, as an absolute path. */
  readonly main: string;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Reads an action.yml; without a path, the one at the root. */
export async function readActionFile(path?: string): Promise<ActionFile> {
  const file = path ?? join(root, 'action.yml');
  const content: unknown = parse(await readFile(file, 'utf8'));
  const { inputs, outputs, runs } = asRecord(content);
  const { main } = asRecord(runs);
  if (typeof main !== 'string') {
    throw new Error(`${file} does not say what it runs`);
  }
  const defaults = Object.entries(asRecord(inputs)).map(([name, input]): [string, string] => {
    const { default: value } = asRecord(input);
    return [name, value === undefined || value === null ? '' : String(value)];
  });
  const descriptions = Object.entries(asRecord(inputs)).map(([name, input]): [string, string] => [
    name,
    String(asRecord(input)['description'] ?? ''),
  ]);
  return {
    inputs: new Map(defaults),
    descriptions: new Map(descriptions),
    outputs: Object.keys(asRecord(outputs)),
    main: join(dirname(file), main),
  };
}
