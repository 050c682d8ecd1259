import type { Entry } from '../body/entry.ts';
import type { WebhookFields } from '../losant/fields.ts';
import type { Webhook } from '../losant/webhook.ts';
import { Problem } from '../problem.ts';
import { diff } from './compare.ts';
import { createNotices } from './notices.ts';
import type { Item, Notice, Plan } from './plan.ts';

/** The fields that an entry sets, and how they are written. */
export type Wanted = Pick<Entry, 'fields' | 'templates'>;

/** Makes a plan. `listing` has all existing webhooks; it is empty if they were not listed. */
export function createPlan(
  items: readonly Item[],
  listing: readonly Webhook[] = [],
  notices: readonly Notice[] = [],
): Plan {
  const existing = new Set(listing.map(({ id }) => id));
  return { items, existing, notices: [...createNotices(items, listing), ...notices] };
}

/** A webhook that stays as it is. */
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
  const { fields, templates } = entry;
  return { action: 'create', id: null, name: shownName(entry), before: null, fields, templates };
}

/**
 * Sets the wanted fields of a webhook: those that differ, or all of them if the webhook could not be read.
 * @throws Problem if `isWebsocket` differs
 */
export function updateItem(item: Item, { fields: wanted, templates }: Wanted): Item {
  const { id, before } = item;
  if (before === null) return { ...item, action: 'update', fields: wanted, templates };
  const fields = diff(before, wanted);
  // A name that equals a variable's value would reveal it.
  const name = wanted.name === before.name ? (templates.name ?? before.name) : before.name;
  const fixed = fixedField(before, wanted);
  if (fixed !== null)
    throw new Problem('isWebsocket is fixed', `Webhook "${name}" (${id}) ${fixed}. Nothing was changed.`);
  return {
    ...item,
    name,
    ...(Object.keys(fields).length === 0 ? {} : { action: 'update', fields, wanted, templates }),
  };
}

/** Why the fields cannot be set, if one of them cannot be changed after creation; otherwise null. */
export function fixedField(before: Webhook, wanted: WebhookFields): string | null {
  if (diff(before, wanted).isWebsocket === undefined) return null;
  const kind = before['isWebsocket'] === true ? 'a WebSocket' : 'an HTTP';
  return `is ${kind} webhook, and isWebsocket cannot be changed after creation. Create another webhook: it will have another URL`;
}

export function deleteItem(item: Item): Item {
  return { ...item, action: 'delete' };
}
