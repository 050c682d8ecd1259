/** A read-write lock: many calls run at once, or a single one runs alone. A library for this would be longer. */
export class Gate {
  readonly #running = new Set<Promise<unknown>>();
  /** Settles when the last call that runs alone has ended. */
  #alone: Promise<unknown> = Promise.resolve();

  /** Runs the call alongside others, as soon as no call is waiting to run alone. */
  async beside<T>(call: () => Promise<T>): Promise<T> {
    let alone: Promise<unknown>;
    do {
      alone = this.#alone;
      await alone;
    } while (alone !== this.#alone);
    const running = call();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Runs the call once the running ones have ended. No other call starts in the meantime. */
  alone<T>(call: () => Promise<T>): Promise<T> {
    const before = this.#alone;
    const result = (async () => {
      await before;
      await Promise.allSettled(this.#running);
      return call();
    })();
    this.#alone = result.catch(() => undefined);
    return result;
  }
}
