/** Reads lists completely, without trusting what the server says about their length. */
import type { Send } from './api.ts';
import { type Item, itemsOf, type Reply } from './reply.ts';

export interface Listing {
  readonly items: readonly Item[];
  /** Whether the end was reached. */
  readonly isComplete: boolean;
}

const MAX_PAGES = 200;
/** The first one is what the action requests. The others are tried if it is refused. */
const PAGE_SIZES = ['1000', '100', '10'];
/** If pages are counted from 1, the first page is repeated, so one repeated page is not the end. */
const REPEATED_PAGES = 2;

/** A page with as many items as the server allows. */
export async function longestPage(
  send: Send,
  path: '/webhooks' | '/flows',
  query: Readonly<Record<string, string>>,
): Promise<Reply> {
  let reply = await send('GET', path, { query: { ...query, perPage: PAGE_SIZES[0] ?? '' } });
  for (const perPage of PAGE_SIZES.slice(1)) {
    if (![400, 413, 422].includes(reply.status)) break;
    reply = await send('GET', path, { query: { ...query, perPage } });
  }
  return reply;
}

/**
 * Reads all pages. It does not trust `totalCount`: the list ends with a page without items, or several pages without new
 * ones.
 * @throws Undetermined if a page is not a list
 */
export async function readList(send: Send, path: '/webhooks' | '/flows'): Promise<Listing> {
  const items = new Map<string, Item>();
  let repeated = 0;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = { sortField: 'id', sortDirection: 'asc', page: String(page) };
    const onPage = itemsOf(await longestPage(send, path, query));
    const before = items.size;
    for (const item of onPage) items.set(item.id.toLowerCase(), item);
    repeated = items.size === before ? repeated + 1 : 0;
    if (onPage.length === 0 || repeated === REPEATED_PAGES) return { items: [...items.values()], isComplete: true };
  }
  return { items: [...items.values()], isComplete: false };
}
