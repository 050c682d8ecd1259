import { createHash } from 'node:crypto';
import type { Path } from '../document/document.ts';
import { type FieldName, fieldNames, isFieldName, isSecretField } from '../losant/fields.ts';
import type { Webhook } from '../losant/webhook.ts';
import type { FileEntry, ManyWebhooks, WebhooksFile } from './sync-file.ts';

/** Where a file needs an environment variable. */
export interface VariableUse {
  readonly variable: string;
  /** The name of the webhook, or its id if it has none; null in the defaults and in the scope. */
  readonly webhook: string | null;
  readonly field: string;
  readonly isSecret: boolean;
}

/** The names of the variables, in the order of their first use. */
export function listVariables(uses: readonly VariableUse[]): string[] {
  return [...new Set(uses.map(({ variable }) => variable))];
}

/** Names the environment variable for a secret field of a webhook: always the same for the same arguments. */
export type VariableNames = (webhook: Webhook, field: FieldName) => string;

/** The parts of a webhook's variable names before and after the field: `ORDERS` and `_1A2B3C4D`. */
type Stem = readonly [start: string, end: string];

const PREFIX = 'WEBHOOK';
/** Prefixes that sync refuses, since some of those variables contain tokens, and digits, which no variable begins with. */
const NEEDS_PREFIX = /^(?:(?:INPUT|ACTIONS|GITHUB|RUNNER)(?:_|$)|\d|$)/;
/** Longer names are cut, and distinguished by a hash. */
const MAX_STEM_LENGTH = 80;
export const secretFields = fieldNames.filter(isSecretField);

/** Where a file needs variables in its environment, in file order. Those with a default are not included. */
export function listVariableUses({ file, references }: ManyWebhooks): VariableUse[] {
  const used = new Set(file.entries.flatMap(({ settings }) => [...settings.values()].map(({ path }) => path)));
  const uses = references
    .filter(({ fallback }) => fallback === null)
    .flatMap(({ name, path, isSecret }): VariableUse[] => {
      const entry = entryAt(file, path);
      const field = String(path.findLast((key) => typeof key === 'string'));
      const applies = isFieldName(field) ? used.has(path) : entry === undefined || entry.resolved !== null;
      const webhook = entry === undefined ? null : (entry.name?.text ?? entry.id);
      return applies ? [{ variable: name, webhook, field, isSecret }] : [];
    });
  return [...new Map(uses.map((use) => [JSON.stringify(use), use])).values()];
}

/** What each variable of a file stands for: one secret of a webhook, or `''` for anything else. */
export function listTakenVariables(
  { file, references }: ManyWebhooks,
  findWebhook: (entry: FileEntry) => Webhook | undefined,
): Map<string, string> {
  const taken = new Map<string, string>();
  for (const { name, path, isSecret } of references) {
    const entry = entryAt(file, path);
    const webhook = isSecret && entry !== undefined ? findWebhook(entry) : undefined;
    const meaning = webhook === undefined ? '' : secretKey(webhook.id, String(path.at(-1)));
    taken.set(name, taken.has(name) && taken.get(name) !== meaning ? '' : meaning);
  }
  return taken;
}

/** The entry that a path leads into. */
function entryAt({ written }: WebhooksFile, [first, second]: Path): FileEntry | undefined {
  return written[Number(typeof first === 'number' ? first : second)];
}

/**
 * Names that depend only on their webhook: `ORDERS_PASSWORD` for the webhook "orders". If the webhook's name can't be
 * recovered, a hash is appended. If webhooks share a name, the oldest one gets it, and the others a hash of their id.
 * @param taken what existing variables stand for: a `secretKey`, or any other string
 */
export function variableNames(webhooks: readonly Webhook[], taken = new Map<string, string>()): VariableNames {
  const used = new Map(taken);
  const stems = new Map<string, Stem>();
  const isFree = ({ id }: Webhook, stem: Stem): boolean =>
    secretFields.every((field) => [undefined, secretKey(id, field)].includes(used.get(variable(stem, field))));
  // Ids begin with the time of creation, so the oldest webhook comes first.
  for (const webhook of [...webhooks].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const stem = candidates(webhook).find((candidate) => isFree(webhook, candidate)) ?? fallbackStem(webhook);
    for (const field of secretFields) used.set(variable(stem, field), secretKey(webhook.id, field));
    stems.set(webhook.id, stem);
  }
  return (webhook, field) => variable(stems.get(webhook.id) ?? fallbackStem(webhook), field);
}

/** Identifies a secret of a webhook. */
export function secretKey(id: string, field: string): string {
  return `${id} ${field}`;
}

function variable([start, end]: Stem, field: FieldName): string {
  return `${start}_${field === 'verificationCode' ? 'VERIFICATION_CODE' : 'PASSWORD'}${end}`;
}

/** The possible stems for a webhook, the most readable first. */
function candidates({ id, name }: Webhook): Stem[] {
  const words = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_/, '')
    .slice(0, MAX_STEM_LENGTH)
    .replace(/_$/, '')
    .toUpperCase();
  const start = NEEDS_PREFIX.test(words) ? `${PREFIX}_${words}`.replace(/_$/, '') : words;
  return [nameOf(start) === name ? '' : `_${hash(name)}`, `_${hash(id)}`].map((end) => [start, end]);
}

function fallbackStem({ id }: Webhook): Stem {
  return [PREFIX, `_${id.toUpperCase()}`];
}

/** The webhook name that a stem without a hash stands for. */
function nameOf(start: string): string {
  const rest = start.startsWith(`${PREFIX}_`) ? start.slice(PREFIX.length + 1) : '';
  return (rest !== '' && NEEDS_PREFIX.test(rest) ? rest : start).toLowerCase().replaceAll('_', '-');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8).toUpperCase();
}
