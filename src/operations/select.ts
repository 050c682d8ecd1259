import { ifForbidden } from '../api/errors.ts';
import type { Selection } from '../inputs/inputs.ts';
import { type InputValues, inputTable, operationRow } from '../inputs/table.ts';
import { byName, toTime, type Webhook } from '../losant/webhook.ts';
import { matches, type Pattern, type Patterns, patternsText, quotedLines, selectByName } from '../patterns.ts';
import { unchangedItem, unreadItem } from '../plan/changes.ts';
import type { Item, Plan } from '../plan/plan.ts';
import { webhookText } from '../plan/shown.ts';
import { pool } from '../pool.ts';
import { Problem } from '../problem.ts';
import { quoteName } from '../quote.ts';
import { firstFew } from '../wording.ts';
import type { Context } from './context.ts';
import { hintFor } from './hints.ts';

/** What to do if a webhook does not exist. */
type Policy = NonNullable<InputValues['if-not-found']>;

/**
 * The webhooks that the inputs select, ordered by name. A webhook that does not exist is an error, unless `if-not-found`
 * says otherwise. A name that several webhooks share is always an error.
 */
export async function select(context: Context, selection: Selection): Promise<Pick<Plan, 'items' | 'listing'>> {
  if (selection.ids.length > 0) return { items: await selectIds(context, selection), listing: [] };
  const listing = await context.losant.listWebhooks();
  const webhooks = selection.patterns.length === 0 ? listing : selectNames(context, selection, listing);
  const items = [...webhooks].sort(byName).map(unchangedItem);
  const { operation } = context.inputs;
  if (operationRow(operation).selects === 'one' && items.length > 1) {
    throw new Problem(
      'Several webhooks match',
      `${operation} reads one webhook, and ${items.length} match: ${firstFew(items.map(webhookText))}. Name one of them, or use list.`,
    );
  }
  return { items, listing };
}

async function selectIds(context: Context, { ids, ifNotFound }: Selection): Promise<Item[]> {
  const { inputs, losant, log } = context;
  const mustRead = operationRow(inputs.operation).access !== 'write';
  const found = await pool(ids, inputs.concurrency, async (id): Promise<Item | null> => {
    const unread = (): Item => {
      log.info(`The token cannot read webhook ${id}, so the run continues without its current fields`);
      return unreadItem(id);
    };
    const item = losant.getWebhook(id).then((webhook) => webhook && unchangedItem(webhook));
    return mustRead ? item : item.catch(ifForbidden(unread));
  });
  const missing = ids.filter((_, index) => found[index] === null).map((id) => `webhook ${id}`);
  const hint = 'Was it deleted, or does it belong to another application? Ids differ between environments';
  reportMissing(context, ifNotFound ?? 'error', missing, hint);
  return found.filter((item) => item !== null).sort(byName);
}

function selectNames(context: Context, { patterns, ifNotFound }: Selection, listing: readonly Webhook[]): Webhook[] {
  const { operation } = context.inputs;
  const { selects, unmatchedGlob = 'ignore' } = operationRow(operation);
  const isRequired = inputTable['if-not-found'].users.includes(operation);
  const isMissing = (pattern: Pattern): boolean => !listing.some(({ name }) => matches(pattern, name));
  const missing = patterns.filter((pattern) => !pattern.negated && isMissing(pattern));
  const report = (lines: Patterns, usually: Policy, hinted = lines): void => {
    const hint = hinted.map((pattern) => hintFor(pattern, listing)).find(({ text }) => text !== '');
    // Finding nothing is fine for a list or a cleanup, unless the line could never match.
    const policy = usually === 'ignore' && hint?.isMistake === true ? 'warn' : usually;
    reportMissing(context, ifNotFound ?? policy, lines.map(missingText), hint?.text);
  };
  const [globs, names] = [missing.filter(({ name }) => name === null), missing.filter(({ name }) => name !== null)];
  report(names, isRequired ? 'error' : 'ignore', names.slice(0, 1));
  report(globs, unmatchedGlob);
  if (isRequired) assertUniqueNames(patterns, listing);
  const selected = selectByName(patterns, listing);
  // Every match is also excluded, so there is nothing to read.
  if (selects === 'one' && selected.length === 0 && missing.length === 0) {
    reportMissing(context, ifNotFound ?? 'error', [`webhook that matches ${quotedLines(patternsText(patterns))}`]);
  }
  return selected;
}

function missingText({ source, name }: Pattern): string {
  return name === null ? `webhook that matches ${quoteName(source)}` : `webhook ${quoteName(name)}`;
}

/** @throws Problem if several webhooks share a name that is not a glob */
export function assertUniqueNames(patterns: Patterns, listing: readonly Webhook[]): void {
  for (const { name, negated } of patterns) if (name !== null && !negated) assertUniqueName(name, listing);
}

/**
 * @param shownName the name as messages may show it: its template if it came from a variable
 * @throws Problem that lists the ids if several webhooks share the name
 */
export function assertUniqueName(name: string, listing: readonly Webhook[], shownName = name): void {
  const duplicates = listing.filter((webhook) => webhook.name === name);
  if (duplicates.length < 2) return;
  const ids = duplicates.map(({ id }) => id).join(', ');
  throw new Problem(
    'Name is not unique',
    `${duplicates.length} webhooks are named "${shownName}": ${ids}. Nothing was changed. Use the id of the one that you mean.`,
  );
}

/** Reports that selected webhooks do not exist: as an error, a warning, or a log line. */
function reportMissing({ inputs, log }: Context, policy: Policy, missing: readonly string[], hint = ''): void {
  if (missing.length === 0) return;
  const end = hint === '' ? '' : ` ${hint}${hint.endsWith('?') ? '' : '.'}`;
  const message = `Found no ${missing.join(' and no ')} in application ${inputs.applicationId}.${end}`;
  if (policy === 'error') throw new Problem('Webhook not found', `${message} Nothing was changed.`);
  if (policy === 'warn') log.warning(message);
  else log.info(message);
}

/**
 * The items whose last update is older than `older-than`.
 * @param age in milliseconds; 0 for any
 * @throws Problem if a webhook has no valid date
 */
export function olderThan(items: readonly Item[], age: number, now: number): Item[] {
  if (age === 0) return [...items];
  return items.filter((item) => updated(item) < now - age);
}

/** All items except the `keep` most recently updated ones. */
export function withoutNewest(items: readonly Item[], keep: number): Item[] {
  if (keep === 0) return [...items];
  const newest = new Set([...items].sort((a, b) => updated(b) - updated(a) || byName(b, a)).slice(0, keep));
  return items.filter((item) => !newest.has(item));
}

function updated({ id, before }: Item): number {
  const time = toTime(before?.['lastUpdated']);
  if (!Number.isNaN(time)) return time;
  throw new Problem(
    'Unknown age',
    `Losant does not say when webhook ${id} was last updated, so older-than and keep cannot be applied. Nothing was changed.`,
  );
}
