/** Keeps items until there is a text long enough for them: most runs read many more secrets than they could show. */
export class Postponed<T> {
  readonly #measure: (item: T) => number;
  readonly #use: (item: T) => void;
  /** By the least length of a text for which they are used. */
  readonly #items = new Map<number, T[]>();
  #longest = 0;

  /** @param measure the least length of a text for which an item is used */
  constructor(measure: (item: T) => number, use: (item: T) => void) {
    this.#measure = measure;
    this.#use = use;
  }

  add(item: T): void {
    const length = this.#measure(item);
    const items = this.#items.get(length);
    if (length <= this.#longest) this.#use(item);
    else if (items === undefined) this.#items.set(length, [item]);
    else items.push(item);
  }

  /** Uses the items for a string of this length. */
  release(measure: () => number): void {
    if (this.#items.size === 0) return;
    this.#longest = Math.max(this.#longest, measure());
    for (const [length, items] of this.#items) {
      if (length > this.#longest) continue;
      this.#items.delete(length);
      for (const item of items) this.#use(item);
    }
  }
}
