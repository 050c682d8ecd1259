import { now } from '../clock.ts';

/** Limits are mostly said for each second. A little more, since requests do not all take the same time to arrive. */
const WINDOW = 1020;
/** A first refusal after fewer successes than this within a second tells nothing of the limit. */
const LOWEST_GUESS = 15;
/** How much of the rate a later refusal takes away, at the least and at the most. */
const SLOWDOWN = { least: 0.95, most: 0.8 };
/** How fast the rate grows after the last refusal: by a twentieth in 8 s, to the twofold in 22 s, the fourfold in 31 s. */
const GROWTH = 1e-4;

/**
 * Keeps to the rate that the server allows, once it has said that there are too many requests (429): what went through
 * in the second before is taken for the limit, and from then on requests start evenly spaced at that rate. That suits
 * servers which count by the clock's second, over the last second, or with a bucket that fills, however small it is. The
 * guess may have been too low, or the refusal a passing one: so the rate grows, hardly at first and then ever faster,
 * until the next refusal. All requests of a run wait together.
 */
export class Pace {
  /** Requests in one window, when the last refusal was dealt with. */
  #rate = Number.POSITIVE_INFINITY;
  #slowedAt = Number.NEGATIVE_INFINITY;
  /** Nothing is started before. */
  #resume = Number.NEGATIVE_INFINITY;
  #lastStart = Number.NEGATIVE_INFINITY;
  #successes: number[] = [];
  readonly #now: () => number;

  /** @param clock the time in milliseconds, of a clock that only goes forward */
  constructor(clock: () => number = now) {
    this.#now = clock;
  }

  /** Zero when a request may start now, and counts it; else how long to wait before asking again, in milliseconds. */
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
   * @param startedAt when the request that was refused was started: requests that were under way together slow once
   * @param pause how long nothing at all may be started, in milliseconds
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
      // What has filled this second has to leave it first.
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
    const first = this.#successes.findIndex((time) => time > now - WINDOW);
    return first < 0 ? [] : this.#successes.slice(first);
  }
}
