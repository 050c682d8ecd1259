import { type Attempt, UnexpectedResponse } from './errors.ts';

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** How many items the server says the whole list has. */
  readonly total: number;
  /** The length of the response, in characters. */
  readonly size: number;
}

interface Listed {
  readonly id: string;
}

/** What is asked for in a page; a server may give less. */
const PAGE_SIZE = 1000;
/** How often a list that changes while it is read is read. */
const READINGS = 3;
/**
 * More than any application has. Without limits, a server that never comes to an end would fill the memory or stop the
 * clock; and what is read has to fit several times into the longest string that JavaScript knows, of 512 MiB.
 */
const LIMITS = { items: 100_000, pages: 2000, mebibytes: 128 };

/**
 * All items of a list, in the order of ids: each that exists from beginning to end is in it exactly once.
 * @param attempt what an error says about the list
 * @throws UnexpectedResponse if it is inconsistent each time it is read, or larger than any list should be
 */
export async function readList<T extends Listed>(
  readPage: (page: number, perPage: number) => Promise<Page<T>>,
  attempt: Attempt,
): Promise<T[]> {
  for (let reading = 1; reading <= READINGS; reading += 1) {
    const items = await readOnce(readPage, attempt);
    if (items !== null) return items;
  }
  throw new UnexpectedResponse(`the list was inconsistent each of the ${READINGS} times it was read`, attempt);
}

/** Reads all pages; null if they do not fit together, because the list changed meanwhile. */
async function readOnce<T extends Listed>(
  readPage: (page: number, perPage: number) => Promise<Page<T>>,
  attempt: Attempt,
): Promise<T[] | null> {
  const items = new Map<string, T>();
  /** The last id of each page, by its place in the whole list. */
  const lastIds = new Map<number, string>();
  let total: number | null = null;
  let size = 0;
  for (let page = 0; total === null || items.size < total; page += 1) {
    const response: Page<T> = await readPage(page, PAGE_SIZE);
    const before = items.size;
    for (const item of response.items) items.set(item.id.toLowerCase(), item);
    size += response.size;
    refuseTooLarge(Math.max(items.size, response.total), page + 1, size, attempt);
    const repeats = items.size !== before + response.items.length;
    const changed = total !== null && total !== response.total;
    const last = response.items.at(-1);
    if (repeats || changed || items.size > response.total) return null;
    total = response.total;
    // An empty page before the end.
    if (last === undefined && items.size < total) return null;
    if (last !== undefined && items.size < total) lastIds.set(items.size - 1, last.id);
  }
  // One deleted and another one added leave the total as it was, but what comes after the deleted one has moved up.
  for (const [index, id] of lastIds) {
    const { items: found, total: now } = await readPage(index, 1);
    if (found[0]?.id !== id || now !== total) return null;
  }
  return [...items.values()];
}

function refuseTooLarge(items: number, pages: number, size: number, attempt: Attempt): void {
  const { items: maxItems, pages: maxPages, mebibytes } = LIMITS;
  const excess =
    items > maxItems
      ? `${maxItems} entries`
      : pages > maxPages
        ? `${maxPages} pages`
        : size > mebibytes * 2 ** 20
          ? `${mebibytes} MiB`
          : null;
  if (excess !== null) throw new UnexpectedResponse(`the list is too large: it has more than ${excess}`, attempt);
}
