import type { Json } from '../json.ts';
import { type FieldName, getField, isAllowed, isSameValue, isSecretField, listFields } from '../losant/fields.ts';
import { byName, isComparable } from '../losant/webhook.ts';
import { describe } from '../quote.ts';
import { firstFew, MAX_LISTED, plural } from '../wording.ts';
import { isDifference } from './changes.ts';
import type { ApprovedChange, Expected } from './expected.ts';
import {
  ACTIONS,
  type Change,
  type Difference,
  type FieldValues,
  listChanges,
  type Plan,
  RefusedPlan,
  type Source,
  type Unapproved,
} from './plan.ts';
import { driftText, driftWords, HIDDEN, hashApplication, recordedFields, webhookText } from './shown.ts';

/** How long the fields of a change may be in a message, in characters, so that ten changes fit into an annotation. */
const MAX_LENGTH = 300;
/** Longer values are described, since a part of a secret would not be recognized and masked. */
const LONGEST_VALUE = 60;

/**
 * Stops the run before it changes anything if the plan contains a change that was not approved. Each approved change
 * approves one. Fewer changes or workflows are fine, so that a run that stopped halfway can be repeated.
 * @throws RefusedPlan that lists what was not approved, in the order of reports
 */
export function assertApproved(plan: Plan, expected: Expected, applicationId: string, source: Source): void {
  if (expected === 'any') return;
  const application = hashApplication(applicationId);
  const sorted = listChanges(plan).sort(byName);
  const changes = ACTIONS.flatMap((action) => sorted.filter((change) => change.action === action));
  const isDrift = expected === 'none';
  const unapproved: Unapproved = isDrift
    ? new Map(changes.filter(isDifference).map((change) => [change, []]))
    : findUnapproved(changes, expected, application);
  if (unapproved.size === 0) return;
  const lines = [...unapproved].map(([change, found]) =>
    isDrift ? toDriftLine(change, source) : toLine(change, found),
  );
  const reason = isDrift
    ? `${driftText(unapproved.size, source)}, and expected-changes is none.`
    : `The plan contains changes that are not in expected-changes: review and approve a new plan.${explain(expected, application)}`;
  throw new RefusedPlan(
    isDrift ? 'Webhooks have drifted' : 'Plan has changed',
    `${reason} Nothing was changed.\n- ${firstFew(lines, MAX_LISTED, '\n- ')}`,
    unapproved,
  );
}

/** Why given changes approve nothing. */
function explain(approved: readonly ApprovedChange[], application: string): string {
  const refused = approved.filter(({ isRefused }) => isRefused).length;
  const foreign = approved.filter((change) => change.application !== application).length;
  const say = (count: number, what: string): string =>
    count === 0 ? '' : ` ${plural(count, 'change')} in expected-changes ${what}.`;
  const belong = foreign === 1 ? 'belongs' : 'belong';
  return say(refused, 'came from a plan that was refused') + say(foreign, `${belong} to another application`);
}

/** The changes that nothing approves, and how each differs from what approves a similar one. */
function findUnapproved(
  changes: readonly Change[],
  expected: readonly ApprovedChange[],
  application: string,
): Unapproved {
  const approved = expected.filter((one) => !one.isRefused && one.application === application);
  const byKey = Map.groupBy(approved, changeKey);
  // A workflow that several deletes share is listed with one of them.
  const workflows = new Set(approved.flatMap((one) => one.workflows));
  const taken = new Set<ApprovedChange>();
  const take = (key: string, approves: (one: ApprovedChange) => boolean): boolean => {
    const found = byKey.get(key)?.findLast((one) => !taken.has(one) && approves(one));
    if (found !== undefined) taken.add(found);
    return found !== undefined;
  };
  // Creates come first. What they leave over may have been created by a run that stopped halfway.
  const found = changes.toReversed().flatMap((change): (readonly [Change, readonly Difference[]])[] => {
    const key = changeKey(change);
    const isApproved =
      take(key, (one) => findDifferences(change, one).length === 0) ||
      (isSecretsOnly(change) && take(changeKey({ ...change, action: 'create' }), (one) => isPartOf(change, one)));
    const [similar] = byKey.get(key) ?? [];
    if (!isApproved) return [[change, similar === undefined ? [] : findDifferences(change, similar)]];
    const others = (change.workflows ?? []).filter(({ id }) => !workflows.has(id));
    return others.length === 0 ? [] : [[change, others.map((workflow) => ({ workflow }))]];
  });
  return new Map(found.reverse());
}

