import { hasId, readEntry, type WrittenEntry } from '../body/entry.ts';
import { type BodyContext, type Settings, unsettableReason } from '../body/settings.ts';
import { didYouMean } from '../closest.ts';
import type { Path, Problems } from '../document/document.ts';
import { isObject, type Json } from '../json.ts';
import { fieldNames } from '../losant/fields.ts';
import { describe, quoteName } from '../quote.ts';
import { entryKeyNames, leaveOut, nothingBelow, readItems } from './keys.ts';

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

/** State shared while one file is read. */
export interface FileContext extends BodyContext {
  readonly environments: Environments;
}

export const NO_ENVIRONMENTS = 'the file has no "environments": remove the input environment';
const NO_LIST = 'the file has no top-level "environments" list: add it';
/** Why keys cannot be in the fields for one environment. */
const MISPLACED = new Map([
  ...['name', 'id', 'webhookId'].map((key) => [key, 'cannot differ between environments'] as const),
  ...entryKeyNames.filter((key) => key !== 'id').map((key) => [key, 'belongs in the entry itself'] as const),
]);

/** Reads the top-level list of environments, and checks the input `environment`. */
export function readEnvironments(list: Json | undefined, environment: string | null, problems: Problems): Environments {
  const path = ['environments'];
  if (list === undefined) {
    if (environment !== null) problems.add([], NO_ENVIRONMENTS);
    return { names: null, current: null };
  }
  const items: readonly Json[] = Array.isArray(list) ? list : [];
  const names = items.filter((name) => typeof name === 'string' && name.trim() !== '').map(String);
  if (list === null) problems.add(path, nothingBelow('environments'));
  else if (items.length === 0 || names.length < items.length) {
    const kind = items.length === 0 ? 'an empty list' : 'a list with other values';
    problems.add(path, `"environments" must be a list of names, got ${Array.isArray(list) ? kind : describe(list)}`);
  }
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index)
      problems.add([...path, index], `the environment ${quoteName(name)} is listed twice`);
    if (name.includes('${')) problems.add([...path, index], '"environments" cannot contain variables');
  }
  const known = quoteFirst(names);
  if (environment === null && list !== null)
    problems.add(path, `the input environment is missing: which of ${known} do you mean?`);
  if (environment !== null && names.length > 0 && !names.includes(environment)) {
    const given = `${quoteName(environment, names)}${didYouMean(environment, names)}`;
    problems.add(path, `the input environment is ${given} (the file has ${known})`);
  }
  return { names, current: environment };
}

function quoteFirst(names: readonly string[]): string {
  const quoted = names.slice(0, 20).map((name) => quoteName(name));
  return quoted.join(', ');
}

/** Refuses a name that is not in the top-level list. */
function checkName(name: string, path: Path, { environments: { names }, problems }: FileContext): void {
  if (names === null && !problems.list.some(({ message }) => message === NO_LIST)) problems.add(path, NO_LIST);
  if (names === null || names.length === 0 || names.includes(name)) return;
  const hint = didYouMean(name, names);
  problems.add(path, `unknown environment ${quoteName(name, names)}${hint} (the file has ${quoteFirst(names)})`);
}

/** Reads an entry or the defaults, including the fields for each environment. */
export function readPart(value: Json, path: Path, context: FileContext, otherKeys: readonly string[]): Part {
  const { problems } = context;
  const written = readEntry(value, path, context, otherKeys);
  const { environments: given = {} } = written.object;
  const partPath = [...path, 'environments'];
  const parts = new Map<string, Settings>();
  if (!isObject(given)) {
    const message = `"environments" must be an object with the fields of each environment, got ${describe(given)}`;
    problems.add(partPath, given === null ? nothingBelow('environments') : message);
  }
  for (const [name, fields] of Object.entries(isObject(given) ? given : {})) {
    const fieldsPath = [...partPath, name];
    checkName(name, fieldsPath, context);
    if (isObject(fields)) {
      const own = leaveOut(fields, fieldsPath, MISPLACED, problems);
      parts.set(name, readEntry(own, fieldsPath, context).settings);
    } else if (fields !== null)
      problems.add(fieldsPath, `the fields of an environment must be an object, got ${describe(fields)}`);
  }
  const isJudged = !context.isResult && !hasId(written.object);
  for (const layer of isJudged ? [written.settings, ...parts.values()] : [])
    for (const { name, path: fieldPath, literal = '' } of layer.values()) {
      const reason = unsettableReason(name, literal);
      if (reason !== null) problems.add(fieldPath, reason);
    }
  return { ...written, environments: parts };
}

/** The environments that `only` names; null if the entry applies to all. */
export function readOnly(entry: Part, context: FileContext): string[] | null {
  if (entry.object['only'] === undefined) return null;
  const { problems } = context;
  const items = readItems(entry, 'only', '"only" is empty: the webhook would be in no environment', problems);
  for (const [name, path] of items) {
    if (typeof name !== 'string')
      problems.add(path, `"only" must be an environment or a list of them, got ${describe(name)}`);
    else if (name.includes('${')) problems.add(path, '"only" cannot contain variables');
    else checkName(name, path, context);
  }
  return items.map(([name]) => name).filter((name) => typeof name === 'string');
}

/** The settings in the selected environment: later parts override earlier ones, and `environments` the rest of each. */
export function applicableSettings(parts: readonly (Part | null)[], { current }: Environments): Settings {
  const layers = parts.flatMap((part) =>
    part === null ? [] : [part.settings, part.environments.get(current ?? '') ?? []],
  );
  // A masked secret in the entry also overrides the defaults: the secret stays as it is.
  const settings = new Map(layers.flatMap((layer) => [...layer]));
  return new Map([...settings].sort(([one], [other]) => fieldNames.indexOf(one) - fieldNames.indexOf(other)));
}
