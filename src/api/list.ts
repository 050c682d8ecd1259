import { UnexpectedResponse } from './errors.ts';

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** The total number of items, according to the server. */
  readonly total: number;
  /** The length of the response, in characters. */
  readonly size: number;
}

type ReadPage<T> = (page: number, perPage: number) => Promise<Page<T>>;

/** The requested page size; a server may return fewer items. */
const PAGE_SIZE = 1000;
/** How many times a list is read if it changes while it is being read. */
const READINGS = 3;
/**
 * More than any application has. Without limits, a list that never ends would fill the memory or run forever. Also, the list
 * has to fit several times into the longest possible JavaScript string, which has 512 MiB.
 */
const LIMITS = { items: 100_000, pages: 2000, mebibytes: 128 } as const;

/**
 * All items of a list, in order of id. Each item that exists the whole time is included exactly once.
 * @throws UnexpectedResponse if the list is inconsistent every time it is read, or larger than any list should be
 */
export async function readList<T extends { readonly id: string }>(readPage: ReadPage<T>): Promise<T[]> {
  for (let reading = 1; reading <= READINGS; reading += 1) {
    const items = await readOnce(readPage);
    if (items !== null) return items;
  }
  throw new UnexpectedResponse(`the list was inconsistent each of the ${READINGS} times it was read`);
}

/**
 * Reads all pages; null if they do not fit together because the list changed in the meantime.
 * After the first page, the others are read from last to first. Ids grow with time, so a new item comes last and moves no
 * other. A deleted item moves all items after it forward, from a page that was read to one that is read later, so they are
 * found twice. Only the first page was read before the others, so its last item is read again.
 */
async function readOnce<T extends { readonly id: string }>(readPage: ReadPage<T>): Promise<T[] | null> {
  const first = await readPage(0, PAGE_SIZE);
  const { total } = first;
  const pages = Math.ceil(total / Math.max(first.items.length, 1));
  assertWithinLimit(total, LIMITS.items, 'entries');
  assertWithinLimit(pages, LIMITS.pages, 'pages');
  const rest: Page<T>[] = [];
  let { size } = first;
  for (let page = pages - 1; page > 0; page -= 1) {
    const next = await readPage(page, PAGE_SIZE);
    if (next.total !== total || next.items.length === 0) return null;
    size += next.size;
    assertWithinLimit(Math.ceil(size / 2 ** 20), LIMITS.mebibytes, 'MiB');
    rest.unshift(next);
  }
  const last = first.items.at(-1);
  if (rest.length > 0 && last !== undefined) {
    const { items } = await readPage(first.items.length - 1, 1);
    if (items[0]?.id !== last.id) return null;
  }
  const items = [first, ...rest].flatMap((page) => page.items);
  const ids = new Set(items.map(({ id }) => id.toLowerCase()));
  return items.length === total && ids.size === total ? items : null;
}

function assertWithinLimit(number: number, limit: number, what: string): void {
  if (number <= limit) return;
  throw new UnexpectedResponse(`the list is too large: it has more than ${limit} ${what}`);
}
