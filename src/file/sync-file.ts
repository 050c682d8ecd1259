import { bodyHint, type Entry, entryId, hasId, readString, resolveEntry } from '../body/entry.ts';
import { type BodyContext, quoteBodyKey } from '../body/settings.ts';
import { didYouMean } from '../closest.ts';
import type { Path } from '../document/document.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { type FieldName, type FieldValue, isFieldName } from '../losant/fields.ts';
import { parsePatterns, patternsText } from '../patterns.ts';
import { describe } from '../quote.ts';
import {
  applicableSettings,
  type Environments,
  type Part,
  readEnvironments,
  readOnly,
  readPart,
} from './environments.ts';
import { entryKeyNames, fileKeyNames, nothingBelow } from './keys.ts';
import { checkNames, type EntryNames, readFormerNames, toEntryNames, writtenNames } from './names.ts';

/** A sync file, resolved for one environment. */
export interface WebhooksFile {
  /** The entries that apply in this environment, each with the defaults that apply to it. */
  readonly entries: readonly Entry[];
  /** The patterns that limit pruning, as in `webhook-name`; null for all webhooks. */
  readonly scope: Scope | null;
  /** All entries, those of other environments too, in the order of the file. */
  readonly written: readonly FileEntry[];
  /** What the defaults give to a new entry. */
  readonly base: () => Base;
  readonly environments: Environments;
  /** The changes of the run that is undone; empty if this is not an output-file. */
  readonly madeChanges: readonly MadeChange[];
}

/** The values that fields have if an entry does not set them. Null: unknown, since a variable is not set. */
export type Base = { readonly [name in FieldName]?: FieldValue | null };

/** A change that an earlier run made. */
export interface MadeChange {
  readonly path: Path;
  /** In lower case. */
  readonly id: string | null;
  /** When the webhook was deleted, in milliseconds since 1970. */
  readonly at: number | null;
  /** Which application was changed, as in the output `changes`. */
  readonly application: string | null;
}

export interface Scope {
  readonly text: string;
  /** As it may be shown: its template if it has a variable. */
  readonly shown: string;
}

/** An entry of the file as written, and what it means. */
export interface FileEntry extends Part {
  /** The environments that it is restricted to; null for all. */
  readonly only: readonly string[] | null;
  readonly names: EntryNames;
  /** Null if it does not apply in this environment. */
  readonly resolved: Entry | null;
}

/** More webhooks than the largest known application has. */
const MAX_ENTRIES = 50_000;
const KNOWN_KEYS = ` (known keys: ${fileKeyNames.join(', ')})`;
const EMPTY: Part = {
  ...{ path: [], object: {}, settings: new Map(), isFromOutput: false, unknown: {}, environments: new Map() },
};
const RESULT_KEYS = ['changes', 'previous', 'webhooks'];

/**
 * Whether this is the content of an `output-file`, or `previous` of one: a list in which every entry has what nobody writes
 * by hand. `${` has no meaning in it.
 */
export function isResult(value: Json): boolean {
  const list: Json | undefined = isObject(value) ? value['webhooks'] : value;
  return isOutputFile(value) || (Array.isArray(list) && list.length > 0 && list.every(isFromRun));
}

function isOutputFile(value: Json): boolean {
  return isObject(value) && Object.keys(value).sort().join() === RESULT_KEYS.join();
}

function isFromRun(entry: Json): boolean {
  return isObject(entry) && (Object.hasOwn(entry, 'webhookId') || Object.hasOwn(entry, 'creationDate'));
}

/** What the `changes` of a result say: where they belong, and when webhooks were deleted. */
function readMadeChanges({ changes }: JsonObject): MadeChange[] {
  return (Array.isArray(changes) ? changes : []).map((change: Json, index) => {
    const { id, at, application } = isObject(change) ? change : {};
    const time = typeof at === 'string' ? Date.parse(at) : Number.NaN;
    return {
      path: ['changes', index],
      id: typeof id === 'string' ? id.toLowerCase() : null,
      at: Number.isNaN(time) ? null : time,
      application: typeof application === 'string' ? application : null,
    };
  });
}

/**
 * Reads a sync file, and resolves it for one environment. Everything that is wrong is added to the problems.
 * @param environment the input `environment`; null if it was not given
 */
