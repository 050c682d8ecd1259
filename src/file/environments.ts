import { hasId, readEntry, type WrittenEntry } from '../body/entry.ts';
import type { BodyContext, Setting, Settings } from '../body/settings.ts';
import { didYouMean } from '../closest.ts';
import type { Path, Problems } from '../document/document.ts';
import { isObject, type Json } from '../json.ts';
import { type FieldName, fieldNames } from '../losant/fields.ts';
import { describe, quoteName } from '../quote.ts';
import { entryKeyNames, nothingBelow } from './keys.ts';

/** The environments of a file, and the selected one. */
export interface Environments {
  /** Null if the file has none. */
  readonly names: readonly string[] | null;
  readonly current: string | null;
}

/** A part of a file that can differ by environment: an entry, or the defaults. */
export interface Part extends WrittenEntry {
  readonly environments: ReadonlyMap<string, Settings>;
}

export const NO_ENVIRONMENTS = 'the file has no "environments": remove the input environment';

/**
 * Reads the top-level list of environments, and checks the selected one.
 * @param environment the input `environment`; null if it was not given
 */
export function readEnvironments(list: Json | undefined, environment: string | null, problems: Problems): Environments {
  const path = ['environments'];
  if (list === undefined) {
    if (environment !== null) problems.add([], NO_ENVIRONMENTS);
    return { names: null, current: null };
  }
  if (list === null) {
    problems.add(path, nothingBelow('environments'));
    return { names: [], current: environment };
  }
  const items: readonly Json[] = Array.isArray(list) ? list : [];
  const names = items.filter((name) => typeof name === 'string' && name.trim() !== '').map(String);
  if (items.length === 0 || names.length < items.length) {
    const kind = items.length === 0 ? 'an empty list' : 'a list with other values';
    problems.add(path, `"environments" must be a list of names, got ${Array.isArray(list) ? kind : describe(list)}`);
  }
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index)
      problems.add([...path, index], `the environment ${quoteName(name)} is listed twice`);
    if (name.includes('${')) problems.add([...path, index], '"environments" cannot contain variables');
  }
  const known = quoteFirst(names);
  if (environment === null) problems.add(path, `the input environment is missing: which of ${known} do you mean?`);
  else if (names.length > 0 && !names.includes(environment))
    problems.add(
      path,
      `the input environment is ${quoteName(environment, names)}${didYouMean(environment, names)} (the file has ${known})`,
    );
  return { names, current: environment };
}

/** Refuses a name that is not in the top-level list. */
function checkName(name: string, path: Path, { names }: Environments, problems: Problems): void {
  if (names?.length === 0) return;
  if (names === null) {
    if (!problems.list.some(({ message }) => message.startsWith(NO_LIST))) problems.add(path, NO_LIST);
  } else if (!names.includes(name)) {
    const hint = didYouMean(name, names);
    problems.add(path, `unknown environment ${quoteName(name, names)}${hint} (the file has ${quoteFirst(names)})`);
  }
}

function quoteFirst(names: readonly string[]): string {
  const quoted = names.slice(0, 20).map((name) => quoteName(name));
  return quoted.join(', ');
}

const NO_LIST = 'the file has no top-level "environments" list: add it';

/** Reads an entry or the defaults, including the fields for each environment. */
export function readPart(
  value: Json | undefined,
  path: Path,
  environments: Environments,
  context: BodyContext,
  otherKeys: readonly string[],
): Part {
  const written = readEntry(value, path, context, otherKeys);
  const byEnvironment = written.object['environments'];
  const parts = new Map<string, Settings>();
  const { problems } = context;
  if (byEnvironment !== undefined && !isObject(byEnvironment)) {
    const message = `"environments" must be an object with the fields of each environment, got ${describe(byEnvironment)}`;
    problems.add([...path, 'environments'], byEnvironment === null ? nothingBelow('environments') : message);
  }
  for (const [name, fields] of Object.entries(isObject(byEnvironment) ? byEnvironment : {})) {
    const fieldsPath = [...path, 'environments', name];
    checkName(name, fieldsPath, environments, problems);
    if (fields !== null) parts.set(name, readFields(fields, fieldsPath, context, hasId(written.object)));
  }
  return { ...written, environments: parts };
}

const IDENTIFYING_KEYS = ['name', 'id', 'webhookId'];

/** Reads the fields for one environment. The keys that identify a webhook cannot differ. */
function readFields(value: Json, path: Path, context: BodyContext, isPinned: boolean): Settings {
  if (!isObject(value)) {
    context.problems.add(path, `the fields of an environment must be an object, got ${describe(value)}`);
    return new Map();
  }
  const misplaced = [...IDENTIFYING_KEYS, ...entryKeyNames].filter((key) => Object.hasOwn(value, key));
  for (const key of misplaced) {
    const reason = IDENTIFYING_KEYS.includes(key)
      ? 'cannot differ between environments'
      : 'belongs in the entry itself';
    context.problems.add([...path, key], `"${key}" ${reason}`);
  }
  const fields = Object.entries(value).filter(([key]) => !misplaced.includes(key));
  return readEntry(Object.fromEntries(fields), path, context, [], isPinned).settings;
}

/** The environments that `only` names; null if the entry applies to all. */
export function readOnly({ object, path }: Part, environments: Environments, problems: Problems): string[] | null {
  const value = object['only'];
  if (value === undefined) return null;
  const items: readonly unknown[] = value === null ? [] : Array.isArray(value) ? value : [value];
  const onlyPath = [...path, 'only'];
  if (items.length === 0)
    problems.add(
      onlyPath,
      value === null ? nothingBelow('only') : '"only" is empty: the webhook would be in no environment',
    );
  const names: string[] = [];
  for (const [index, name] of items.entries()) {
    const itemPath = Array.isArray(value) ? [...onlyPath, index] : onlyPath;
    if (typeof name !== 'string')
      problems.add(itemPath, `"only" must be an environment or a list of them, got ${describe(name)}`);
    else if (name.includes('${')) problems.add(itemPath, '"only" cannot contain variables');
    else checkName(name, itemPath, environments, problems);
    if (typeof name === 'string') names.push(name);
  }
  return names;
}

/**
 * The setting of each field that applies to an entry in an environment. The entry overrides the defaults, and
 * `environments` overrides the rest of each. Variables are not replaced yet.
 * @param environment null for a file without environments
 */
export function applicableSettings(entry: Part, defaults: Part | null, environment: string | null): Settings {
  const layers = [entry, defaults].flatMap((part) =>
    part === null ? [] : [part.environments.get(environment ?? ''), part.settings],
  );
  const settings = new Map<FieldName, Setting>();
  for (const name of fieldNames) {
    // A masked secret in the entry also overrides the defaults: the secret stays as it is.
    const setting = layers.find((layer) => layer?.has(name) === true)?.get(name);
    if (setting !== undefined) settings.set(name, setting);
  }
  return settings;
}
