import { ApiError } from '../api/errors.ts';
import type { Retry } from '../api/retry.ts';
import { type OperationName, operationRow } from '../inputs/operations.ts';
import { byAction, listChanges, type Plan } from '../plan/plan.ts';
import { HIDDEN, webhookText } from '../plan/shown.ts';
import { LONGEST_QUOTE, type Masks } from './masks.ts';
import { getOutcome, type Run, sortedChanges } from './run.ts';
import { type ChangeView, createView, type FieldView, type WorkflowView } from './view.ts';
import { ACTION_WORDS, countResults, RESULTS, resultWords } from './words.ts';

/** "1 to update, 2 to create, 37 unchanged"; "40 read" where nothing is planned. */
export function counts(operation: OperationName, plan: Plan): string {
  if (operationRow(operation).access === 'read') return `${plan.items.length} read`;
  if (plan.file !== undefined) return `${plan.items.length} exported`;
  const changes = listChanges(plan);
  const unchanged = plan.items.length - changes.length;
  const planned = countResults(changes.map(({ action }) => ACTION_WORDS[action].planned));
  const all = [...planned, ...(unchanged > 0 ? [['unchanged', unchanged]] : [])];
  return all.map(([result, count]) => `${count} ${result}`).join(', ') || 'nothing to do';
}

/** The plan, a line for each webhook: `~ "orders" (575e…): responseCode 200 → 201`. */
export function* planLines(run: Run, masks: Masks): Generator<string> {
  for (const change of byAction(sortedChanges(run))) yield planLine(createView(run, change, masks));
}

function planLine(view: ChangeView): string {
  const workflows = view.workflows.map(workflowText).join(', ');
  const details = [...view.fields.map(fieldText), ...(workflows === '' ? [] : [`with the workflows ${workflows}`])];
  return `${ACTION_WORDS[view.action].sign} ${webhookText(view)}${details.length > 0 ? `: ${details.join(', ')}` : ''}`;
}

/** `"Store order" (also triggered by "orders", a timer)`. */
function workflowText({ name, otherTriggers }: WorkflowView): string {
  const others = otherTriggers.length === 0 ? '' : ` (also triggered by ${otherTriggers.join(', ')})`;
  return `${JSON.stringify(name)}${others}`;
}

/** "responseCode 200 → 201". */
function fieldText({ name, from, to, isString, note }: FieldView): string {
  const quoted = (value: string): string => (isString && value !== HIDDEN ? JSON.stringify(value) : value);
  const isRemoved = from === HIDDEN && to === '';
  const values = `${from === null ? '' : `${quoted(from)} → `}${isRemoved ? '(empty)' : quoted(to)}`;
  return `${name} ${values}${note === null ? '' : ` (${note})`}`;
}

/**
 * What became of the plan: a line of counts, and one for each change that did not simply succeed, failures first. The
 * plan has listed the others.
 */
export function outcomeLines(run: Run, masks: Masks): string[] {
  const changes = sortedChanges(run);
  if (changes.length === 0) return [];
  const result = (change: (typeof changes)[number]): string => resultWords(change.action, getOutcome(run, change));
  const totals = countResults(changes.map(result)).map(([word, count]) => `${count} ${word}`);
  const noted = changes.filter((change) => {
    const { status, error, remark } = getOutcome(run, change);
    return status !== 'applied' || error !== undefined || remark !== undefined;
  });
  const sorted = noted.toSorted((a, b) => RESULTS.indexOf(result(a)) - RESULTS.indexOf(result(b)));
  return [`Done: ${totals.join(', ')}`, ...sorted.map((change) => outcomeLine(createView(run, change, masks)))];
}

/** `failed "orders" (575e…): the reason`. */
function outcomeLine(view: ChangeView): string {
  const { action, result, remark, failure } = view;
  const word = result === 'not known' ? `not known whether ${ACTION_WORDS[action].done}:` : result;
  const reason = remark ?? failure?.what;
  return `${word} ${webhookText(view)}${reason === undefined ? '' : `: ${reason}`}`;
}

/** "PATCH webhooks/575e…: attempt 2 of 5 in 0.4 s, since …". */
export function retryLine({ what, reason, attempt, attempts, delay }: Retry, masks: Masks): string {
  const status = reason instanceof ApiError ? `status ${reason.status}: ` : '';
  const words = masks.maskQuoted(reason.message, LONGEST_QUOTE);
  return `${what}: attempt ${attempt} of ${attempts} in ${(delay / 1000).toFixed(1)} s, since ${status}${words}`;
}
