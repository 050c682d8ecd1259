/** How the webhooks of an application are listed. */
import { differs, type Finding, holds, holdsUnless, NotChecked, Undetermined } from '../finding.ts';
import { longestPage, readList } from '../listing.ts';
import { allowed, type Probe, webhookPath } from '../probe.ts';
import { describe, type Item, itemsOf, objectOf, type Reply } from '../reply.ts';
import { type Assumption, CLIENT, DOCUMENTATION, UNDOCUMENTED } from './assumption.ts';

type Query = Readonly<Record<string, string>>;

const BY_ID = { sortField: 'id', sortDirection: 'asc' };

/** One page, requested as the action does it. */
async function page(probe: Probe, query: Query): Promise<{ reply: Reply; items: readonly Item[] }> {
  const reply = allowed(await probe.api.send('GET', '/webhooks', { query: { ...BY_ID, page: '0', ...query } }));
  return { reply, items: itemsOf(reply) };
}

/** The first page, with as many items as the server allows. */
async function longest(probe: Probe, query: Query = {}): Promise<{ reply: Reply; items: readonly Item[] }> {
  const reply = allowed(await longestPage(probe.api.send, '/webhooks', { ...BY_ID, page: '0', ...query }));
  return { reply, items: itemsOf(reply) };
}

/** Creates some webhooks if the token may. Otherwise, existing webhooks have to be enough. */
async function createSome(probe: Probe): Promise<void> {
  for (const key of ['plain', 'full', 'first', 'spare'] as const) await probe.webhook(key).catch(() => undefined);
}

function isAscending(ids: readonly string[]): boolean {
  return ids.every((id, index) => index === 0 || String(ids[index - 1]).toLowerCase() < id.toLowerCase());
}

const listIds = (items: readonly Item[]): string[] => items.map(({ id }) => id);

async function checkPageSize(probe: Probe): Promise<Finding> {
  await createSome(probe);
  const reply = await probe.api.send('GET', '/webhooks', { query: { ...BY_ID, page: '0', perPage: '1000' } });
  if (reply.status >= 400) return differs(`refused with ${describe(allowed(reply))}`);
  const items = itemsOf(reply);
  const all = await readList(probe.api.send, '/webhooks');
  const { perPage } = objectOf(reply);
  if (typeof perPage === 'number' && perPage < 1000) return differs(`at most ${perPage} on a page`);
  if (items.length < Math.min(1000, all.items.length)) return differs(`at most ${items.length} on a page`);
  return holds(perPage === undefined ? `all ${items.length} on one page` : 'up to 1000');
}

async function checkSort(probe: Probe): Promise<Finding> {
  await createSome(probe);
  const up = listIds((await longest(probe)).items);
  const down = listIds((await longest(probe, { sortDirection: 'desc' })).items);
  if (up.length < 2) throw new NotChecked('there are fewer than two webhooks');
  return holdsUnless(
    [
      isAscending(up) ? null : 'ascending order is not by id',
      isAscending(down.toReversed()) ? null : 'descending order is not by id',
    ],
    'by id',
  );
}

async function checkTotal(probe: Probe): Promise<Finding> {
  await createSome(probe);
  const { items } = await readList(probe.api.send, '/webhooks');
  const replies = [await longest(probe), await page(probe, { perPage: '2' })];
  const problems = replies.map(({ reply }) => {
    const { totalCount } = objectOf(reply);
    if (totalCount === undefined) return 'left out';
    if (typeof totalCount !== 'number') return `a ${totalCount === null ? 'null' : typeof totalCount}`;
    return totalCount === items.length ? null : 'not the number of all webhooks';
  });
  return holdsUnless(problems, 'the number of all webhooks');
}

async function checkPages(probe: Probe): Promise<Finding> {
  await createSome(probe);
  const all = listIds((await readList(probe.api.send, '/webhooks')).items);
  if (all.length < 3) throw new NotChecked('there are fewer than three webhooks');
  const first = listIds((await page(probe, { perPage: '2' })).items);
  const second = listIds((await page(probe, { perPage: '2', page: '1' })).items);
  const beyond = (await longest(probe, { page: '50' })).items;
  if (first.length !== 2) throw new Undetermined(`a page of 2 has ${first.length}`);
  if (second.some((id) => first.includes(id))) return differs('page 1 repeats items of page 0');
  const isNext = second.every((id, index) => id === all[index + 2]);
  return holdsUnless(
    [isNext ? null : 'page 1 does not follow page 0', beyond.length === 0 ? null : 'a page past the end has items'],
    'from page 0 to an empty one',
  );
}

