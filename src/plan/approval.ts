import type { Json } from '../json.ts';
import { type FieldName, getField, isAllowed, isSecretField } from '../losant/fields.ts';
import { byName, isComparable } from '../losant/webhook.ts';
import { describe } from '../quote.ts';
import { firstFew, MAX_LISTED, plural } from '../wording.ts';
import { isDifference } from './compare.ts';
import type { ApprovedChange, Expected } from './expected.ts';
import {
  byAction,
  type Change,
  type Difference,
  type FieldValues,
  listChanges,
  type Plan,
  RefusedPlan,
  type Source,
  type Unapproved,
} from './plan.ts';
import { driftText, HIDDEN, hashApplication, recordedFields, webhookText } from './shown.ts';

/** How long the fields of a change may be in a message, in characters, so that ten changes fit into an annotation. */
const MAX_LENGTH = 300;
/** Longer values are described, since a part of a secret would not be recognized and masked. */
const LONGEST_VALUE = 60;

/**
 * Stops the run before it changes anything if the plan contains a change that was not approved. Each approved change
 * approves one. Fewer changes or workflows are fine, so that a run that stopped halfway can be repeated.
 * @throws RefusedPlan that lists what was not approved
 */
export function assertApproved(plan: Plan, expected: Expected, applicationId: string, source: Source): void {
  if (expected === 'any') return;
  const application = hashApplication(applicationId);
  const unapproved = expected === 'none' ? findDrift(plan) : findUnapproved(plan, expected, application);
  if (unapproved.size === 0) return;
  const isDrift = expected === 'none';
  const lines = [...unapproved].map(([change, found]) =>
    isDrift ? toDriftLine(change, source) : toLine(change, found),
  );
  const [title, reason] = isDrift
    ? ['Webhooks have drifted', `${driftText(unapproved.size, source)}, and expected-changes is none.`]
    : [
        'Plan has changed',
        `The plan contains changes that are not in expected-changes: review and approve a new plan.${explain(expected, application)}`,
      ];
  const list = firstFew(lines, MAX_LISTED, '\n- ');
  throw new RefusedPlan(title, `${reason} Nothing was changed.\n- ${list}`, unapproved);
}

/** Why given changes approve nothing. */
function explain(approved: readonly ApprovedChange[], application: string): string {
  const refused = approved.filter(({ isRefused }) => isRefused).length;
  const foreign = approved.filter((change) => change.application !== application).length;
  return [
    refused === 0 ? '' : ` ${plural(refused, 'change')} in expected-changes came from a plan that was refused.`,
    foreign === 0
      ? ''
      : ` ${plural(foreign, 'change')} in expected-changes belong${foreign === 1 ? 's' : ''} to another application.`,
  ].join('');
}

/** All changes, in the order of reports. A secret that is only sent again is none. */
function findDrift(plan: Plan): Unapproved {
  return new Map(byAction(listChanges(plan).filter(isDifference).sort(byName)).map((change) => [change, []]));
}

/** The changes that were not approved, in the order of reports. */
function findUnapproved(plan: Plan, expected: readonly ApprovedChange[], application: string): Unapproved {
  const approvals = new Approvals(expected.filter((one) => !one.isRefused && one.application === application));
  const changes = byAction(listChanges(plan).sort(byName));
  // Creates come first. What they leave over may have been created by a run that stopped halfway.
  const found = changes.toReversed().flatMap((change) => {
    const differences = approvals.take(change);
    return differences === null ? [] : [[change, differences] as const];
  });
  return new Map(found.toReversed());
}

/** The approved changes, filed by what they may approve. */
class Approvals {
  readonly #byKey: ReadonlyMap<string, { readonly change: ApprovedChange }[]>;
  readonly #taken = new Set<ApprovedChange>();
  /** A workflow that several deletes share is listed with one of them. */
  readonly #workflows: ReadonlySet<string>;

  constructor(approved: readonly ApprovedChange[]) {
    const filed = approved.flatMap((change) => keysOf(change).map((key) => ({ key, change })));
    this.#byKey = Map.groupBy(filed, ({ key }) => key);
    this.#workflows = new Set(approved.flatMap(({ workflows }) => workflows));
  }

