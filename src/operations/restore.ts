import type { Entry } from '../body/entry.ts';
import { isSameJson } from '../json.ts';
import { isFieldName } from '../losant/fields.ts';
import { isSameId } from '../losant/webhook.ts';
import { shownName } from '../plan/changes.ts';
import type { Item } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import type { Context } from './context.ts';

/** Where an entry that was taken from an output contradicts the webhook that it is applied to; null if it does not. */
export function findMismatch(
  { identity, unknown, shownId, fields, doubts }: Entry,
  { id, before }: Pick<Item, 'id' | 'before'>,
  applicationId: string,
): { name: string; message: string } | null {
  const now: Readonly<Record<string, unknown>> = { ...before, id, webhookId: id, applicationId };
  for (const name of ['id', 'webhookId', 'applicationId', 'token', 'creationDate'] as const) {
    const given = identity[name];
    const actual = now[name];
    if (given === undefined || typeof actual !== 'string' || isSameValue(name, given, actual)) continue;
    const shown = name === 'id' ? shownId : given;
    const values = name === 'token' ? 'its token is not that' : `its ${name} is ${shown}, not ${actual} like that`;
    return { name, message: `it was taken from another webhook: ${values} of webhook ${id}` };
  }
  for (const [name, value] of Object.entries(unknown)) {
    if (name.startsWith('_') || isSameJson(value, before?.[name])) continue;
    return {
      name,
      message: `it sets "${name}", which is not a field that can be set, to a value other than that of webhook ${id}`,
    };
  }
  for (const [name, message] of Object.entries(doubts)) {
    // What Losant already has may stay as it is.
    if (isFieldName(name) && fields[name] !== before?.[name]) return { name, message };
  }
  return null;
}

/** Why a webhook cannot be created from an output: anyone who knows its URL could call it. Null if it can. */
export function leftOutPassword({ isFromOutput, fields }: Entry): string | null {
  const { basicAuthUsername: user = '', basicAuthPassword: password } = fields;
  return isFromOutput && user !== '' && password === undefined
    ? 'the password (basicAuthPassword) was left out of this output, and the webhook would be created without one: set it in the body'
    : null;
}

/** @throws Problem if `findMismatch` finds one */
export function refuseMismatch(entry: Entry, item: Item, applicationId: string): void {
  const other = findMismatch(entry, item, applicationId);
  if (other !== null)
    throw new Problem('Body of another webhook', `The body is refused: ${other.message}. Nothing was changed.`);
}

function isSameValue(name: string, given: string, actual: string): boolean {
  return (
    given === actual ||
    (name.toLowerCase().endsWith('id') && isSameId(given, actual)) ||
    (name === 'creationDate' && Date.parse(given) === Date.parse(actual))
  );
}

/** Warns of secrets in an output that are not restored, because it has only mask characters for them. */
export function warnOfMasked({ log }: Context, entry: Entry): void {
  if (entry.masked.length === 0) return;
  const whose = entry.fields.name === undefined ? 'the webhook' : JSON.stringify(shownName(entry));
  log.warning(
    `The body has only mask characters for ${entry.masked.join(' and ')} of ${whose}: this secret is not restored.`,
  );
}

/** Warns that a webhook from an output is created again, as another one. */
export function warnOfNew({ log }: Context, entry: Entry): void {
  const name = JSON.stringify(shownName(entry));
  if (Object.keys(entry.identity).length > 0) {
    log.warning(`${name} is created again from an output: it gets a new id, and a new URL that its callers need.`);
  }
  const left = Object.keys(entry.unknown).filter((field) => !field.startsWith('_'));
  if (left.length > 0) log.warning(`${left.join(', ')} of ${name} cannot be set, so it is not restored.`);
}
