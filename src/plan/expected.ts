import { describeKind, isObject, type Json, parseJson } from '../json.ts';
import { isComparable, isSameId } from '../losant/webhook.ts';
import { firstFew } from '../wording.ts';
import { isDifference } from './compare.ts';
import { type Change, listChanges, type Plan, RefusedPlan } from './plan.ts';
import { type ShownField, shownFields, webhookText } from './shown.ts';

/** An approved change: the parts of the output `changes` that are compared. */
export interface ExpectedChange {
  readonly action: string;
  readonly id: string | null;
  readonly name: string | null;
  readonly fields: ReadonlyMap<string, { readonly from: Json; readonly to: Json }>;
  /** The ids of the workflows that are deleted too. */
  readonly workflows: readonly string[];
}

/** The changes that a plan may contain. `any` allows all of them, and `none` checks for drift. */
export type Expected = 'any' | 'none' | readonly ExpectedChange[];

/** How many differences a message lists. */
const MAX_LISTED = 10;
/** How many characters of a value a message shows. */
const MAX_VALUE_LENGTH = 100;

/**
 * Parses the output `changes`.
 * @throws Error that says what is wrong
 */
export function parseExpectedChanges(text: string): ExpectedChange[] {
  return toChanges(parse(text), 'it');
}

/**
 * Parses the changes in an `output-file`.
 * @throws Error that says what is wrong
 */
export function parseExpectedFile(text: string): ExpectedChange[] {
  const value = parse(text);
  if (!isObject(value) || value['changes'] === undefined) throw new Error('it is not a result: it has no "changes"');
  return toChanges(value['changes'], '"changes"');
}

function parse(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    // The parser's own message quotes the text.
    throw new Error('it is not valid JSON: is it complete?');
  }
}

function toChanges(value: Json, what: string): ExpectedChange[] {
  if (!Array.isArray(value)) throw new Error(`${what} is ${describeKind(value)}, not a list of changes`);
  return value.map((item: Json, index) => toChange(item, `change ${index + 1}`));
}

function toChange(value: Json, what: string): ExpectedChange {
  const { action, id = null, name = null, fields = {}, workflows = [] } = isObject(value) ? value : {};
  if (typeof action !== 'string' || !['create', 'update', 'delete'].includes(action))
    throw new Error(`${what} has no "action" of create, update, or delete`);
  if ((id !== null && typeof id !== 'string') || (name !== null && typeof name !== 'string') || !isObject(fields))
    throw new Error(`${what} does not have the form of the output changes`);
  const ids = (Array.isArray(workflows) ? workflows : []).map((workflow) =>
    isObject(workflow) ? workflow['id'] : null,
  );
  return {
    action,
    id,
    name,
    fields: new Map(
      Object.entries(fields).map(([field, values]) => {
        const { from = null, to = null } = isObject(values) ? values : {};
        return [field, { from, to }];
      }),
    ),
    workflows: ids.filter((workflow) => typeof workflow === 'string'),
  };
}

/**
 * Stops the run before it changes anything if the plan contains a change that was not approved. Fewer changes, fields, or
 * workflows are fine, so that a run that stopped halfway can be repeated.
 * @throws RefusedPlan that lists the differences
 */
export function assertApproved(plan: Plan, expected: Expected): void {
  if (expected === 'any') return;
  const approved = expected === 'none' ? [] : expected;
  const differences = listChanges(plan)
    .filter(isDifference)
    .flatMap((change) => findDifferences(change, approved));
  if (differences.length === 0) return;
  const [title, reason] =
    expected === 'none'
      ? ['Webhooks have drifted', 'The plan contains changes, and expected-changes is none.']
      : [
          'Plan has changed',
          'The plan contains changes that are not in expected-changes: review and approve a new plan.',
        ];
  throw new RefusedPlan(title, `${reason} Nothing was changed.\n- ${firstFew(differences, MAX_LISTED, '\n- ')}`);
}

function findDifferences(change: Change, approved: readonly ExpectedChange[]): string[] {
  const what = `${change.action} ${webhookText(change)}`;
  const match = approved.find((candidate) => isSameChange(change, candidate));
  if (match === undefined) return [what];
  const fields = shownFields(change)
    .filter((field) => isSet(change, field))
    .flatMap(({ name, from, to }) => {
      const value = match.fields.get(name);
      if (value !== undefined && isEqual(value.from, from) && isEqual(value.to, to)) return [];
      const now = `${what}: ${name} ${show(from, to)}`;
      return value === undefined ? now : `${now}, the approved change was ${show(value.from, value.to)}`;
    });
  const workflows = (change.workflows ?? [])
    .filter(({ id }) => !match.workflows.includes(id))
    .map(({ id, name }) => `${what}: with the workflow ${JSON.stringify(name)} (${id})`);
  return [...fields, ...workflows];
}

/** A create is identified by name, an update by id, and a delete by both. */
function isSameChange({ action, id, name }: Change, approved: ExpectedChange): boolean {
  if (action !== approved.action) return false;
  const isSameName = name === approved.name;
  const hasSameId = id !== null && approved.id !== null && isSameId(id, approved.id);
  return action === 'create' ? isSameName : hasSameId && (action === 'update' || isSameName);
}

/** Whether a field counts as a change. A secret that cannot be compared is only sent again. */
function isSet({ before }: Change, { name }: ShownField): boolean {
  return before === null || isComparable(before, name);
}

function isEqual(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function show(from: Json, to: Json): string {
  return [from, to].map((value) => shortened(JSON.stringify(value))).join(' → ');
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length > MAX_VALUE_LENGTH ? `${characters.slice(0, MAX_VALUE_LENGTH).join('')}…` : text;
}