  /** Takes what approves the change. Null if there is that, otherwise how the change differs from what was approved. */
  take(change: Change): readonly Difference[] | null {
    const similar = this.#byKey.get(changeKey(change))?.map((filed) => filed.change) ?? [];
    if (this.#approves(change, similar)) {
      const others = (change.workflows ?? []).filter(({ id }) => !this.#workflows.has(id));
      return others.length === 0 ? null : others.map((workflow) => ({ workflow }));
    }
    return similar[0] === undefined ? [] : findDifferences(change, similar[0]);
  }

  #approves(change: Change, similar: readonly ApprovedChange[]): boolean {
    const { action, name } = change;
    const fields = recordedFields(change);
    if (action === 'create') return this.#takeOne(createKey(name, fields));
    if (similar.some((approved) => findDifferences(change, approved).length === 0)) return true;
    const isOnlyHidden = action === 'update' && fields.keys().every((field) => isHidden(change, field));
    return isOnlyHidden && this.#takeOne(secretsKey(name, [...fields]));
  }

  #takeOne(key: string): boolean {
    const filed = this.#byKey.get(key) ?? [];
    for (let one = filed.pop(); one !== undefined; one = filed.pop()) {
      if (this.#taken.has(one.change)) continue;
      this.#taken.add(one.change);
      return true;
    }
    return false;
  }
}

type Fields = ApprovedChange['fields'];

/** What identifies a change: the name of a create, the id of an update, and both of a delete. */
function changeKey({ action, id, name }: Pick<ApprovedChange, 'action' | 'id' | 'name'>): string {
  return JSON.stringify([
    action,
    ...(action === 'create' ? [] : [id?.toLowerCase()]),
    ...(action === 'update' ? [] : [name]),
  ]);
}

function keysOf(change: ApprovedChange): string[] {
  const { action, name, fields } = change;
  if (action !== 'create') return [changeKey(change)];
  const secrets = [...fields].filter(([field]) => isSecretField(field));
  const subsets = [...secrets.map((secret) => [secret]), ...(secrets.length > 1 ? [secrets] : [])];
  return [changeKey(change), createKey(name, fields), ...subsets.map((subset) => secretsKey(name, subset))];
}

/** Equal for creates of the same fields. */
function createKey(name: string | null, fields: Fields): string {
  const values = [...fields].map(([field, { from, to }]) => [field, from, comparable(field, to)]);
  return JSON.stringify(['exactly', name, ...values.sort()]);
}

/** Equal for a create, and for an update that only sets secrets of it again. */
function secretsKey(name: string | null, secrets: readonly (readonly [FieldName, FieldValues])[]): string {
  return JSON.stringify(['secrets', name, ...secrets.map(([field, { to }]) => [field, to]).sort()]);
}

/** The fields that the change sets otherwise than approved, and the approved ones that the body does not set anymore. */
function findDifferences(change: Change, { fields: approved }: ApprovedChange): Difference[] {
  const now = recordedFields(change);
  // Losant may have a value already, so that it is not sent.
  const wanted = change.wanted === undefined ? now : recordedFields({ ...change, fields: change.wanted });
  const other = [...now].filter(([field, { from, to }]) => {
    const values = approved.get(field);
    const isSameStart = isHidden(change, field) || isSame(field, from, values?.from);
    return !isSameStart || !isSame(field, to, values?.to);
  });
  const missing = [...approved].filter(
    ([field, { to }]) => change.action !== 'delete' && !now.has(field) && !isSame(field, to, wanted.get(field)?.to),
  );
  return [...other, ...missing].map(([field]) => {
    const values = approved.get(field);
    return { field, approved: values === undefined ? null : valuesText(field, values) };
  });
}

/** Whether Losant hides the old value of a field, so that it is sent whether or not it differs. */
function isHidden({ before }: Change, field: FieldName): boolean {
  return before !== null && !isComparable(before, field);
}

function isSame(field: FieldName, a: Json | undefined, b: Json | undefined): boolean {
  return comparable(field, a) === comparable(field, b);
}

/** White space at the end of a description makes no difference. */
function comparable(field: FieldName, value: Json | undefined): Json | undefined {
  return field === 'description' && typeof value === 'string' ? value.trimEnd() : value;
}

/** `update "orders" (575e…): responseCode 204 → 202, the approved change was 201 → 202; enabled true → false`. */
function toLine(change: Change, differences: readonly Difference[]): string {
  const now = recordedFields(change);
  const fields = [...now.keys()].filter((field) => change.action !== 'create' || field !== 'name');
  const workflows = (change.workflows ?? []).map((workflow) => ({ workflow }));
  const all: readonly Difference[] = [...fields.map((field) => ({ field, approved: null })), ...workflows];
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
  if (change.action === 'delete') return `${name} is only in Losant`;
  if (change.action === 'create') return `${name} is only in ${source}`;
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
