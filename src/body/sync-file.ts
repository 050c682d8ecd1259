import { didYouMean } from '../closest.ts';
import { isObject, type Json, kindOf } from '../json.ts';
import { type FieldName, fieldNames, type WebhookFields } from '../losant/fields.ts';
import { parsePatterns, patternsText } from '../patterns.ts';
import { type Entry, parseEntry } from './entry.ts';
import type { BodyProblem } from './position.ts';
import type { Expanded, Templates } from './variables.ts';

/** The webhooks of an application as code. */
export interface WebhooksFile {
  /** Each with the defaults that hold for it. */
  readonly entries: readonly Entry[];
  /** The lines to which pruning is limited, as in `webhook-name`; null where all webhooks are meant. */
  readonly scope: string | null;
}

const KEYS = ['defaults', 'webhooks', 'scope'];
/** What `output-file` holds beside the webhooks. */
const RESULT_KEYS = ['changes', 'previous'];

/** Checks the file format of sync. All problems are added to `problems`. */
export function parseWebhooksFile(
  value: Json,
  templates: Expanded['templates'],
  problems: BodyProblem[],
): WebhooksFile {
  if (!isObject(value)) {
    problems.push({ path: [], message: `the file must be an object with "webhooks", got ${kindOf(value)}` });
    return { entries: [], scope: null };
  }
  for (const key of Object.keys(value).filter((name) => !KEYS.includes(name))) {
    const hint = RESULT_KEYS.includes(key)
      ? ': this is a result; to undo it, give {"webhooks": …} with what it has in "previous"'
      : didYouMean(key, KEYS);
    problems.push({ path: [key], message: `unknown key "${key}"${hint}` });
  }
  const defaults = parseDefaults(value['defaults'], templates, problems);
  const list = value['webhooks'];
  if (!Array.isArray(list))
    problems.push({ path: ['webhooks'], message: `"webhooks" must be a list, got ${kindOf(list)}` });
  const items: readonly Json[] = Array.isArray(list) ? list : [];
  const entries = items.map((item, index) =>
    withDefaults(parseEntry(item, ['webhooks', index], templates, problems), defaults),
  );
  refuseNameless(entries, problems);
  refuseTwice(entries, 'name', ({ fields }) => fields.name, problems);
  refuseTwice(entries, 'id', idOf, problems);
  return { entries, scope: parseScope(value['scope'], problems) };
}

/** The id that pins an entry to a webhook. */
export function idOf(entry: Entry): string | undefined {
  return entry.identity[idKeyOf(entry)]?.toLowerCase();
}

/** The key under which that id stands: a webhook from an output may have the one or the other. */
export function idKeyOf({ identity }: Entry): 'id' | 'webhookId' {
  return identity.id === undefined ? 'webhookId' : 'id';
}

function parseDefaults(
  value: Json | undefined,
  templates: Expanded['templates'],
  problems: BodyProblem[],
): Entry | null {
  if (value === undefined) return null;
  if (isObject(value)) {
    for (const key of ['name', 'id', 'webhookId'].filter((name) => Object.hasOwn(value, name))) {
      problems.push({ path: ['defaults', key], message: `"${key}" can't be a default: it names one webhook` });
    }
  }
  return parseEntry(value, ['defaults'], templates, problems);
}

/** A secret that is masked in the entry stays as it is: no default takes its place. */
function withDefaults(entry: Entry, defaults: Entry | null): Entry {
  if (defaults === null) return entry;
  const own = (name: FieldName): boolean => entry.fields[name] !== undefined || entry.masked.includes(name);
  const inherited = fieldNames.filter((name) => name !== 'name' && defaults.fields[name] !== undefined && !own(name));
  const fields: WebhookFields = Object.fromEntries(inherited.map((name) => [name, defaults.fields[name]]));
  const written = inherited.filter((name) => defaults.templates[name] !== undefined);
  const templates: Templates = Object.fromEntries(written.map((name) => [name, defaults.templates[name]]));
  return { ...entry, fields: { ...fields, ...entry.fields }, templates: { ...templates, ...entry.templates } };
}

function refuseNameless(entries: readonly Entry[], problems: BodyProblem[]): void {
  for (const entry of entries) {
    const named = entry.fields.name !== undefined || idOf(entry) !== undefined;
    const isFaulty = problems.some(({ path }) => path[0] === 'webhooks' && path[1] === entry.path[1]);
    if (!named && !isFaulty)
      problems.push({ path: entry.path, message: 'a webhook needs a name, or the id of the one that is meant' });
  }
}

function refuseTwice(
  entries: readonly Entry[],
  what: 'name' | 'id',
  keyOf: (entry: Entry) => unknown,
  problems: BodyProblem[],
): void {
  const seen = new Set<unknown>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key !== undefined && seen.has(key)) {
      const shown = what === 'name' ? (entry.templates.name ?? key) : key;
      problems.push({
        path: [...entry.path, what === 'id' ? idKeyOf(entry) : what],
        message: `two webhooks of the file have the ${what} ${JSON.stringify(shown)}`,
      });
    }
    seen.add(key);
  }
}

function parseScope(value: Json | undefined, problems: BodyProblem[]): string | null {
  if (value === undefined) return null;
  const patterns = typeof value === 'string' ? parsePatterns(value) : [];
  if (patterns.some(({ negated }) => !negated)) return patternsText(patterns);
  problems.push({ path: ['scope'], message: '"scope" must be a name or a glob, as in webhook-name' });
  return null;
}
