import { ApiError } from '../api/errors.ts';
import type { Retry } from '../api/retry.ts';
import type { Source } from '../plan/plan.ts';
import { driftText, HIDDEN, webhookText } from '../plan/shown.ts';
import { quoteName } from '../quote.ts';
import { plural } from '../wording.ts';
import { LONGEST_QUOTE, type Masks } from './masks.ts';
import type { ChangeView, FieldView, RunView, WorkflowView } from './view.ts';
import { countResults, KIND_WORDS, KINDS, RESULTS } from './words.ts';

/** The plan: a line of counts, how the deletes were chosen, and a line for each webhook that is read or changes. */
export function* planLines(view: RunView): Generator<string> {
  const { operation, isPlan, extent, access, webhooks, changes, drift } = view;
  yield `${operation}${isPlan ? ' (dry run)' : ''}: ${counts(view)}`;
  if (extent !== '') yield extent;
  if (access === 'read') for (const webhook of webhooks) yield webhookText(webhook);
  for (const kind of KINDS)
    for (const change of changes)
      if (change.kind === kind) yield drift === null ? planLine(change) : driftLine(change, drift);
}

/** "18 webhooks", or "1 to update, 2 to create, 37 unchanged". */
function counts({ access, count, changes, unchanged, drift, checked }: RunView): string {
  if (checked !== null) return checkedText(count, checked);
  if (access !== 'write') return plural(count, 'webhook');
  if (drift !== null) return driftText(changes.length, drift);
  const all = [...countResults(changes), ...(unchanged.length > 0 ? [`${unchanged.length} unchanged`] : [])];
  return all.join(', ') || 'nothing to do';
}

/** `18 webhooks are valid in "staging" and "production". They need these variables: ORDERS_PASSWORD` */
export function checkedText(count: number, { environments, variables }: NonNullable<RunView['checked']>): string {
  const names = environments.map((name) => quoteName(name));
  const where = names.length === 0 ? '' : ` in ${new Intl.ListFormat('en').format(names)}`;
  const [are, need] = count === 1 ? ['is', 'It needs'] : ['are', 'They need'];
  const needs = variables.length === 0 ? '' : `. ${need} these variables: ${variables.join(', ')}`;
  return `${plural(count, 'webhook')} ${are} valid${where}${needs}`;
}

/** `~ "orders" (575e…): responseCode 200 → 201`. */
function planLine(change: ChangeView): string {
  const workflows = change.workflows.map(workflowText).join(', ');
  const details = [...change.fields.map(fieldText), ...(workflows === '' ? [] : [`with the workflows ${workflows}`])];
  const end = details.length > 0 ? `: ${details.join(', ')}` : '';
  return `${KIND_WORDS[change.kind].sign} ${webhookText(change)}${end}`;
}

/** `"orders" (575e…): responseCode 200 in Losant, 201 in the file`. */
function driftLine(change: ChangeView, source: Source): string {
  if (change.kind !== 'update') return `${webhookText(change)} is ${change.result}`;
  const texts = change.fields.map(({ name, from, to, isString }) => {
    const there = from === null ? '' : `${quoted(from, isString)} in Losant, `;
    return `${name} ${there}${quoted(to, isString)} in ${source}`;
  });
  return `${webhookText(change)}: ${texts.join('; ')}`;
}

/** `"Store order" (also triggered by "orders", a timer)`. */
function workflowText({ name, otherTriggers }: WorkflowView): string {
  const others = otherTriggers.length === 0 ? '' : ` (also triggered by ${otherTriggers.join(', ')})`;
  return `${JSON.stringify(name)}${others}`;
}

/** "responseCode 200 → 201". */
function fieldText({ name, from, to, isString, note }: FieldView): string {
  const isRemoved = from === HIDDEN && to === '';
  const values = `${from === null ? '' : `${quoted(from, isString)} → `}${isRemoved ? '(empty)' : quoted(to, isString)}`;
  return `${name} ${values}${note === null ? '' : ` (${note})`}`;
}

function quoted(value: string, isString: boolean): string {
  return isString && value !== HIDDEN ? JSON.stringify(value) : value;
}

/** What became of the file of an export, or would: "w.yml was updated". */
export function fileLine({ file }: RunView): string | null {
  return file === null ? null : `${file.name} ${file.isUpToDate ? 'is up to date' : file.state}`;
}

/**
 * What became of the plan: a line of counts, and one for each change that did not simply succeed, failures first. The
 * plan has listed the others.
 */
export function outcomeLines({ changes }: RunView): string[] {
  if (changes.length === 0) return [];
  const noted = changes.filter(({ group, remark }) => group !== 'applied' || remark !== null);
  const sorted = noted.sort((a, b) => RESULTS.indexOf(a.result) - RESULTS.indexOf(b.result));
  return [`Done: ${countResults(changes).join(', ')}`, ...sorted.map(outcomeLine)];
}

/** `failed "orders" (575e…): the reason`. */
function outcomeLine(change: ChangeView): string {
  const { kind, group, result, remark, failure } = change;
  const word = group === 'unknown' ? `not known whether ${KIND_WORDS[kind].done}:` : result;
  const reason = remark ?? failure?.what;
  return `${word} ${webhookText(change)}${reason === undefined ? '' : `: ${reason}`}`;
}

/** "PATCH webhooks/575e…: attempt 2 of 5 in 0.4 s, since …". */
export function retryLine({ reason, attempts, delay }: Retry, masks: Masks): string {
  const status = reason instanceof ApiError ? `status ${reason.status}: ` : '';
  const words = masks.maskQuoted(reason.message, LONGEST_QUOTE);
  return `${reason.request}: attempt ${reason.attempts + 1} of ${attempts} in ${(delay / 1000).toFixed(1)} s, since ${status}${words}`;
}
