/** How many requests of the last second are taken for the server's limit at the least. */
const SLOWEST_GUESS = 5;

/**
 * Spaces the requests of a run while the server says that there are too many (429): a first such answer sets the pace to
 * what went through in the last second, each later one slows it by a tenth. All requests of the run wait together.
 */
export class Pace {
  /** Between two requests, in milliseconds. */
  #interval = 0;
  #next = 0;
  #slowedAt = Number.NEGATIVE_INFINITY;
  #successes: number[] = [];
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Takes the next place, and gives how long to wait for it, in milliseconds. */
  take(): number {
    const now = this.#now();
    const start = Math.max(now, this.#next);
    this.#next = start + this.#interval;
    return start - now;
  }

  succeeded(): void {
    const now = this.#now();
    this.#successes.push(now);
    while ((this.#successes[0] ?? now) < now - 1000) this.#successes.shift();
  }

  /**
   * @param startedAt when the request that was refused was started: requests that were under way together slow once
   * @param pause how long nothing at all may be started, in milliseconds
   */
  refused(startedAt: number, pause: number): void {
    const now = this.#now();
    this.#next = Math.max(this.#next, now + pause);
    if (startedAt < this.#slowedAt) return;
    this.#slowedAt = now;
    const recent = this.#successes.filter((time) => time >= now - 1000).length;
    this.#interval = this.#interval > 0 ? this.#interval * 1.1 : 1000 / Math.max(recent, SLOWEST_GUESS);
  }
}
