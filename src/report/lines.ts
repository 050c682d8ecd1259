import { ApiError } from '../api/errors.ts';
import type { Retry } from '../api/retry.ts';
import { type OperationName, operationRow } from '../inputs/operations.ts';
import type { Json } from '../json.ts';
import { isDifference } from '../plan/compare.ts';
import type { Action, Change, Item, Outcome, Plan } from '../plan/plan.ts';
import { changesOf } from '../plan/plan.ts';
import { HIDDEN, shownFields, workflowText } from '../plan/shown.ts';
import { outcomeOf, type Run, sortedChanges } from './run.ts';

/** Long texts are cut where a person reads them. */
const LONGEST_VALUE = 80;

/** The text without its secrets; a text that is longer than the limit is cut there first, with `…`. */
export type Mask = (text: string, limit?: number) => string;

const MARKS: Readonly<Record<Action, string>> = { create: '+', update: '~', delete: '-' };
/** What was done when an action was carried out. */
export const DONE: Readonly<Record<Action, string>> = { create: 'created', update: 'updated', delete: 'deleted' };

/** "2 to create, 1 to update, 37 unchanged"; "40 read" where nothing is planned. */
export function counts(operation: OperationName, plan: Plan): string {
  if (operationRow(operation).access === 'read') return `${plan.items.length} read`;
  if (plan.file !== undefined) return `${plan.items.length} exported`;
  const changes = changesOf(plan);
  const count = (action: Action): number => changes.filter((change) => change.action === action).length;
  const parts = (['create', 'update', 'delete'] as const).map((action) => [count(action), `to ${action}`] as const);
  const all = [...parts, [plan.items.length - changes.length, 'unchanged'] as const];
  return (
    all
      .filter(([number]) => number > 0)
      .map(([number, words]) => `${number} ${words}`)
      .join(', ') || 'nothing to do'
  );
}

/** The plan's line for one webhook: `~ "orders" (575e…): responseCode 200 → 201`. */
export function planLine(change: Change, mask: Mask): string {
  const workflows = change.workflows?.map(workflowText) ?? [];
  const fields = shownFields(change).map(({ name, from, to }) => fieldText(name, from, to, change, mask));
  const details = [...fields, ...(workflows.length > 0 ? [`with the workflows ${workflows.join(', ')}`] : [])];
  const hidden = isDifference(change) ? '' : ' (sent again, since its value is hidden)';
  return `${MARKS[change.action]} ${label(change)}${details.length > 0 ? `: ${details.join(', ')}` : ''}${hidden}`;
}

/** The line for a webhook that was read: `"orders" (575e…)`. */
export function readLine(item: Item): string {
  return label(item);
}

function fieldText(name: string, from: Json, to: Json, { before }: Change, mask: Mask): string {
  if (before === null) return `${name} ${shortened(to, mask)}`;
  return `${name} ${shortened(from, mask)} → ${shortened(to, mask)}`;
}

/**
 * What became of the plan: a line of counts, and one for each change that did not simply succeed, for the plan has told
 * the others already.
 */
export function outcomeLines(run: Run): string[] {
  const ends = sortedChanges(run).map((change) => ({ change, outcome: outcomeOf(run, change) }));
  if (ends.length === 0) return [];
  const words = ends.map(({ change, outcome }) =>
    outcome.status === 'applied' ? DONE[change.action] : outcome.status,
  );
  const totals = [...Map.groupBy(words, (word) => word)].map(([word, same]) => `${same.length} ${word}`);
  const told = ends.filter(
    ({ outcome }) => outcome.status !== 'applied' || outcome.error !== undefined || outcome.remark !== undefined,
  );
  return [`Done: ${totals.join(', ')}`, ...told.map(({ change, outcome }) => outcomeLine(change, outcome))];
}

/** `failed "orders" (575e…): the reason`. */
function outcomeLine(change: Change, { status, error, remark }: Outcome): string {
  const word =
    status === 'applied'
      ? DONE[change.action]
      : status === 'unknown'
        ? `not known whether ${DONE[change.action]}:`
        : status;
  const why = remark ?? error?.message;
  return `${word} ${label(change)}${why === undefined ? '' : `: ${why}`}`;
}

/** `"orders" (575e…)`. */
export function label({ id, name }: { id: string | null; name: string | null }): string {
  const shownName = name === null ? 'webhook' : JSON.stringify(name);
  return id === null ? shownName : `${shownName} (${id})`;
}

/** A value as JSON, cut where it is too long to read; masked before that, for nobody would know a secret that is cut. */
export function shortened(value: Json, mask: Mask): string {
  if (value === HIDDEN) return HIDDEN;
  if (typeof value !== 'string') return JSON.stringify(value);
  const characters = [...mask(value)];
  if (characters.length <= LONGEST_VALUE) return JSON.stringify(characters.join(''));
  return `${JSON.stringify(characters.slice(0, LONGEST_VALUE).join(''))}… (${characters.length} characters)`;
}

/** "PATCH webhooks/575e…: attempt 2 of 5 in 0.4 s, since …". */
export function retryLine({ what, reason, attempt, attempts, delay }: Retry): string {
  const status = reason instanceof ApiError ? `status ${reason.status}: ` : '';
  return `${what}: attempt ${attempt} of ${attempts} in ${(delay / 1000).toFixed(1)} s, since ${status}${reason.message}`;
}
