/** A lock: many calls run at once, or a single one runs alone. A library for it would be longer than this. */
export class Gate {
  readonly #running = new Set<Promise<unknown>>();
  /** Settles when the last call that runs alone has ended. */
  #alone: Promise<unknown> = Promise.resolve();

  /** Runs the call beside others, as soon as no call waits to run alone. */
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

  /** Runs the call when those that are running have ended, and lets no other call start in the meantime. */
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
