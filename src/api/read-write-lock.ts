/** A read-write lock: many calls run at once, or a single one runs alone. A library for this would be longer. */
export class ReadWriteLock {
  readonly #running = new Set<Promise<unknown>>();
  /** Settles when the last call that runs alone has ended. */
  #exclusive: Promise<unknown> = Promise.resolve();

  /** Runs the call alongside others, as soon as no call is waiting to run alone. */
  async shared<T>(call: () => Promise<T>): Promise<T> {
    let exclusive: Promise<unknown>;
    do {
      exclusive = this.#exclusive;
      await exclusive;
    } while (exclusive !== this.#exclusive);
    const running = call();
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  /** Runs the call once the running ones have ended. No other call starts in the meantime. */
  exclusive<T>(call: () => Promise<T>): Promise<T> {
    const before = this.#exclusive;
    const result = (async () => {
      await before;
      await Promise.allSettled(this.#running);
      return call();
    })();
    this.#exclusive = result.catch(() => undefined);
    return result;
  }
}
