import type { Entry } from '../body/entry.ts';
import type { WebhookFields } from '../losant/fields.ts';
import { isSameId, type Webhook } from '../losant/webhook.ts';
import { diff } from '../plan/diff.ts';
import type { Change, Item, Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import type { Context } from './context.ts';
import type { Target } from './select.ts';

/** A plan of the items; `listing` holds all webhooks that were there before. */
export function planOf(items: readonly Item[], listing: readonly Webhook[] = []): Plan {
  return { items, existing: new Set(listing.map(({ id }) => id)) };
}

export function unchanged({ id, webhook }: Target): Item {
  return { id, webhook, change: null };
}

/** The name in an entry, as it may be shown. */
export function shownName({ fields, templates }: Pick<Entry, 'fields' | 'templates'>): string {
  return templates.name ?? String(fields.name);
}

/** A new webhook. */
export function createItem(entry: Entry): Item {
  const { fields, templates } = entry;
  const name = shownName(entry);
  const change: Change = { action: 'create', id: null, name, before: null, fields, templates };
  return { id: null, webhook: null, change };
}

/** The webhook as the entry wants it: no change where nothing differs; all fields where it can't be read. */
export function updateItem(
  { id, webhook }: Target,
  { fields: wanted, templates }: Pick<Entry, 'fields' | 'templates'>,
): Item {
  if (webhook === null) {
    return { id, webhook, change: { action: 'update', id, name: null, before: null, fields: wanted, templates } };
  }
  const fields: WebhookFields = diff(webhook, wanted);
  // A name that agrees with a variable would tell its value.
  const name = wanted.name === webhook.name ? (templates.name ?? webhook.name) : webhook.name;
  if (fields.isWebsocket !== undefined) {
    const kind = webhook['isWebsocket'] === true ? 'a WebSocket' : 'an HTTP';
    throw new Problem(
      'isWebsocket is fixed',
      `Webhook "${name}" (${id}) is ${kind} webhook, and that can't be changed after creation. Nothing was changed. ` +
        'Create another webhook; it will have another URL.',
    );
  }
  if (Object.keys(fields).length === 0) return { id, webhook, change: null };
  return { id, webhook, change: { action: 'update', id, name, before: webhook, fields, templates } };
}

/** Where an entry that was taken from an output does not agree with the webhook that it is meant for; null where it does. */
export function findMismatch(
  { identity, unknown }: Entry,
  { id, webhook }: Target,
  applicationId: string,
): { name: string; message: string } | null {
  const now: Readonly<Record<string, unknown>> = { ...webhook, id, webhookId: id, applicationId };
  for (const name of ['id', 'webhookId', 'applicationId', 'token', 'creationDate'] as const) {
    const given = identity[name];
    const actual = now[name];
    if (given === undefined || typeof actual !== 'string' || agree(name, given, actual)) continue;
    const values = name === 'token' ? 'another token than' : `the ${name} ${given}, and not ${actual} as`;
    return { name, message: `it was taken from another webhook: it has ${values} webhook ${id}` };
  }
  for (const [name, value] of Object.entries(unknown)) {
    if (name.startsWith('_') || JSON.stringify(value) === JSON.stringify(webhook?.[name])) continue;
    return {
      name,
      message: `it sets "${name}", which is no field that can be set, to another value than webhook ${id} has`,
    };
  }
  return null;
}

/** @throws Problem where `findMismatch` finds one */
export function refuseMismatch(entry: Entry, target: Target, applicationId: string): void {
  const other = findMismatch(entry, target, applicationId);
  if (other !== null)
    throw new Problem('Body of another webhook', `The body is refused: ${other.message}. Nothing was changed.`);
}

function agree(name: string, given: string, actual: string): boolean {
  return (
    given === actual ||
    (name.toLowerCase().endsWith('id') && isSameId(given, actual)) ||
    (name === 'creationDate' && Date.parse(given) === Date.parse(actual))
  );
}

/** Says which secrets of a webhook from an output are not restored, since only mask characters were given. */
export function warnOfMasked({ log }: Context, entry: Entry): void {
  if (entry.masked.length === 0) return;
  const whose = entry.fields.name === undefined ? 'the webhook' : JSON.stringify(shownName(entry));
  log.warning(
    `The body holds mask characters for ${entry.masked.join(' and ')} of ${whose}: this secret is not restored.`,
  );
}

/** Says that a webhook from an output is made anew. */
export function warnOfNew({ log }: Context, entry: Entry): void {
  const name = JSON.stringify(shownName(entry));
  if (Object.keys(entry.identity).length > 0) {
    log.warning(
      `${name} is created anew from a webhook that was read earlier: it gets a new id, and a new URL that its callers have to learn.`,
    );
  }
  const left = Object.keys(entry.unknown).filter((field) => !field.startsWith('_'));
  if (left.length > 0) log.warning(`${left.join(', ')} of ${name} can't be set: not restored.`);
}

/**
 * What the body says of one webhook. The inputs were checked, so it is there.
 * @throws Error where it is not, which is a bug
 */
export function entryOf({ body }: Context['inputs']): Entry {
  if (body?.kind !== 'webhook') throw new Error('the body of one webhook was not read');
  return body.entry;
}
