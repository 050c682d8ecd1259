/** How lists are sorted, counted, and split into pages. */
import { isObject } from '../../../src/json.ts';
import { route } from '../definition.ts';
import type { Store } from '../store.ts';
import { flag, setting } from './behavior.ts';
import { applicationOf, type Middleware, onQuery, onSuccess } from './middleware.ts';

type Query = Readonly<Record<string, string>>;

/** Takes all pages from the list as it was when the first page was read. */
function snapshots(): Middleware {
  const lists = new Map<string, readonly unknown[]>();
  return async (request, next) => {
    const { page = '0', perPage = '100' } = request.query;
    if (request.method !== 'GET' || route(request.path)?.resource !== 'webhooks') return next(request);
    const key = `${request.path} ${request.query['sortField']} ${request.query['sortDirection']}`;
    if (page === '0') {
      const { body } = await next({ ...request, query: { ...request.query, perPage: '1000' } });
      lists.set(key, 'items' in body && Array.isArray(body.items) ? body.items : []);
    }
    const response = await next(request);
    const start = Number(page) * Number(perPage);
    const items = lists.get(key)?.slice(start, start + Number(perPage)) ?? [];
    return response.status < 300
      ? { ...response, body: { ...response.body, items, count: items.length, totalCount: lists.get(key)?.length } }
      : response;
  };
}

/** Leaves out the newest webhooks. */
function delayed(store: Store, milliseconds: number): Middleware {
  return onSuccess('webhooks', (body, request) => {
    const isListed = (item: unknown): boolean => {
      const date = isObject(item) ? item['creationDate'] : null;
      return typeof date === 'string' && Date.parse(date) < Date.now() - milliseconds;
    };
    if (!Array.isArray(body['items'])) return body;
    const items = body['items'].filter(isListed);
    const all = applicationOf(store, request)?.webhooks.values() ?? [];
    return { ...body, items, count: items.length, totalCount: all.filter(isListed).length };
  });
}

function brief(item: unknown): unknown {
  if (!isObject(item)) return item;
  const { id, webhookId, applicationId, name, token, creationDate, lastUpdated } = item;
  return { id, webhookId, applicationId, name, token, creationDate, lastUpdated };
}

function withoutSort({ sortField: _, sortDirection: __, ...query }: Query): Query {
  return query;
}

function withHypermedia(query: Query): Query {
  return Object.fromEntries(Object.entries(query).filter(([name]) => !name.startsWith('_')));
}

export const listBehaviors = {
  perPageMax: setting('N', 'returns at most this many items per page', (_, max) =>
    onQuery(({ perPage = '100', ...query }) => ({ ...query, perPage: String(Math.min(Number(perPage) || 100, max)) })),
  ),
  sortByName: flag('always sorts lists by name', () => onQuery(withoutSort)),
  pagesFromOne: flag('counts pages from 1', () =>
    onQuery(({ page = '1', ...query }) => ({ ...query, page: String(Math.max(0, Number(page) - 1)) })),
  ),
  snapshotPages: flag('takes later pages from the list as it was when the first page was read', snapshots),
  briefLists: flag('lists webhooks with only their ids, names, tokens, and dates', () =>
    onSuccess('webhooks', (body) => {
      const { items } = body;
      return Array.isArray(items) ? { ...body, items: items.map(brief) } : body;
    }),
  ),
  omitTotal: flag('returns lists without totalCount', () => onSuccess('list', ({ totalCount: _, ...body }) => body)),
  textTotal: flag('returns totalCount as a string', () =>
    onSuccess('list', (body) => ({ ...body, totalCount: String(body['totalCount']) })),
  ),
  pageTotal: flag('returns the number of items on the page as totalCount', () =>
    onSuccess('list', (body) => ({ ...body, totalCount: body['count'] })),
  ),
  listDelay: setting('MS', 'lists a new webhook only after this many milliseconds', (store, milliseconds) =>
    delayed(store, milliseconds),
  ),
  alwaysHypermedia: flag('returns hypermedia even when it is declined', () => onQuery(withHypermedia)),
};
