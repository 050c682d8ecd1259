import { type Json, toJson } from '../json.ts';
import { type FieldName, isSecretField } from '../losant/fields.ts';
import { isComparable } from '../losant/webhook.ts';
import type { Action, Change } from '../plan/plan.ts';
import { HIDDEN, type ShownField, shownFields, triggerText } from '../plan/shown.ts';
import { type Explanation, explain } from './explain.ts';
import type { Masks } from './masks.ts';
import { displayName, getOutcome, type Run } from './run.ts';
import { resultWords, toRemark } from './words.ts';

/** A change as log, summary and comment show it: without secrets, and short enough to read. */
export interface ChangeView {
  readonly action: Action;
  readonly id: string | null;
  readonly name: string | null;
  /** The result, or the planned action, in words: "updated", "to update", "failed". */
  readonly result: string;
  /** Why it failed; null if it did not. */
  readonly failure: Explanation | null;
  /** What a reader should know about a change that did not fail. */
  readonly remark: string | null;
  readonly fields: readonly FieldView[];
  readonly workflows: readonly WorkflowView[];
  /** The day the webhook was last updated. */
  readonly lastUpdated: string | null;
}

/** A workflow that is deleted with a webhook. */
export interface WorkflowView {
  readonly name: string;
  /** What else triggers it: a webhook's name as a JSON string, or words such as `a timer`. */
  readonly otherTriggers: readonly string[];
}

export interface FieldView {
  readonly name: string;
  /** Null where there was none, or it may not be read. */
  readonly from: string | null;
  readonly to: string;
  /** Whether the values are strings, or represent one. */
  readonly isString: boolean;
  /** What the values themselves do not show: "from ${ENABLED}". */
  readonly note: string | null;
}

/** The maximum length of a value, in characters. */
const LONGEST_VALUE = 80;
/** How much of a long value is shown before its first difference. */
const CONTEXT = 30;
/** The maximum length of a name; Losant allows 255 characters. */
const LONGEST_NAME = 300;
/** The maximum length of a remark. */
const LONGEST_REMARK = 1000;

export function createView(run: Run, change: Change, masks: Masks): ChangeView {
  const outcome = getOutcome(run, change);
  const { action, workflows = [], before } = change;
  const name = displayName(change, outcome);
  const remark = toRemark(outcome);
  return {
    action,
    id: change.id ?? outcome.after?.id ?? null,
    name: name === null ? null : masks.mask(name, LONGEST_NAME),
    result: resultWords(action, outcome),
    failure: outcome.error === undefined ? null : explain(outcome.error, run.inputs, masks, name),
    remark: remark === null ? null : masks.mask(remark, LONGEST_REMARK),
    fields: shownFields(change).map((field) => fieldView(change, field, masks)),
    workflows: workflows.map((workflow) => ({
      name: masks.mask(workflow.name, LONGEST_NAME),
      otherTriggers: workflow.otherTriggers.map((trigger) => masks.mask(triggerText(trigger), LONGEST_NAME)),
    })),
    lastUpdated: toDay(before?.['lastUpdated']),
  };
}

function fieldView(change: Change, { name, from, to, variable }: ShownField, masks: Masks): FieldView {
  const [shownFrom, shownTo] = excerpts(text(from, masks), text(to, masks));
  const isString = typeof to === 'string';
  return {
    name,
    from: from === null ? null : shownFrom,
    to: shownTo,
    isString,
    note: note(change, name, to, variable),
  };
}

function note({ before }: Change, name: FieldName, to: Json, variable: string | null): string | null {
  if (variable !== null) return `from ${variable}`;
  if (before === null || !isSecretField(name) || to === '') return null;
  return isComparable(before, name) ? 'changed' : 'sent again, since its value is hidden';
}

/** Masks before cutting, because half a secret would not be recognized. */
function text(value: Json, masks: Masks): string {
  if (value === HIDDEN) return HIDDEN;
  return masks.mask(typeof value === 'string' ? value : (toJson(value) ?? '…'));
}

/** Both values, around their first difference if they are long. */
function excerpts(from: string, to: string): [string, string] {
  if (Math.max(from.length, to.length) <= LONGEST_VALUE) return [from, to];
  let same = 0;
  while (same < from.length && from[same] === to[same]) same += 1;
  const start = Math.max(0, Math.min(same, Math.max(from.length, to.length) - LONGEST_VALUE + CONTEXT) - CONTEXT);
  return [excerpt(from, start), excerpt(to, start)];
}

function excerpt(value: string, start: number): string {
  const part = value.slice(start, start + LONGEST_VALUE);
  return `${start > 0 ? '…' : ''}${part}${start + LONGEST_VALUE < value.length ? '…' : ''}`;
}

/** `2026-05-09`. */
function toDay(value: Json | undefined): string | null {
  return typeof value === 'string' ? (/^\d{4}-\d\d-\d\d/.exec(value)?.[0] ?? null) : null;
}
