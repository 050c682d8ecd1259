import { normalizedName, pairAlike } from '../losant/compare.ts';
import { isComparable } from '../losant/webhook.ts';
import { firstFew, MAX_LISTED } from '../wording.ts';
import { isSentAgain, shownName, unchangedItem } from './changes.ts';
import type { Item, Plan } from './plan.ts';
import { createNamer, formerNamesText, type Namer } from './shown.ts';

/** What a reader should notice: a warning, a tip, or only a fact. */
export interface Notice {
  readonly kind: 'warning' | 'tip' | 'fact';
  /** Complete sentences. Names from outside are quoted as JSON strings. */
  readonly message: string;
}

/** What became of the changes that notices are about. */
export type Tense = 'planned' | 'applied';

/** The changes that notices are about, and how to talk about them. */
interface Subject {
  readonly plan: Plan;
  readonly items: readonly Item[];
  readonly name: Namer;
  readonly tense: Tense;
}

/** @param items those that are planned, or were applied, of the plan */
export function createNotices(plan: Plan, items: readonly Item[], tense: Tense): Notice[] {
  const subject: Subject = { plan, items, name: createNamer(plan.items), tense };
  const finders = [hiddenWorkflows, removedPasswords, similarNames, lostFormerNames, recreated, notRestored];
  const notices = (kind: Notice['kind'], messages: readonly string[]): Notice[] =>
    messages.map((message) => ({ kind, message }));
  return [
    ...notices('warning', [...finders.flatMap((find) => find(subject)), ...plan.warnings]),
    ...notices('tip', renames(subject)),
    ...notices('fact', disabled(subject)),
  ];
}

/** "would be deleted", "was deleted", "were deleted". */
function verb({ tense }: Subject, count: number, participle: string): string {
  return `${tense === 'planned' ? 'would be' : count === 1 ? 'was' : 'were'} ${participle}`;
}

function listNames({ name }: Subject, items: readonly Item[]): string {
  return firstFew(items.map(name));
}

function hiddenWorkflows(subject: Subject): string[] {
  const { plan, items } = subject;
  if (plan.hidesWorkflows !== true || !items.some(({ action }) => action === 'delete')) return [];
  return [
    `The token is not allowed to list workflows (scope flows.get), so it is not known which ones ${verb(subject, 2, 'deleted')} with the webhooks, or what else triggers them.`,
  ];
}

function removedPasswords(subject: Subject): string[] {
  const emptied = subject.items.filter(({ action, fields }) => action === 'update' && fields.basicAuthPassword === '');
  const removed = emptied.filter((item) => !isSentAgain(item, 'basicAuthPassword'));
  const { known = [], possible = [] } = Object.groupBy(removed, ({ before }) =>
    before !== null && isComparable(before, 'basicAuthPassword') ? 'known' : 'possible',
  );
  const warn = (group: readonly Item[], which: string, remark: string): string => {
    const removal = `${which} password of ${listNames(subject, group)} ${verb(subject, 1, 'removed')}${remark}`;
    return `${removal}: anyone who knows the URL ${subject.tense === 'planned' ? 'could' : 'can'} call the webhook.`;
  };
  const again =
    ' Losant does not show passwords, so each run finds this difference again: also set basicAuthUsername to "".';
  const remark = ' (it cannot be determined whether there is one)';
  return [
    ...(known.length === 0 ? [] : [warn(known, 'The', '')]),
    ...(possible.length === 0 ? [] : [warn(possible, 'Any', remark) + (possible.some(keepsUserName) ? again : '')]),
  ];
}

/** Whether a webhook that was read keeps its user name, so that nothing shows that its hidden password was removed. */
function keepsUserName({ before, fields }: Item): boolean {
  const { basicAuthUsername: user = '' } = { ...before, ...fields };
  return before !== null && user !== '';
}

/** New names that differ only in case or white space from the name of another webhook. */
function similarNames({ plan, items }: Subject): string[] {
  const inPlan = new Set(items.map(({ id }) => id));
  const untouched = plan.listing.filter(({ id }) => !inPlan.has(id)).map(unchangedItem);
  const remaining = [...untouched, ...items].filter(({ action }) => action !== 'delete');
  const byNormalizedName = Map.groupBy(remaining, (item) => normalizedName(nameAfter(item)));
  const pairs = items.flatMap((item) => {
    const name = nameAfter(item);
    const others = item.fields.name === undefined ? [] : byNormalizedName.get(normalizedName(name));
    const other = others?.find((one) => nameAfter(one) !== name);
    return other === undefined ? [] : [`${shownNameAfter(item)} and ${shownNameAfter(other)}`];
  });
  return pairs.length === 0 ? [] : [`These names differ only in case or white space: ${firstFew(pairs)}.`];
}

