import type { Entry } from '../body/entry.ts';
import { isSameJson } from '../json.ts';
import { isFieldName } from '../losant/fields.ts';
import { isSameId } from '../losant/webhook.ts';
import type { Item } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import { quoteKey } from '../quote.ts';

/** Why an entry from an output does not fit the webhook that it would be applied to; null if it fits. */
export function findMismatch(
  { identity, unknown, shownId, fields, unsettable, isResult }: Entry,
  { id, before }: Pick<Item, 'id' | 'before'>,
  applicationId: string,
): { name: string; message: string } | null {
  const now: Readonly<Record<string, unknown>> = { ...before, id, webhookId: id, applicationId };
  for (const name of ['id', 'webhookId', 'applicationId', 'token', 'creationDate'] as const) {
    const given = identity[name];
    const actual = now[name];
    if (given === undefined || typeof actual !== 'string' || isSameIdentity(name, given, actual)) continue;
    const difference =
      name === 'token' || name === 'creationDate'
        ? `its ${name} differs from the ${name} of webhook ${id}`
        : `its ${name} is ${name === 'id' ? shownId : given}, but webhook ${id} has ${actual}`;
    return { name, message: `it came from another webhook: ${difference}` };
  }
  for (const [name, value] of isResult ? [] : Object.entries(unknown)) {
    if (name.startsWith('_') || isSameJson(value, before?.[name])) continue;
    return {
      name,
      message: `it sets ${quoteKey(name, Object.keys(before ?? {}))}, which cannot be set, to a value that webhook ${id} does not have`,
    };
  }
  for (const [name, message] of Object.entries(unsettable)) {
    // A value that Losant already has may stay.
    if (isFieldName(name) && fields[name] !== before?.[name]) return { name, message };
  }
  return null;
}

/** Why a webhook from an output cannot be created, or null: without its password, anyone who knows the URL could call it. */
export function missingPassword({ isFromOutput, fields }: Entry): string | null {
  const { basicAuthUsername: user = '', basicAuthPassword: password } = fields;
  return isFromOutput && user !== '' && password === undefined
    ? 'the password (basicAuthPassword) was left out of this output, and the webhook would be created without one: set it in the body'
    : null;
}

/** @throws Problem if the webhook cannot be created */
export function assertCreatable(entry: Entry): void {
  // An existing webhook may keep such a value.
  assertUsable('Invalid body', Object.values(entry.unsettable)[0]);
  assertUsable('Password is missing', missingPassword(entry));
}

/** @throws Problem if the entry comes from another webhook */
export function assertSameWebhook(entry: Entry, item: Item, applicationId: string): void {
  assertUsable('Body of another webhook', findMismatch(entry, item, applicationId)?.message);
}

function assertUsable(title: string, reason: string | null | undefined): void {
  if (reason != null) throw new Problem(title, `The body is refused: ${reason}. Nothing was changed.`);
}

/** Whether two values of a field that only the server sets are equivalent. */
function isSameIdentity(name: string, given: string, actual: string): boolean {
  return (
    given === actual ||
    (name.toLowerCase().endsWith('id') && isSameId(given, actual)) ||
    (name === 'creationDate' && Date.parse(given) === Date.parse(actual))
  );
}
