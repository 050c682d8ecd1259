import { describe, expect, test } from '@jest/globals';
import { NO_ATTEMPT } from '../../src/api/errors.ts';
import { type Page, readList } from '../../src/api/list.ts';

const SIZE = 10;

/** A list of these ids, in pages that are cut to SIZE, that changes before certain requests. */
function list(ids: string, changes: Readonly<Record<number, string>> = {}) {
  let now = ids;
  const requests: string[] = [];
  const read = async (page: number, perPage: number): Promise<Page<{ id: string }>> => {
    now = changes[requests.length] ?? now;
    requests.push(`${page}/${perPage}`);
    const size = Math.min(perPage, SIZE);
    const items = [...now.slice(page * size, (page + 1) * size)].map((id) => ({ id }));
    return { items, total: now.length, size: 100 };
  };
  const all = async () => (await readList(read, NO_ATTEMPT)).map(({ id }) => id).join('');
  return { requests, all };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

describe('a list', () => {
  test('of one page is read with one request', async () => {
    const { all, requests } = list('abc');
    expect(await all()).toBe('abc');
    expect(requests).toEqual(['0/1000']);
  });

  test('of several pages is checked at the end of each but the last', async () => {
    const { all, requests } = list(LETTERS);
    expect(await all()).toBe(LETTERS);
    expect(requests).toEqual(['0/1000', '1/1000', '2/1000', '9/1', '19/1']);
  });

  test.each([
    ['first', 1, LETTERS.slice(1)],
    ['second', 2, LETTERS.replace('m', '')],
  ])('of which one of the %s page is deleted while another one is added is read again', async (_, request, left) => {
    const { all } = list(LETTERS, { [request]: `${left}0` });
    expect(await all()).toBe(`${left}0`);
  });

  test('whose total changes during the check is read again', async () => {
    const { all } = list(LETTERS, { 4: `${LETTERS}0` });
    expect(await all()).toBe(`${LETTERS}0`);
  });

  test('that never stays the same is an error', async () => {
    const changes = Object.fromEntries(
      Array.from({ length: 99 }, (_, request) => [request, LETTERS.slice(request % 7)]),
    );
    await expect(list(LETTERS, changes).all()).rejects.toThrow('the list was inconsistent each of the 3 times');
  });
});

describe('a list that is larger than any should be', () => {
  let pages = 0;
  const endless = (total: number, size: number) => {
    pages = 0;
    const readPage = async (page: number): Promise<Page<{ id: string }>> => {
      pages += 1;
      return { items: [{ id: String(page) }], total, size };
    };
    return readList(readPage, NO_ATTEMPT);
  };

  test.each<[string, number, number, string, number]>([
    ['entries', 100_001, 1, '100000 entries', 1],
    ['pages', 100_000, 1, '2000 pages', 2001],
    ['bytes', 100_000, 24_000_000, '128 MiB', 6],
  ])('is refused by its %s', async (_, total, size, excess, requests) => {
    await expect(endless(total, size)).rejects.toThrow(`the list is too large: it has more than ${excess}`);
    expect(pages).toBe(requests);
  });
});
