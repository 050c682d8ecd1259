/** How the webhooks of an application are listed. */
import { describeKind } from '../../src/json.ts';
import { NotChecked, type Reply, Unclear } from '../api.ts';
import { itemsIn, type Probe, readList } from '../probe.ts';
import { check } from './check.ts';

type Query = Readonly<Record<string, string>>;

const NEWEST_FIRST = { sortDirection: 'desc' };

/** A page, requested as the action does it. */
function pageOf(probe: Probe, query: Query = {}): Promise<Reply> {
  const likeAction = { sortField: 'id', sortDirection: 'asc', page: '0', perPage: '1000' };
  return probe.send('GET', '/webhooks', { query: { ...likeAction, ...query } });
}

async function idsOn(probe: Probe, query?: Query): Promise<readonly string[]> {
  return itemsIn(await pageOf(probe, query)).map(({ id }) => id);
}

/** The ids of all webhooks. Where the probe cannot create any, existing ones have to be enough. */
async function allIds(probe: Probe, atLeast = 0): Promise<readonly string[]> {
  const ids = (await readList(probe.api, 'webhooks')).map(({ id }) => id);
  if (ids.length < atLeast) throw new NotChecked(`there are fewer than ${atLeast} webhooks`);
  return ids;
}

function isAscending(ids: readonly string[]): boolean {
  return ids.every((id, index) => index === 0 || String(ids[index - 1]).toLowerCase() < id.toLowerCase());
}

export const listChecks = {
  'list-current': check('immediately', async (probe) => {
    await probe.createWebhook('late');
    const { id } = probe.get('late');
    if ((await idsOn(probe, NEWEST_FIRST)).includes(id)) return 'immediately';
    await probe.api.settings.wait(2000);
    return (await idsOn(probe, NEWEST_FIRST)).includes(id) ? 'later' : 'not within seconds';
  }),
  'list-items': check('complete webhooks', async (probe) => {
    const { id } = probe.get('full');
    const listed = (await readList(probe.api, 'webhooks')).find((item) => item.id === id)?.fields;
    if (listed === undefined) throw new Unclear('a new webhook is not in the list');
    return Object.entries(await probe.read('full')).map(([name, value]) => {
      if (name.startsWith('_') || JSON.stringify(listed[name]) === JSON.stringify(value)) return null;
      return `${name} ${name in listed ? 'differs' : 'is left out'}`;
    });
  }),
  'page-size': check(['up to 1000', /^all \d+ on one page$/u], async (probe) => {
    const all = await allIds(probe);
    const reply = await pageOf(probe);
    if (reply.status >= 400) return `refused with ${reply.summary}`;
    const { perPage } = reply.body;
    const { length } = itemsIn(reply);
    if (typeof perPage === 'number' && perPage < 1000) return `at most ${perPage} on a page`;
    if (length < Math.min(1000, all.length)) return `at most ${length} on a page`;
    return perPage === undefined ? `all ${length} on one page` : 'up to 1000';
  }),
  'sort-by-id': check('by id', async (probe) => {
    await allIds(probe, 2);
    const [up, down] = [await idsOn(probe), (await idsOn(probe, NEWEST_FIRST)).toReversed()];
    return [!isAscending(up) && 'ascending order is not by id', !isAscending(down) && 'descending order is not by id'];
  }),
  'total-count': check('the number of all webhooks', async (probe) => {
    const { length } = await allIds(probe);
    return [await pageOf(probe), await pageOf(probe, { perPage: '2' })].map(({ body: { totalCount } }) => {
      if (typeof totalCount === 'number') return totalCount !== length && 'not the number of all webhooks';
      return totalCount === undefined ? 'left out' : describeKind(totalCount);
    });
  }),
  pages: check('from page 0 to an empty one', async (probe) => {
    const all = await allIds(probe, 3);
    const [first, second] = [await idsOn(probe, { perPage: '2' }), await idsOn(probe, { perPage: '2', page: '1' })];
    if (first.length !== 2) throw new Unclear(`a page of 2 has ${first.length}`);
    if (second.some((id) => first.includes(id))) return 'page 1 repeats items of page 0';
    const isNext = second.every((id, index) => id === all[index + 2]);
    const hasMore = (await idsOn(probe, { page: '50' })).length > 0;
    return [!isNext && 'page 1 does not follow page 0', hasMore && 'a page past the end has items'];
  }),
  'pages-shift': check('one is missed', async (probe) => {
    const { id, path } = probe.get('late');
    const before = await idsOn(probe, NEWEST_FIRST);
    const position = before.indexOf(id);
    if (position === -1) throw new Unclear('a new webhook is not in the list');
    if (before.length < position + 3) throw new NotChecked('there are too few webhooks');
    // The first page ends with the webhook that is then deleted.
    const pages = { ...NEWEST_FIRST, perPage: String(position + 1) };
    if ((await idsOn(probe, pages)).length !== position + 1) throw new Unclear('the pages are shorter than requested');
    const { isSuccess, summary } = await probe.send('DELETE', path);
    if (!isSuccess) throw new Unclear(`the response to the delete is ${summary}`);
    const [next] = await idsOn(probe, { ...pages, page: '1' });
    if (next === before[position + 2]) return 'one is missed';
    return next === before[position + 1] ? 'none is missed' : 'another page';
  }),
};
