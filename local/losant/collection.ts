/** What every listed thing has: the fields that a list can be sorted and filtered by. */
export interface Listed {
  readonly id: string;
  readonly name: string;
  readonly creationDate: string;
  readonly lastUpdated: string;
}

export const sortFields = ['name', 'id', 'creationDate', 'lastUpdated'] as const;
export type SortField = (typeof sortFields)[number];

/** Which part of a collection is asked for. */
export interface PageQuery {
  readonly sortField: SortField;
  readonly descending: boolean;
  /** Glob with `*` over the name; empty: everything. */
  readonly filter: string;
  readonly page: number;
  readonly perPage: number;
}

/** A glob as a regular expression. That case does not count is an assumption: Losant does not document it. */
function globToPattern(glob: string): RegExp {
  const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');
  return new RegExp(`^${glob.split('*').map(literal).join('.*')}$`, 'is');
}

/** Things by id. A sorted list is made once and kept until something changes, so that paging costs nothing. */
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

  /** Has to be called after an item was changed in place. */
  changed(): void {
    this.#lists.clear();
  }

  values(): T[] {
    return [...this.#items.values()];
  }

  /** Those for which the test holds, as a collection of their own. */
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
    const known = this.#lists.get(key);
    if (known) {
      return known;
    }
    const pattern = globToPattern(filter || '*');
    const list = this.values().filter(({ name }) => pattern.test(name));
    const sign = descending ? -1 : 1;
    list.sort((a, b) => (a[field] === b[field] ? 0 : a[field] < b[field] ? -sign : sign));
    this.#lists.set(key, list);
    return list;
  }
}
