/** How lists are cut into pages, sorted and counted. */
import { route } from '../definition.ts';
import { flag, setting } from './behavior.ts';
import { onQuery, onSuccess, type Wrap } from './wrap.ts';

type Query = Readonly<Record<string, string>>;

/** Answers a first page, and cuts the pages after it from the list as it was then. */
function snapshots(): Wrap {
  const lists = new Map<string, readonly unknown[]>();
  return async (request, next) => {
    const { page = '0', perPage = '100' } = request.query;
    if (request.method !== 'GET' || route(request.path)?.resource !== 'webhooks') return next(request);
    const key = `${request.path} ${request.query['sortField']} ${request.query['sortDirection']}`;
    if (page === '0') {
      const { body } = await next({ ...request, query: { ...request.query, perPage: '1000' } });
      lists.set(key, 'items' in body && Array.isArray(body.items) ? body.items : []);
    }
    const answer = await next(request);
    const start = Number(page) * Number(perPage);
    const items = lists.get(key)?.slice(start, start + Number(perPage)) ?? [];
    return answer.status < 300
      ? { ...answer, body: { ...answer.body, items, count: items.length, totalCount: lists.get(key)?.length } }
      : answer;
  };
}

/** Leaves the newest webhooks out. */
function delayed(milliseconds: number): Wrap {
  return onSuccess('list', (body) => {
    const all: readonly unknown[] = Array.isArray(body['items']) ? body['items'] : [];
    const isOld = (item: unknown): boolean =>
      typeof item === 'object' &&
      Date.parse(String(Reflect.get(item ?? {}, 'creationDate'))) < Date.now() - milliseconds;
    const items = all.filter(isOld);
    return {
      ...body,
      items,
      count: items.length,
      totalCount: Number(body['totalCount']) - (all.length - items.length),
    };
  });
}

function withoutSort({ sortField: _, sortDirection: __, ...query }: Query): Query {
  return query;
}

function withoutDeclining(query: Query): Query {
  return Object.fromEntries(Object.entries(query).filter(([name]) => !name.startsWith('_')));
}

export const listBehaviors = {
  perPageMax: setting('N', 'returns at most this many items in a page, whatever is asked for', (_, most) =>
    onQuery(({ perPage = '100', ...query }) => ({ ...query, perPage: String(Math.min(Number(perPage) || 100, most)) })),
  ),
  sortByName: flag('sorts lists by name, whatever is asked for', () => onQuery(withoutSort)),
  pagesFromOne: flag('counts pages from 1', () =>
    onQuery(({ page = '1', ...query }) => ({ ...query, page: String(Math.max(0, Number(page) - 1)) })),
  ),
  snapshotPages: flag('cuts later pages from the list as it was when its first page was read', snapshots),
  omitTotal: flag('returns lists without totalCount', () => onSuccess('list', ({ totalCount: _, ...body }) => body)),
  textTotal: flag('returns totalCount as a string', () =>
    onSuccess('list', (body) => ({ ...body, totalCount: String(body['totalCount']) })),
  ),
  pageTotal: flag('returns the number of items on the page as totalCount', () =>
    onSuccess('list', (body) => ({ ...body, totalCount: body['count'] })),
  ),
  listDelay: setting('MS', 'lists a new webhook only after so many milliseconds', (_, milliseconds) =>
    delayed(milliseconds),
  ),
  alwaysHypermedia: flag('returns hypermedia even when it is declined', () => onQuery(withoutDeclining)),
};
