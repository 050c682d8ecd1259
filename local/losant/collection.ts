/** The fields that lists can be sorted and filtered by. */
export interface Listed {
  readonly id: string;
  readonly name: string;
  readonly creationDate: string;
  readonly lastUpdated: string;
}

export const sortFields = ['name', 'id', 'creationDate', 'lastUpdated'] as const;
export type SortField = (typeof sortFields)[number];

/** Which part of a collection is requested. */
export interface PageQuery {
  readonly sortField: SortField;
  readonly descending: boolean;
  /** A glob for the name, with `*`; empty for all. */
  readonly filter: string;
  readonly page: number;
  readonly perPage: number;
}

/** A glob as a regular expression. It ignores case, which is an assumption: Losant does not document it. */
function globToPattern(glob: string): RegExp {
  const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');
  return new RegExp(`^${glob.split('*').map(literal).join('.*')}$`, 'is');
}

/** Items by id. Sorted lists are cached until something changes, so that paging is fast. */
export class SortedCollection<T extends Listed> {
  readonly #items = new Map<string, T>();
  readonly #lists = new Map<string, readonly T[]>();

  add(item: T): void {
    this.#items.set(item.id, item);
    this.changed();
  }

  get(id: string): T | undefined {
    return this.#items.get(id);
  }

  delete(id: string): void {
    this.#items.delete(id);
    this.changed();
  }

  /** Must be called after an item was changed in place. */
  changed(): void {
    this.#lists.clear();
  }

  values(): T[] {
    return [...this.#items.values()];
  }

  /** A new collection of the items that pass the test. */
  where(test: (item: T) => boolean): SortedCollection<T> {
    const chosen = new SortedCollection<T>();
    for (const item of this.values().filter(test)) {
      chosen.add(item);
    }
    return chosen;
  }

  page({ sortField, descending, filter, page, perPage }: PageQuery): { items: readonly T[]; totalCount: number } {
    const list = this.#sorted(sortField, descending, filter);
    return { items: list.slice(page * perPage, (page + 1) * perPage), totalCount: list.length };
  }

  #sorted(field: SortField, descending: boolean, filter: string): readonly T[] {
    const key = `${field} ${descending} ${filter}`;
    const cached = this.#lists.get(key);
    if (cached) {
      return cached;
    }
    const pattern = globToPattern(filter || '*');
    const list = this.values().filter(({ name }) => pattern.test(name));
    const sign = descending ? -1 : 1;
    list.sort((a, b) => (a[field] === b[field] ? 0 : a[field] < b[field] ? -sign : sign));
    this.#lists.set(key, list);
    return list;
  }
}
