/** Items that are made only when they are needed: a report with thousands of changes has space for few of them. */
export interface Lazy<T = string> extends Iterable<T> {
  readonly length: number;
}

/** What `show` makes of each item. */
export function lazy<T, U>(items: Lazy<T>, show: (item: T) => U): Lazy<U> {
  return { length: items.length, [Symbol.iterator]: () => Iterator.from(items).map(show) };
}
