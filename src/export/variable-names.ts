import { createHash } from 'node:crypto';
import type { FieldName } from '../losant/fields.ts';
import type { Webhook } from '../losant/webhook.ts';

/** Long names are cut, and told apart by their hash. */
const LONGEST_STEM = 80;
/** Prefixes that sync refuses, since tokens are among those variables, and what a variable cannot begin with. */
const NEEDS_PREFIX = /^(?:(?:INPUT|ACTIONS|GITHUB|RUNNER)(?:_|$)|\d|$)/;
const PREFIX = 'WEBHOOK';

/** Chooses the environment variables for the secrets of webhooks. */
export interface VariableNames {
  /** The variable of a webhook's secret field. The same call has the same result. */
  nameFor(webhook: Webhook, field: FieldName): string;
}

/**
 * Names that depend on their webhook alone, so that they stay the same when other webhooks come and go: `ORDERS_PASSWORD`
 * for the webhook "orders". Where the webhook's name could not be told from the variable's, a hash of it is appended. Of
 * webhooks that share a name, the first that Losant created has that one, and the others a hash of their ids.
 * @param webhooks all that may ask, in any order
 * @param taken the variables that have another meaning already
 */
export function variableNames(webhooks: readonly Webhook[], taken: ReadonlySet<string> = new Set()): VariableNames {
  const used = new Set(taken);
  const stems = new Map<string, readonly [string, string]>();
  // An id begins with the time of its creation.
  for (const webhook of [...webhooks].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const free = candidates(webhook).find(([stem, end]) =>
      Object.values(SUFFIXES).every((suffix) => !used.has(`${stem}${suffix}${end}`)),
    );
    const [stem, end] = free ?? [PREFIX, `_${webhook.id.toUpperCase()}`];
    for (const suffix of Object.values(SUFFIXES)) used.add(`${stem}${suffix}${end}`);
    stems.set(webhook.id, [stem, end]);
  }
  return {
    nameFor: ({ id }, field) => {
      const [stem, end] = stems.get(id) ?? [PREFIX, `_${id.toUpperCase()}`];
      return `${stem}${field === 'verificationCode' ? SUFFIXES.code : SUFFIXES.password}${end}`;
    },
  };
}

const SUFFIXES = { password: '_PASSWORD', code: '_VERIFICATION_CODE' };

/** The stems of a webhook's variables and what follows the suffix, the nicest first. */
function candidates({ id, name }: Webhook): (readonly [string, string])[] {
  const words = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()
    .slice(0, LONGEST_STEM)
    .replace(/^_+|_+$/g, '');
  const stem = NEEDS_PREFIX.test(words) ? [PREFIX, words].filter((part) => part !== '').join('_') : words;
  const hashed = [name, id].map((text) => [stem, `_${hash(text)}`] as const);
  return nameOf(stem) === name ? [[stem, ''], ...hashed] : hashed;
}

/** The one webhook name that a stem stands for without a hash. */
function nameOf(stem: string): string {
  const rest = stem.startsWith(`${PREFIX}_`) ? stem.slice(PREFIX.length + 1) : '';
  return (rest !== '' && NEEDS_PREFIX.test(rest) ? rest : stem).toLowerCase().replaceAll('_', '-');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8).toUpperCase();
}
