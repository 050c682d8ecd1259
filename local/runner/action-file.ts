/** Reads the parts of action.yml that are needed to run the action. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The root of the repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What action.yml declares. */
export interface ActionFile {
  /** Defaults of the inputs by name, with expressions as they are. */
  readonly inputs: ReadonlyMap<string, string>;
  /** Descriptions of the inputs by name. */
  readonly descriptions: ReadonlyMap<string, string>;
  readonly outputs: readonly string[];
  /** The absolute path of the program. */
  readonly main: string;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Reads an action.yml, by default the one in the root of the repository. */
export async function readActionFile(path?: string): Promise<ActionFile> {
  const file = path ?? join(root, 'action.yml');
  const content: unknown = parse(await readFile(file, 'utf8'));
  const { inputs, outputs, runs } = asRecord(content);
  const { main } = asRecord(runs);
  if (typeof main !== 'string') {
    throw new Error(`${file} has no runs.main`);
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
