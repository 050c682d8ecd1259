import type { OperationName } from '../inputs/table.ts';
import type { Json } from '../json.ts';
import { ApiError } from '../losant/errors.ts';
import type { Retry } from '../losant/retry.ts';
import { isDifference } from '../plan/diff.ts';
import type { Action, Change, Outcome, Plan } from '../plan/plan.ts';
import { changesOf } from '../plan/plan.ts';
import { HIDDEN, shownFields } from './outputs.ts';

/** Long texts are cut where a person reads them. */
const LONGEST_VALUE = 80;

const MARKS: Readonly<Record<Action, string>> = { create: '+', update: '~', delete: '-' };
const DONE: Readonly<Record<Action, string>> = { create: 'created', update: 'updated', delete: 'deleted' };

/** "2 to create, 1 to update, 37 unchanged". */
export function counts(operation: OperationName, plan: Plan): string {
  if (operation === 'get' || operation === 'list') return `${plan.items.length} read`;
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
export function planLine(change: Change): string {
  const workflows = change.workflows?.map(({ name }) => JSON.stringify(name)) ?? [];
  const fields = shownFields(change).map(({ name, from, to }) => fieldText(name, from, to, change));
  const details = [...fields, ...(workflows.length > 0 ? [`with the workflows ${workflows.join(', ')}`] : [])];
  const hidden = isDifference(change) ? '' : ' (sent again, since its value is hidden)';
  return `${MARKS[change.action]} ${label(change)}${details.length > 0 ? `: ${details.join(', ')}` : ''}${hidden}`;
}

function fieldText(name: string, from: Json, to: Json, { action, before }: Change): string {
  if (action === 'create' || before === null) return `${name} ${shortened(to)}`;
  return `${name} ${shortened(from)} → ${shortened(to)}`;
}

/** What became of a change: `updated "orders" (575e…)`. */
export function outcomeLine(change: Change, { status, after, error, remark }: Outcome): string {
  const subject = label({ ...change, id: change.id ?? after?.id ?? null });
  const why = remark ?? error?.message;
  const suffix = why === undefined ? '' : `: ${why}`;
  switch (status) {
    case 'applied':
      return `${DONE[change.action]} ${subject}${suffix}`;
    case 'unknown':
      return `not known whether ${DONE[change.action]}: ${subject}${suffix}`;
    default:
      return `${status} ${subject}${suffix}`;
  }
}

/** `"orders" (575e…)`. */
export function label({ id, name }: { id: string | null; name: string | null }): string {
  const shownName = name === null ? 'webhook' : JSON.stringify(name);
  return id === null ? shownName : `${shownName} (${id})`;
}

/** A value as JSON, cut where it is too long to read. */
export function shortened(value: Json): string {
  if (value === HIDDEN) return HIDDEN;
  if (typeof value !== 'string') return JSON.stringify(value);
  const characters = [...value];
  if (characters.length <= LONGEST_VALUE) return JSON.stringify(value);
  return `${JSON.stringify(characters.slice(0, LONGEST_VALUE).join(''))}… (${characters.length} characters)`;
}

/** "PATCH webhooks/575e…: attempt 2 of 5 in 0.4 s, since …". */
export function retryLine({ what, reason, attempt, attempts, delay }: Retry): string {
  const status = reason instanceof ApiError ? `status ${reason.status}: ` : '';
  return `${what}: attempt ${attempt} of ${attempts} in ${(delay / 1000).toFixed(1)} s, since ${status}${reason.message}`;
}
