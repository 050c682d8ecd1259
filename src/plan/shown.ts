import { createHash } from 'node:crypto';
import type { ResolvedString } from '../body/entry.ts';
import { escapeVariables } from '../body/variables.ts';
import type { Json } from '../json.ts';
import { type FieldName, fieldNames, getField, isSecretField } from '../losant/fields.ts';
import { quoteName } from '../quote.ts';
import { plural } from '../wording.ts';
import type { Action, FieldValues, Item, OtherTrigger, Source } from './plan.ts';

/** Shown instead of a secret. */
export const HIDDEN = '***';

type Fields = Pick<Item, 'before' | 'fields' | 'templates'>;

export interface ShownField extends FieldValues {
  readonly name: FieldName;
  /** The variable that a number, boolean, or enum came from, as `${NAME}`. */
  readonly variable: string | null;
}

/**
 * The fields of a change as they may be shown: secrets that are not empty as `***`, and strings that came from a variable as
 * templates. Other types are shown with their values, since nobody could review them otherwise.
 */
export function shownFields({ before, fields, templates }: Fields): ShownField[] {
  const hidden = (value: Json): string => (value === '' ? '' : HIDDEN);
  const shown: ShownField[] = [];
  for (const name of fieldNames) {
    const to = fields[name];
    if (to === undefined) continue;
    const show = (old: Json, value: Json, variable: string | null = null): void => {
      shown.push({ name, from: before === null ? null : old, to: value, variable });
    };
    const from = before?.[name] ?? null;
    const template = templates[name] ?? null;
    // A secret that the server leaves out may still have a value.
    if (isSecretField(name)) show(hidden(from), hidden(to));
    else if (template !== null && getField(name).type === 'string') show(HIDDEN, template);
    else show(from, to, template);
  }
  return shown;
}

/**
 * The fields of a change as the output `changes` has them, and as they are compared with what was approved: as they are
 * shown, but with a literal `${` as `$${`, so that it differs from a variable.
 */
export function recordedFields(item: Fields): Map<FieldName, FieldValues> {
  const escaped = (value: Json): Json => (typeof value === 'string' ? escapeVariables(value) : value);
  const record = ({ name, from, to }: ShownField): [FieldName, FieldValues] => {
    return [name, { from: escaped(from), to: item.templates[name] === undefined ? escaped(to) : to }];
  };
  return new Map(shownFields(item).map(record));
}

/** Says in `changes` which application a change belongs to, also where ids are left out. */
export function hashApplication(id: string): string {
  return createHash('sha256').update(id.toLowerCase()).digest('hex').slice(0, 12);
}

/** `"orders" (575e…)`. */
export function webhookText({ id, name }: { readonly id: string | null; readonly name: string | null }): string {
  const shown = name === null ? 'webhook' : JSON.stringify(name);
  return id === null ? shown : `${shown} (${id})`;
}

/** `formerly "biling", "bills"` */
export function formerNamesText(formerly: readonly ResolvedString[]): string {
  return `formerly ${formerly.map(({ shown }) => quoteName(shown)).join(', ')}`;
}

/** "4 webhooks differ from the file". */
export function driftText(count: number, source: Source): string {
  return `${plural(count, 'webhook')} ${count === 1 ? 'differs' : 'differ'} from ${source}`;
}

/** What a webhook is that would be deleted, updated, or created, in a check for drift. */
export function driftWords(source: Source): Readonly<Record<Action, string>> {
  return { delete: 'only in Losant', update: 'different', create: `only in ${source}` };
}

/** How a sentence names a webhook. */
export type Namer = (webhook: Pick<Item, 'id' | 'name'>) => string;

/** Names webhooks as `"orders"`. The id is added only where several of the webhooks share the name, or there is none. */
export function createNamer(webhooks: readonly Pick<Item, 'id' | 'name'>[]): Namer {
  const shared = sharedNames(webhooks);
  return ({ id, name }) => webhookText({ id: name === null || shared.has(name) ? id : null, name });
}

/** The names that several of the webhooks share: only their ids distinguish them. */
export function sharedNames(webhooks: readonly Pick<Item, 'name'>[]): Set<string | null> {
  const seen = new Set<string | null>();
  return new Set(webhooks.map(({ name }) => name).filter((name) => seen.has(name) || !seen.add(name)));
}

/** `"orders"` for a webhook, otherwise `a timer`, `a device`… */
export function triggerText({ type, name }: OtherTrigger): string {
  if (name !== null) return JSON.stringify(name);
  if (/^device/i.test(type)) return 'a device';
  const known = { timer: 'a timer', virtualButton: 'a virtual button', endpoint: 'an endpoint' };
  return new Map(Object.entries(known)).get(type) ?? `a trigger of type ${JSON.stringify(type)}`;
}
