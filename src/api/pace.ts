/**
 * Milliseconds on a monotonic clock. `performance.now()` returns the same, but loads all of Node's performance hooks first,
 * which is noticeable in a short step.
 */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Most limits apply to one second. This is a little more, because requests take varying times to arrive. */
const WINDOW = 1020;
/** If a first refusal comes after fewer successes than this within a second, it says nothing about the limit. */
const LOWEST_GUESS = 15;
/** The least and the most by which a later refusal lowers the rate. */
const SLOWDOWN = { least: 0.95, most: 0.8 };
/** How fast the rate grows after the last refusal: by 5 % in 8 s, to twice the rate in 22 s, to four times in 31 s. */
const GROWTH = 1e-4;

/**
 * Adjusts to the server's rate limit after the first "too many requests" (429). The number of requests that succeeded in the
 * second before is taken as the limit, and from then on requests are evenly spaced at that rate. This works for fixed and
 * sliding windows of one second, and for token buckets of any size. The estimate may be too low, or the refusal transient, so
 * the rate grows, slowly at first and then faster, until the next refusal. All requests of a run share one pace. A library
 * would need to know the limit in advance.
 */
export class Pace {
  /** Requests per window, at the time of the last refusal. */
  #rate = Number.POSITIVE_INFINITY;
  #slowedAt = Number.NEGATIVE_INFINITY;
  /** No request starts before this time. */
  #resume = Number.NEGATIVE_INFINITY;
  #lastStart = Number.NEGATIVE_INFINITY;
  #successes: number[] = [];
  readonly #now: () => number;

  /** @param clock returns milliseconds on a monotonic clock */
  constructor(clock: () => number = now) {
    this.#now = clock;
  }

  /** Returns 0 and counts the request if it may start now; otherwise how long to wait before asking again, in milliseconds. */
  take(): number {
    const now = this.#now();
    const next = Math.max(this.#resume, this.#lastStart + WINDOW / this.#rateAt(now));
    if (next > now) return Math.ceil(next - now);
    this.#lastStart = now;
    return 0;
  }

  succeeded(): void {
    const now = this.#now();
    this.#successes = this.#recent(now);
    this.#successes.push(now);
  }

  /**
   * @param startedAt when the refused request started: requests in flight at the same time lower the rate only once
   * @param pause how long no request may start, in milliseconds
   */
  refused(startedAt: number, pause: number): void {
    const now = this.#now();
    const rate = this.#rateAt(now);
    this.#resume = Math.max(this.#resume, now + pause);
    if (startedAt < this.#slowedAt) return;
    this.#slowedAt = now;
    const recent = this.#recent(now);
    if (rate === Number.POSITIVE_INFINITY) {
      this.#rate = Math.max(recent.length, LOWEST_GUESS);
      // First, the requests that filled this window have to leave it.
      this.#resume = Math.max(this.#resume, (recent[0] ?? now - WINDOW) + WINDOW);
    } else {
      this.#rate = Math.max(rate * SLOWDOWN.most, Math.min(rate * SLOWDOWN.least, recent.length), 1);
    }
  }

  #rateAt(now: number): number {
    const seconds = Math.max(0, now - Math.max(this.#slowedAt, this.#resume)) / 1000;
    return this.#rate * (1 + GROWTH * seconds ** 3);
  }

  #recent(now: number): number[] {
    return this.#successes.filter((time) => time > now - WINDOW);
  }
}
