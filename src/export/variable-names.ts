import { createHash } from 'node:crypto';
import { type FieldName, fieldNames, isSecretField } from '../losant/fields.ts';
import type { Webhook } from '../losant/webhook.ts';

/** Chooses the environment variables for the secrets of webhooks. */
export interface VariableNames {
  /** The variable of a webhook's secret field. The same call has the same result. */
  nameFor(webhook: Webhook, field: FieldName): string;
}

/** What the variables of one webhook have before and after the word for the field. */
interface Stem {
  readonly start: string;
  readonly end: string;
}

const PREFIX = 'WEBHOOK';
/** What sync refuses, since tokens are among those variables, and what no variable can begin with. */
const NEEDS_PREFIX = /^(?:(?:INPUT|ACTIONS|GITHUB|RUNNER)(?:_|$)|\d|$)/;
/** Longer names are cut, and told apart by their hash. */
const LONGEST_STEM = 80;

/**
 * Names that depend on their webhook alone, so that they stay the same when other webhooks come and go: `ORDERS_PASSWORD`
 * for the webhook "orders". Where the webhook's name could not be told from the variable's, a hash of it is appended. Of
 * webhooks that share a name, the oldest has that one, and the others a hash of their ids.
 * @param webhooks all that may ask, in any order
 * @param taken what the variables that exist already stand for: as `secretKey` says, or anything else
 */
export function variableNames(
  webhooks: readonly Webhook[],
  taken: ReadonlyMap<string, string> = new Map(),
): VariableNames {
  const used = new Map(taken);
  const stems = new Map<string, Stem>();
  const isFree = ({ id }: Webhook, stem: Stem): boolean =>
    SECRETS.every((field) => [undefined, secretKey(id, field)].includes(used.get(variable(stem, field))));
  // An id begins with the time of its creation.
  for (const webhook of [...webhooks].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const stem = candidates(webhook).find((one) => isFree(webhook, one)) ?? lastResort(webhook);
    for (const field of SECRETS) used.set(variable(stem, field), secretKey(webhook.id, field));
    stems.set(webhook.id, stem);
  }
  return { nameFor: (webhook, field) => variable(stems.get(webhook.id) ?? lastResort(webhook), field) };
}

/** What the variable of a secret stands for. */
export function secretKey(id: string, field: string): string {
  return `${id} ${field}`;
}

/** The secret fields, in the order of a file. */
export const SECRETS = fieldNames.filter(isSecretField);

function variable({ start, end }: Stem, field: FieldName): string {
  return `${start}_${field === 'verificationCode' ? 'VERIFICATION_CODE' : 'PASSWORD'}${end}`;
}

/** The stems that a webhook may have, the nicest first. */
function candidates({ id, name }: Webhook): Stem[] {
  const words = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_/, '')
    .slice(0, LONGEST_STEM)
    .replace(/_$/, '')
    .toUpperCase();
  const start = NEEDS_PREFIX.test(words) ? `${PREFIX}_${words}`.replace(/_$/, '') : words;
  return [
    { start, end: nameOf(start) === name ? '' : `_${hash(name)}` },
    { start, end: `_${hash(id)}` },
  ];
}

/** The one webhook name that a stem stands for without a hash. */
function nameOf(start: string): string {
  const rest = start.startsWith(`${PREFIX}_`) ? start.slice(PREFIX.length + 1) : '';
  return (rest !== '' && NEEDS_PREFIX.test(rest) ? rest : start).toLowerCase().replaceAll('_', '-');
}

function lastResort({ id }: Webhook): Stem {
  return { start: PREFIX, end: `_${id.toUpperCase()}` };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8).toUpperCase();
}
