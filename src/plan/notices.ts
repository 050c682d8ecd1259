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
  readonly tense: Tense;
  readonly name: Namer;
  /** The first few names. */
  readonly names: (items: readonly Item[]) => string;
  /** "would be deleted", "was deleted", "were deleted". */
  readonly verb: (count: number, participle: string) => string;
}

/** @param items those that are planned, or were applied, of the plan */
export function createNotices(plan: Plan, items: readonly Item[], tense: Tense): Notice[] {
  const name = createNamer(plan.items);
  const auxiliary = (count: number): string => (count === 1 ? 'was' : 'were');
  const subject: Subject = {
    ...{ plan, items, tense, name },
    names: (some) => firstFew(some.map(name)),
    verb: (count, participle) => `${tense === 'planned' ? 'would be' : auxiliary(count)} ${participle}`,
  };
  const notices = (kind: Notice['kind'], ...finders: ((subject: Subject) => Iterable<string>)[]): Notice[] =>
    finders.flatMap((find) => Array.from(find(subject), (message) => ({ kind, message })));
  return [
    ...notices('warning', hiddenWorkflows, removedPasswords, similarNames, lostFormerNames, recreated, notRestored),
    ...notices('warning', () => plan.warnings),
    ...notices('tip', renames),
    ...notices('fact', disabled),
  ];
}

function* hiddenWorkflows({ plan, items, verb }: Subject): Generator<string> {
  if (plan.hidesWorkflows === true && items.some(({ action }) => action === 'delete'))
    yield `The token is not allowed to list workflows (scope flows.get), so it is not known which ones ${verb(2, 'deleted')} with the webhooks, or what else triggers them.`;
}

function* removedPasswords({ items, tense, names, verb }: Subject): Generator<string> {
  const emptied = items.filter(({ action, fields }) => action === 'update' && fields.basicAuthPassword === '');
  const removed = emptied.filter((item) => !isSentAgain(item, 'basicAuthPassword'));
  const { known = [], possible = [] } = Object.groupBy(removed, ({ before }) =>
    before !== null && isComparable(before, 'basicAuthPassword') ? 'known' : 'possible',
  );
  const risk = `anyone who knows the URL ${tense === 'planned' ? 'could' : 'can'} call the webhook.`;
  if (known.length > 0) yield `The password of ${names(known)} ${verb(1, 'removed')}: ${risk}`;
  if (possible.length === 0) return;
  const again = possible.some(keepsUserName)
    ? ' Losant does not show passwords, so each run finds this difference again: also set basicAuthUsername to "".'
    : '';
  yield `Any password of ${names(possible)} ${verb(1, 'removed')} (it cannot be determined whether there is one): ${risk}${again}`;
}

/** Whether a webhook that was read keeps its user name, so that nothing shows that its hidden password was removed. */
function keepsUserName({ before, fields }: Item): boolean {
  const { basicAuthUsername: user = '' } = { ...before, ...fields };
  return before !== null && user !== '';
}

/** New names that differ only in case or white space from the name of another webhook. */
function* similarNames({ plan, items }: Subject): Generator<string> {
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
  if (pairs.length > 0) yield `These names differ only in case or white space: ${firstFew(pairs)}.`;
}

function nameAfter({ before, fields }: Item): string {
  return String(fields.name ?? before?.name ?? '');
}

/** The same, as it may be shown. */
function shownNameAfter(item: Item): string {
  return JSON.stringify(item.fields.name === undefined ? String(item.name) : shownName(item));
}

/** Entries of which neither the name nor a former name exists: probably a former name is misspelled. */
function* lostFormerNames({ items, name, verb }: Subject): Generator<string> {
  const lost = items.flatMap((item) =>
    item.formerly === undefined ? [] : `${name(item)} (${formerNamesText(item.formerly)})`,
  );
  if (lost.length === 0) return;
  const webhooks = lost.length === 1 ? 'a new webhook with a new URL' : `${lost.length} new webhooks with new URLs`;
  yield `No webhook has the name or a former name of ${firstFew(lost)}, so ${webhooks} ${verb(lost.length, 'created')}. If the webhook has another name now, correct "formerly".`;
}

function* recreated({ items, names, verb }: Subject): Generator<string> {
  const again = items.filter(({ action, restored }) => action === 'create' && restored !== undefined);
  if (again.length === 0) return;
  const isOne = again.length === 1;
  const gets = isOne ? 'it gets a new id and a new URL, which its' : 'they get new ids and new URLs, which their';
  yield `${names(again)} ${verb(again.length, 'created again')} from an output of an earlier run: ${gets} callers need.`;
}

/** What an output has that its webhooks do not get back. */
function* notRestored({ items, names }: Subject): Generator<string> {
  const masked = ({ restored }: Item): readonly string[] => restored?.masked ?? [];
  for (const [fields, group] of Map.groupBy(items, (item) => masked(item).join(' and '))) {
    const secrets = group.flatMap(masked).length === 1 ? 'this secret is' : 'these secrets are';
    if (fields !== '')
      yield `The body has only mask characters for ${fields} of ${names(group)}: ${secrets} not restored.`;
  }
  for (const [fields, group] of Map.groupBy(items, ({ restored }) => restored?.unknown.join(', ') ?? ''))
    if (fields !== '') yield `These fields of ${names(group)} cannot be set, so they are not restored: ${fields}.`;
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
function* disabled({ items, names, verb }: Subject): Generator<string> {
  const all = items.filter(({ action, fields }) => action === 'update' && fields.enabled === false);
  const byStatus = Map.groupBy(all, ({ before }) => (before?.['isWebsocket'] === true ? 404 : 200));
  for (const [status, group] of [...byStatus].sort(([a], [b]) => a - b))
    yield `${names(group)} ${verb(group.length, 'disabled')}: callers get status ${status}, and what they send is lost.`;
}