export function parseWebhooksFile(value: Json, environment: string | null, context: BodyContext): WebhooksFile {
  const { problems } = context;
  const file: JsonObject = isObject(value) ? value : {};
  if (!isObject(value) && !Array.isArray(value))
    problems.add(
      [],
      `the file must be an object with "webhooks", or a list of webhooks, got ${describe(value)}${bodyHint(value)}`,
    );
  if (file['webhooks'] === undefined && Object.keys(file).some(isFieldName)) {
    problems.add([], 'this is one webhook, and a file has a list of them: write it as an item of "webhooks"');
    return parseWebhooksFile([], null, context);
  }
  const isUndo = isOutputFile(value);
  if (!isUndo) checkKeys(file, context);
  const environments = readEnvironments(file['environments'], environment, problems);
  const defaults = readDefaults(file['defaults'], environments, context);
  const written = entryItems(value, isUndo, context).map(([item, path]) =>
    readFileEntry(item, path, defaults, environments, context),
  );
  checkNames(written, context);
  const settings = applicableSettings(EMPTY, defaults, environments.current);
  return {
    entries: written.flatMap(({ resolved }) => resolved ?? []),
    scope: readScope(file['scope'], context),
    written,
    base: () => {
      const { fields } = resolveEntry(EMPTY, settings, context);
      return Object.fromEntries([...settings.keys()].map((name) => [name, fields[name] ?? null]));
    },
    environments,
    madeChanges: isUndo ? readMadeChanges(file) : [],
  };
}

function checkKeys(file: JsonObject, { problems }: BodyContext): void {
  for (const key of Object.keys(file).filter((name) => !fileKeyNames.includes(name) && !name.startsWith('x-'))) {
    const isResultKey = RESULT_KEYS.includes(key);
    const hint = isResultKey
      ? ': to undo a run, use its output-file unchanged, with webhooks, changes, and previous'
      : didYouMean(key, fileKeyNames);
    problems.add([key], `unknown key ${quoteBodyKey(key, [...fileKeyNames, ...RESULT_KEYS])}${hint || KNOWN_KEYS}`);
  }
}

/** The items of the list of webhooks, each with its path. */
function entryItems(value: Json, isUndo: boolean, { problems }: BodyContext): [Json, Path][] {
  const key = isUndo ? 'previous' : 'webhooks';
  const list = isObject(value) ? value[key] : value;
  const path = Array.isArray(value) ? [] : [key];
  if (!Array.isArray(list)) {
    if (isObject(value))
      problems.add(path, list === null ? nothingBelow(key) : `"${key}" must be a list, got ${describe(list)}`);
    return [];
  }
  const items: readonly Json[] = list;
  if (items.length > MAX_ENTRIES)
    problems.add(path, `a file can have at most ${MAX_ENTRIES} webhooks, got ${items.length}: split it`);
  return items.slice(0, MAX_ENTRIES).map((item, index) => [item, [...path, index]]);
}

function readDefaults(value: Json | undefined, environments: Environments, context: BodyContext): Part | null {
  if (value === undefined || value === null) return null;
  const own = ['name', 'id', 'webhookId', 'formerly', 'only'];
  const misplaced = isObject(value) ? own.filter((name) => Object.hasOwn(value, name)) : [];
  for (const key of misplaced)
    context.problems.add(['defaults', key], `"${key}" cannot be a default: it is about one webhook`);
  const rest = isObject(value)
    ? Object.fromEntries(Object.entries(value).filter(([key]) => !own.includes(key)))
    : value;
  return readPart(rest, ['defaults'], environments, context, ['environments']);
}

function readFileEntry(
  item: Json,
  path: Path,
  defaults: Part | null,
  environments: Environments,
  context: BodyContext,
): FileEntry {
  const { names: all, current } = environments;
  const part = readPart(item, path, environments, context, entryKeyNames);
  const only = readOnly(part, environments, context.problems);
  if (all !== null && hasId(part.object) && only?.length !== 1)
    context.problems.add([...path, 'id'], '"id" differs between environments, so "only" must name a single one');
  if (only !== null && current !== null && !only.includes(current))
    return { ...part, only, names: writtenNames(part, context), resolved: null };
  const settings = applicableSettings(part, defaults, current);
  const resolved = resolveEntry(part, settings, context, readFormerNames(part, context, true));
  // Without its variables, an entry has its names as written.
  const isComplete = resolved.fields.name !== undefined || entryId(resolved) !== undefined;
  return { ...part, only, names: isComplete ? toEntryNames(resolved) : writtenNames(part, context), resolved };
}

function readScope(value: Json | undefined, context: BodyContext): Scope | null {
  if (value === undefined) return null;
  if (value === null) {
    context.problems.add(['scope'], nothingBelow('scope'));
    return null;
  }
  const message = '"scope" must be a name or a glob, as in webhook-name';
  const text = typeof value === 'string' ? readString(value, ['scope'], true, context) : undefined;
  if (text === null) return null;
  const patterns = text === undefined ? [] : parsePatterns(text.value);
  if (text !== undefined && patterns[0]?.negated === false) {
    const scope = patternsText(patterns);
    return { text: scope, shown: text.shown === text.value ? scope : text.shown };
  }
  context.problems.add(
    ['scope'],
    patterns.length > 0 ? `${message}: a line that begins with "!" excludes from the lines before it` : message,
  );
  return null;
}