async function checkShift(probe: Probe): Promise<Finding> {
  const late = await probe.webhook('late');
  const newestFirst = { sortDirection: 'desc' };
  const before = listIds((await longest(probe, newestFirst)).items);
  const position = before.indexOf(late.id);
  if (position === -1) throw new Undetermined('a new webhook is not in the list');
  // The first page ends with the webhook that will be deleted.
  const perPage = String(position + 1);
  const first = (await page(probe, { ...newestFirst, perPage })).items;
  if (first.length !== position + 1) throw new Undetermined('the pages are shorter than requested');
  const { status } = allowed(await probe.api.send('DELETE', webhookPath(late.id)));
  if (status >= 300) throw new Undetermined(`the response to the delete is ${status}`);
  const second = listIds((await page(probe, { ...newestFirst, perPage, page: '1' })).items);
  const shifted = before[position + 2];
  if (shifted === undefined) throw new NotChecked('there are too few webhooks');
  if (second[0] === shifted) return holds('one is missed');
  return differs(second[0] === before[position + 1] ? 'none is missed' : 'another page');
}

async function checkCurrent(probe: Probe): Promise<Finding> {
  const late = await probe.webhook('late');
  const query = { sortDirection: 'desc' };
  const listed = listIds((await longest(probe, query)).items).includes(late.id);
  if (listed) return holds('immediately');
  await probe.api.settings.wait(2000);
  const later = listIds((await longest(probe, query)).items).includes(late.id);
  return differs(later ? 'later' : 'not within seconds');
}

async function checkItems(probe: Probe): Promise<Finding> {
  const full = await probe.webhook('full');
  const { reply } = await longest(probe);
  const { items } = await readList(probe.api.send, '/webhooks');
  const listed = items.find(({ id }) => id === full.id)?.fields;
  if (listed === undefined) throw new Undetermined('a new webhook is not in the list');
  const read = await probe.read(full);
  const names = Object.keys(read).filter((name) => !name.startsWith('_'));
  const differing = names.filter((name) => JSON.stringify(listed[name]) !== JSON.stringify(read[name]));
  return holdsUnless(
    [
      Array.isArray(objectOf(reply)['items']) ? null : 'the list has no "items"',
      ...differing.map((name) => `${name} ${listed[name] === undefined ? 'is left out' : 'differs'}`),
    ],
    'complete webhooks',
  );
}

export const listAssumptions: readonly Assumption[] = [
  {
    id: 'list-current',
    assumed: 'A list contains a new webhook as soon as the create has returned.',
    expected: 'immediately',
    source: UNDOCUMENTED,
    otherwise:
      'A create whose response is lost may be repeated although it succeeded. The action checks again afterwards, and reports two webhooks as an error if the list contains them by then.',
    shownBy: ['listDelay'],
    check: checkCurrent,
  },
  {
    id: 'list-items',
    assumed: 'A list has `items`, and each item is as complete as a webhook that is read by id.',
    expected: 'complete webhooks',
    source: CLIENT,
    otherwise:
      'Without `items`, every operation that lists webhooks fails before any change. A field that the list omits counts as its default, so a step that finds webhooks by name may miss a difference.',
    shownBy: ['briefLists', 'listDelay'],
    check: checkItems,
  },
  {
    id: 'page-size',
    assumed: 'A page has as many webhooks as `perPage` asks for, up to 1000.',
    expected: 'up to 1000',
    source: DOCUMENTATION,
    otherwise: 'Only more requests: the action keeps reading until it has `totalCount` webhooks.',
    shownBy: ['perPageMax'],
    check: checkPageSize,
  },
  {
    id: 'sort-by-id',
    assumed: '`sortField=id` sorts the list by id, in either direction.',
    expected: 'by id',
    source: CLIENT,
    otherwise:
      'Nothing while the list stays the same. If the list changes while it is being read, the action has to read it again more often.',
    shownBy: ['sortByName'],
    check: checkSort,
  },
  {
    id: 'total-count',
    assumed: '`totalCount` is the number of all webhooks, whatever the page.',
    expected: 'the number of all webhooks',
    source: CLIENT,
    otherwise:
      'Without it, or with a string, every operation that lists webhooks fails before any change. If it is too small, the list ends too early without an error.',
    shownBy: ['omitTotal', 'textTotal', 'pageTotal'],
    check: checkTotal,
  },
  {
    id: 'pages',
    assumed: 'Pages are counted from 0, do not overlap, and are empty past the end.',
    expected: 'from page 0 to an empty one',
    source: DOCUMENTATION,
    otherwise: 'A list of several pages is inconsistent: the action reads it again, and then fails before any change.',
    shownBy: ['pagesFromOne'],
    check: checkPages,
  },
  {
    id: 'pages-shift',
    assumed:
      'Each page is taken from the current list: if a webhook on page 0 is deleted, page 1 begins one webhook later.',
    expected: 'one is missed',
    source: UNDOCUMENTED,
    otherwise: 'Nothing: the action checks `totalCount` on every page, and reads the list again if it has changed.',
    shownBy: ['snapshotPages', 'pagesFromOne', 'listDelay'],
    check: checkShift,
  },
];