/** What identifies a change: the name of a create, the id of an update, and both of a delete. */
function changeKey({ action, id, name }: Pick<ApprovedChange, 'action' | 'id' | 'name'>): string {
  return JSON.stringify([
    action,
    ...(action === 'create' ? [] : [id?.toLowerCase()]),
    ...(action === 'update' ? [] : [name]),
  ]);
}

/** Whether an update only sets secrets that Losant hides. */
function isSecretsOnly(change: Change): boolean {
  return change.action === 'update' && listFields(change.fields).every((field) => isHidden(change, field));
}

/** Whether an approved create sets the same values, among others. */
function isPartOf(change: Change, { fields }: ApprovedChange): boolean {
  return [...recordedFields(change)].every(([field, { to }]) => fields.get(field)?.to === to);
}

/** The fields that the change sets otherwise than approved, and the approved ones that the body does not set anymore. */
function findDifferences(change: Change, { fields: approved }: ApprovedChange): Difference[] {
  const sent = new Set(listFields(change.fields));
  // Losant may have a value already, so that it is not sent.
  const wanted = recordedFields({ ...change, fields: change.wanted ?? change.fields });
  const names = new Set([...sent, ...(change.action === 'delete' ? [] : approved.keys())]);
  return [...names].flatMap((field) => {
    const [planned, values] = [wanted.get(field), approved.get(field)];
    const isSameEnd = planned !== undefined && values !== undefined && isSameValue(field, planned.to, values.to);
    const isStartChecked = sent.has(field) && !isHidden(change, field);
    if (isSameEnd && (!isStartChecked || isSameValue(field, planned.from, values.from))) return [];
    return { field, approved: values === undefined ? null : valuesText(field, values) };
  });
}

/** Whether Losant hides the old value of a field, so that it is sent whether or not it differs. */
function isHidden({ before }: Change, field: FieldName): boolean {
  return before !== null && !isComparable(before, field);
}

/** `update "orders" (575e…): responseCode 204 → 202, the approved change was 201 → 202; enabled true → false`. */
function toLine(change: Change, differences: readonly Difference[]): string {
  const now = recordedFields(change);
  const fields = [...now.keys()].filter((field) => change.action !== 'create' || field !== 'name');
  const all: readonly Difference[] = [
    ...fields.map((field) => ({ field, approved: null })),
    ...(change.workflows ?? []).map((workflow) => ({ workflow })),
  ];
  const texts = (differences.length === 0 ? all : differences).map((difference) => {
    if ('workflow' in difference) return `with the workflow ${webhookText(difference.workflow)}`;
    const { field, approved } = difference;
    const values = now.get(field);
    const missing = change.action === 'create' ? 'is not set' : 'stays as it is';
    const planned = values === undefined ? missing : valuesText(field, values);
    return `${field} ${planned}${approved === null ? '' : `, the approved change was ${approved}`}`;
  });
  const what = `${change.action} ${webhookText(change)}`;
  return texts.length === 0 ? what : `${what}: ${fitting(texts)}`;
}

/** `"orders" (575e…): responseCode 200 in Losant, 201 in the file`. */
function toDriftLine(change: Change, source: Source): string {
  const name = webhookText(change);
  if (change.action !== 'update') return `${name} is ${driftWords(source)[change.action]}`;
  const texts = [...recordedFields(change)].map(([field, { from, to }]) => {
    const there = from === null ? '' : `${valueText(field, from)} in Losant, `;
    return `${field} ${there}${valueText(field, to)} in ${source}`;
  });
  return `${name}: ${fitting(texts)}`;
}

/** As many texts as a message has space for. */
function fitting(texts: readonly string[]): string {
  let shown = texts.length;
  while (shown > 1 && texts.slice(0, shown).join('; ').length > MAX_LENGTH) shown -= 1;
  return firstFew(texts, shown, '; ');
}

/** `200 → 201`, or only the new value if there is no old one. */
function valuesText(field: FieldName, { from, to }: FieldValues): string {
  return [...(from === null ? [] : [from]), to].map((value) => valueText(field, value)).join(' → ');
}

/** Approved values may have been written by hand, so only what the field allows is shown. */
function valueText(field: FieldName, value: Json): string {
  if (value === '') return '(empty)';
  if (value === HIDDEN) return HIDDEN;
  if (isSecretField(field) || !isAllowed(getField(field), value)) return 'another value';
  return String(value).length > LONGEST_VALUE ? describe(value) : JSON.stringify(value);
}