function nameAfter({ before, fields }: Item): string {
  return String(fields.name ?? before?.name ?? '');
}

/** The same, as it may be shown. */
function shownNameAfter(item: Item): string {
  return JSON.stringify(item.fields.name === undefined ? String(item.name) : shownName(item));
}

/** Entries of which neither the name nor a former name exists: probably a former name is misspelled. */
function lostFormerNames(subject: Subject): string[] {
  const lost = subject.items.flatMap((item) =>
    item.formerly === undefined ? [] : `${subject.name(item)} (${formerNamesText(item.formerly)})`,
  );
  if (lost.length === 0) return [];
  const webhooks = lost.length === 1 ? 'a new webhook with a new URL' : `${lost.length} new webhooks with new URLs`;
  return [
    `No webhook has the name or a former name of ${firstFew(lost)}, so ${webhooks} ${verb(subject, lost.length, 'created')}. If the webhook has another name now, correct "formerly".`,
  ];
}

function recreated(subject: Subject): string[] {
  const items = subject.items.filter(({ action, restored }) => action === 'create' && restored !== undefined);
  if (items.length === 0) return [];
  const gets =
    items.length === 1 ? 'it gets a new id and a new URL, which its' : 'they get new ids and new URLs, which their';
  return [
    `${listNames(subject, items)} ${verb(subject, items.length, 'created again')} from an output of an earlier run: ${gets} callers need.`,
  ];
}

/** What an output has that its webhooks do not get back. */
function notRestored(subject: Subject): string[] {
  const group = (key: 'masked' | 'unknown', conjunction: string) => {
    const fieldsOf = ({ restored }: Item): readonly string[] => restored?.[key] ?? [];
    const items = subject.items.filter((item) => fieldsOf(item).length > 0);
    return [...Map.groupBy(items, (item) => fieldsOf(item).join(conjunction))].map(([fields, all]) => {
      return { fields, names: listNames(subject, all), count: all.flatMap(fieldsOf).length };
    });
  };
  return [
    ...group('masked', ' and ').map(({ fields, names, count }) => {
      const secrets = count === 1 ? 'this secret is' : 'these secrets are';
      return `The body has only mask characters for ${fields} of ${names}: ${secrets} not restored.`;
    }),
    ...group('unknown', ', ').map(
      ({ fields, names }) => `These fields of ${names} cannot be set, so they are not restored: ${fields}.`,
    ),
  ];
}

/** Deletes and creates of similar webhooks, which were probably renamed in the file. */
function renames({ items, tense }: Subject): string[] {
  if (tense === 'applied') return [];
  const deleted = items.filter(({ action, before }) => action === 'delete' && before !== null);
  const created = items.filter(({ action }) => action === 'create');
  const pairs = pairAlike(
    deleted.map(({ name, before }) => ({ name: String(name), fields: { ...before } })),
    created.map(({ name, fields }) => ({ name: String(name), fields })),
  );
  return pairs.slice(0, MAX_LISTED).map(({ from, to }) => {
    const formerly = `formerly: ${/^[A-Za-z][\w-]*$/.test(from) ? from : JSON.stringify(from)}`;
    return (
      `${JSON.stringify(from)} (to delete) and ${JSON.stringify(to)} (to create) have the same settings. Did you mean to rename it? ` +
      `Add ${JSON.stringify(formerly)} to ${JSON.stringify(to)}, and it keeps its URL.`
    );
  });
}

/** What callers get from a disabled webhook. Source: Losant's guide to webhooks. */
function disabled(subject: Subject): string[] {
  const items = subject.items.filter(({ action, fields }) => action === 'update' && fields.enabled === false);
  const byStatus = Map.groupBy(items, ({ before }) => (before?.['isWebsocket'] === true ? 404 : 200));
  return [...byStatus]
    .toSorted(([a], [b]) => a - b)
    .map(([status, group]) => {
      const names = listNames(subject, group);
      return `${names} ${verb(subject, group.length, 'disabled')}: callers get status ${status}, and what they send is lost.`;
    });
}
