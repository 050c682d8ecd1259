import { describe, expect, test } from '@jest/globals';
import { type Page, readList } from '../../src/api/list.ts';

const SIZE = 10;

/** A list of these ids, in pages of SIZE, that changes before certain requests. */
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
  const all = async () => (await readList(read)).map(({ id }) => id).join('');
  return { requests, all };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

describe('a list of webhooks', () => {
  test('of one page is read with one request', async () => {
    const { all, requests } = list('abc');
    expect(await all()).toBe('abc');
    expect(requests).toEqual(['0/1000']);
  });

  test('of several pages is read from the end, and then the end of the first page is checked', async () => {
    const { all, requests } = list(LETTERS);
    expect(await all()).toBe(LETTERS);
    expect(requests).toEqual(['0/1000', '2/1000', '1/1000', '9/1']);
  });

  const [withoutB, withoutM, withoutX] = [LETTERS.replace('b', ''), LETTERS.replace('m', ''), LETTERS.replace('x', '')];
  test.each([
    ['first page after the first page', 1, `${withoutB}0`, 2],
    ['first page at the end', 3, `${withoutB}0`, 2],
    ['second page after the last page', 2, `${withoutM}0`, 2],
    ['second page before the last page', 1, `${withoutM}0`, 1],
    ['last page before the last page', 1, `${withoutX}0`, 1],
  ])(
    'is complete if one webhook is deleted on the %s and another one is added',
    async (_, request, changed, readings) => {
      const { all, requests } = list(LETTERS, { [request]: changed });
      expect(await all()).toBe(changed);
      expect(requests).toHaveLength(4 * readings);
    },
  );

  test.each([1, 2])('whose total changes before request %i is read again', async (request) => {
    const { all } = list(LETTERS, { [request]: `${LETTERS}0` });
    expect(await all()).toBe(`${LETTERS}0`);
  });

  test('that gets shorter than its first page while it is read is read again', async () => {
    const { all, requests } = list(LETTERS, { 3: 'abc' });
    expect(await all()).toBe('abc');
    expect(requests).toHaveLength(4 + 1);
  });

  test.each<[string, readonly (readonly string[])[], number]>([
    ['a total that is too large', [['a']], 2],
    ['a total, but no webhooks', [[]], 1],
    ['an empty second page', [['a'], []], 2],
    ['the same webhook twice', [['a', 'A']], 2],
    ['the same webhook twice, and a total without it', [['a', 'A', 'b']], 2],
  ])('with %s is an error', async (_case, pages, total) => {
    const readPage = async (page: number) => {
      return { items: (pages[page] ?? pages[0] ?? []).map((id) => ({ id })), total, size: 1 };
    };
    await expect(readList(readPage)).rejects.toThrow('inconsistent');
  });

  test('that changes during every reading is an error', async () => {
    const changes = Object.fromEntries(
      Array.from({ length: 99 }, (_, request) => [request, LETTERS.slice(request % 7)]),
    );
    await expect(list(LETTERS, changes).all()).rejects.toThrow('the list was inconsistent each of the 3 times');
  });
});

describe('a list that is too large', () => {
  let pages = 0;
  const endless = (total: number, size: number) => {
    pages = 0;
    const readPage = async (page: number): Promise<Page<{ id: string }>> => {
      pages += 1;
      return { items: [{ id: String(page) }], total, size };
    };
    return readList(readPage);
  };

  test.each<[string, number, number, string, number]>([
    ['entries', 100_001, 1, '100000 entries', 1],
    ['pages', 2001, 1, '2000 pages', 1],
    ['pages, with as many entries as a list may have', 100_000, 1, '2000 pages', 1],
    ['bytes', 2000, 24_000_000, '128 MiB', 6],
    ['last byte', 2, 64 * 2 ** 20 + 1, '128 MiB', 2],
  ])('is refused because of its %s', async (_, total, size, excess, requests) => {
    await expect(endless(total, size)).rejects.toThrow(`the list is too large: it has more than ${excess}`);
    expect(pages).toBe(requests);
  });

  test('is read if it is not larger than that', async () => {
    expect(await endless(2, 64 * 2 ** 20)).toEqual([{ id: '0' }, { id: '1' }]);
  });
});
