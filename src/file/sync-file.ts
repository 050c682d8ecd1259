import type { BodyFacts } from '../body/body.ts';
import type { Entry, EntryNames, ResolvedString } from '../body/entry.ts';
import { describeBody, hasId, readNames, readString, resolveEntry } from '../body/entry.ts';
import { type BodyContext, quoteBodyKey, settingValue } from '../body/settings.ts';
import { didYouMean } from '../closest.ts';
import type { Path, Problems } from '../document/document.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { type FieldName, type FieldValue, isFieldName } from '../losant/fields.ts';
import { parsePatterns, patternsText } from '../patterns.ts';
import { describe } from '../quote.ts';
import type { Environments, FileContext, Part } from './environments.ts';
import { applicableSettings, readEnvironments, readOnly, readPart } from './environments.ts';
import { entryKeyNames, fileKeyNames, leaveOut, nothingBelow } from './keys.ts';
import { checkNames, readFormerNames } from './names.ts';

/** A body with the webhooks of a file. */
export interface ManyWebhooks extends BodyFacts {
  readonly kind: 'webhooks';
  readonly file: WebhooksFile;
}

/** A sync file, resolved for one environment. */
export interface WebhooksFile {
  /** The entries that apply in this environment, each with the defaults that apply to it. */
  readonly entries: readonly Entry[];
  /** The patterns that limit pruning, as in `webhook-name`; null for all webhooks. */
  readonly scope: ResolvedString | null;
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

/** An entry of the file as written, and what it means. */
export interface FileEntry extends Part, EntryNames {
  /** The environments that it is restricted to; null for all. */
  readonly only: readonly string[] | null;
  /** Null if it does not apply in this environment. */
  readonly resolved: Entry | null;
}

/** More webhooks than the largest known application has. */
const MAX_ENTRIES = 50_000;
const RESULT_KEYS = ['changes', 'previous', 'webhooks'];
/** Why keys cannot be in the defaults. */
const MISPLACED = new Map(
  ['name', 'id', 'webhookId', 'formerly', 'only'].map((key) => [key, 'cannot be a default: it is about one webhook']),
);

/** Whether this is an `output-file`, or `previous` of one: nobody writes such entries. `${` has no meaning in it. */
export function isResult(value: Json): boolean {
  const list: Json | undefined = isObject(value) ? value['webhooks'] : value;
  const isFromRun = (entry: Json): boolean =>
    isObject(entry) && (Object.hasOwn(entry, 'webhookId') || Object.hasOwn(entry, 'creationDate'));
  return isOutputFile(value) || (Array.isArray(list) && list.length > 0 && list.every(isFromRun));
}

function isOutputFile(value: Json): boolean {
  return isObject(value) && Object.keys(value).sort().join() === RESULT_KEYS.join();
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

/** Reads a sync file, and resolves it for the input `environment`. What is wrong is added to the problems. */
export function parseWebhooksFile(value: Json, environment: string | null, body: BodyContext): WebhooksFile {
  const { problems } = body;
  const file: JsonObject = isObject(value) ? value : {};
  if (!isObject(value) && !Array.isArray(value))
    problems.add([], `the file must be an object with "webhooks", or a list of webhooks, got ${describeBody(value)}`);
  if (file['webhooks'] === undefined && Object.keys(file).some(isFieldName)) {
    problems.add([], 'this is one webhook, and a file has a list of them: write it as an item of "webhooks"');
    return parseWebhooksFile([], null, body);
  }
  const isUndo = isOutputFile(value);
  if (!isUndo) checkKeys(file, problems);
  const environments = readEnvironments(file['environments'], environment, problems);
  const context = { ...body, environments };
  const defaults = readDefaults(file['defaults'] ?? null, context);
  const items = entryItems(value, isUndo ? 'previous' : 'webhooks', problems);
  const written = items.map(([item, path]) => readFileEntry(item, path, defaults, context));
  checkNames(written, context);
  return {
    entries: written.flatMap(({ resolved }) => resolved ?? []),
    scope: readScope(file['scope'], context),
    written,
    base: () => {
      const settings = [...applicableSettings([defaults], environments).values()];
      return Object.fromEntries(settings.map((setting) => [setting.name, settingValue(setting, context) ?? null]));
    },
    environments,
    madeChanges: isUndo ? readMadeChanges(file) : [],
  };
}

function checkKeys(file: JsonObject, problems: Problems): void {
  for (const key of Object.keys(file).filter((name) => !fileKeyNames.includes(name) && !name.startsWith('x-'))) {
    const hint = RESULT_KEYS.includes(key)
      ? ': to undo a run, use its output-file unchanged, with webhooks, changes, and previous'
      : didYouMean(key, fileKeyNames) || ` (known keys: ${fileKeyNames.join(', ')})`;
    problems.add([key], `unknown key ${quoteBodyKey(key, [...fileKeyNames, ...RESULT_KEYS])}${hint}`);
  }
}

/** The items of the list of webhooks, each with its path. */
function entryItems(value: Json, key: string, problems: Problems): [Json, Path][] {
  const list = isObject(value) ? value[key] : value;
  const path = Array.isArray(value) ? [] : [key];
  const items: readonly Json[] = Array.isArray(list) ? list : [];
  if (isObject(value) && !Array.isArray(list))
    problems.add(path, list === null ? nothingBelow(key) : `"${key}" must be a list, got ${describe(list)}`);
  if (items.length > MAX_ENTRIES)
    problems.add(path, `a file can have at most ${MAX_ENTRIES} webhooks, got ${items.length}: split it`);
  return items.slice(0, MAX_ENTRIES).map((item, index) => [item, [...path, index]]);
}

function readDefaults(value: Json, context: FileContext): Part | null {
  if (value === null) return null;
  const path = ['defaults'];
  const fields = isObject(value) ? leaveOut(value, path, MISPLACED, context.problems) : value;
  return readPart(fields, path, context, ['environments']);
}

function readFileEntry(item: Json, path: Path, defaults: Part | null, context: FileContext): FileEntry {
  const { names: all, current } = context.environments;
  const part = readPart(item, path, context, entryKeyNames);
  const only = readOnly(part, context);
  if (all !== null && hasId(part.object) && only?.length !== 1)
    context.problems.add([...path, 'id'], '"id" differs between environments, so "only" must name a single one');
  const applies = only === null || current === null || only.includes(current);
  const names = readNames(part, context, applies, readFormerNames(part, context, applies));
  const settings = applicableSettings([defaults, part], context.environments);
  return { ...part, ...names, only, resolved: applies ? resolveEntry({ ...part, settings }, context, names) : null };
}

function readScope(value: Json | undefined, context: BodyContext): ResolvedString | null {
  if (value === undefined) return null;
  const path = ['scope'];
  const read = typeof value === 'string' ? readString(value, path, true, context) : undefined;
  if (read === null) return null;
  const patterns = parsePatterns(read?.text ?? '');
  if (read !== undefined && patterns[0]?.negated === false) {
    const text = patternsText(patterns);
    return { text, shown: read.shown === read.text ? text : read.shown };
  }
  const message = '"scope" must be a name or a glob, as in webhook-name';
  const hint = patterns.length > 0 ? ': a line that begins with "!" excludes from the lines before it' : '';
  context.problems.add(path, value === null ? nothingBelow('scope') : `${message}${hint}`);
  return null;
}
