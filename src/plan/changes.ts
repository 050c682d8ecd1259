import type { Entry } from '../body/entry.ts';
import { isSameJson } from '../json.ts';
import { diff, isInUse } from '../losant/compare.ts';
import { type FieldName, listFields, type WebhookFields } from '../losant/fields.ts';
import { isComparable, type Webhook } from '../losant/webhook.ts';
import { Problem } from '../problem.ts';
import { quoteKey } from '../quote.ts';
import type { Change, Item, Plan } from './plan.ts';

/** The fields that an entry sets, and how they are written; and if it comes from an output, what that has besides. */
export type Wanted = Pick<Entry, 'fields' | 'templates'> &
  Partial<Pick<Entry, 'formerly' | 'isFromOutput' | 'masked' | 'unknown'>>;

/** Makes a plan. `listing` has all existing webhooks; it is empty if they were not listed. */
export function createPlan(items: Plan['items'], listing: Plan['listing'] = [], warnings: Plan['warnings'] = []): Plan {
  return { items, listing, warnings };
}

export function unchangedItem(webhook: Webhook): Item {
  return { action: 'none', id: webhook.id, name: webhook.name, before: webhook, fields: {}, templates: {} };
}

/** A webhook that the token is not allowed to read, so that only its id is known. */
export function unreadItem(id: string): Item {
  return { action: 'none', id, name: null, before: null, fields: {}, templates: {} };
}

/** The name that an entry sets, as it may be shown: its template if it came from a variable. */
export function shownName({ fields, templates }: Wanted): string {
  return templates.name ?? String(fields.name);
}

export function createItem(entry: Wanted): Item {
  const { fields, templates, formerly = [] } = entry;
  const item = { action: 'create', id: null, name: shownName(entry), before: null, fields, templates } as const;
  return { ...item, ...(formerly.length === 0 ? {} : { formerly }), ...whatIsRestored(entry, null) };
}

/** What a webhook from an output has that is not restored. */
function whatIsRestored(entry: Wanted, before: Webhook | null): Pick<Item, 'restored'> {
  const { isFromOutput = false, masked = [], unknown = {} } = entry;
  if (!isFromOutput) return {};
  const left = Object.entries(unknown).filter(
    ([name, value]) => !name.startsWith('_') && !isSameJson(value, before?.[name]),
  );
  return { restored: { masked, unknown: left.map(([name]) => quoteKey(name, [])) } };
}

/**
 * Sets the wanted fields of a webhook: those that differ, or all of them if the webhook could not be read.
 * @throws Problem if `isWebsocket` differs
 */
export function updateItem(item: Item, entry: Wanted): Item {
  const { fields: wanted, templates } = entry;
  const { id, before } = item;
  const restored = whatIsRestored(entry, before);
  if (before === null) return { ...item, action: 'update', fields: wanted, templates, ...restored };
  const fields = diff(before, wanted);
  // A name that equals a variable's value would reveal it.
  const name = wanted.name === before.name ? (templates.name ?? before.name) : before.name;
  const fixed = fixedField(before, wanted);
  if (fixed !== null)
    throw new Problem('isWebsocket is fixed', `Webhook "${name}" (${id}) ${fixed}. Nothing was changed.`);
  const change: Partial<Item> = Object.keys(fields).length === 0 ? {} : { action: 'update', fields, wanted, templates };
  return { ...item, name, ...change, ...restored };
}

/** Why the fields cannot be set, if one of them cannot be changed after creation; otherwise null. */
export function fixedField(before: Webhook, wanted: WebhookFields): string | null {
  if (diff(before, wanted).isWebsocket === undefined) return null;
  const kind = before['isWebsocket'] === true ? 'a WebSocket' : 'an HTTP';
  return `is ${kind} webhook, and isWebsocket cannot be changed after creation. Create another webhook: it will have another URL`;
}

/** Whether a sent field is a secret that the server hides. To remove one that has, or may have, a value is a change. */
export function isSentAgain({ before, fields }: Pick<Change, 'before' | 'fields'>, name: FieldName): boolean {
  if (before === null || isComparable(before, name)) return false;
  return fields[name] !== '' || (before[name] === undefined && !isInUse(before, name));
}

/** Whether the change makes a difference: an update that only sends hidden secrets again does not. */
export function isDifference(change: Pick<Change, 'action' | 'before' | 'fields'>): boolean {
  const { action, before, fields } = change;
  if (action !== 'update' || before === null) return true;
  return listFields(fields).some((name) => !isSentAgain(change, name));
}

export function deleteItem(item: Item): Item {
  return { ...item, action: 'delete' };
}
