import { describe, expect, test } from '@jest/globals';
import { createRateLimiter, type RateLimitKind } from '../../local/losant/rate-limit.ts';
import { Pace } from '../../src/api/pace.ts';

describe('a pace', () => {
  /** A pace with a clock that only moves on request. */
  function start() {
    const clock = { time: 5000 };
    const pace = new Pace(() => clock.time);
    /** How many requests can start within the next milliseconds. */
    const startsWithin = (milliseconds: number): number => {
      const end = clock.time + milliseconds;
      let count = 0;
      while (clock.time < end) {
        const wait = pace.take();
        if (wait === 0) count += 1;
        clock.time = Math.min(end, clock.time + wait);
      }
      return count;
    };
    return { pace, clock, startsWithin };
  }

  test('delays nothing before the first 429', () => {
    const { pace } = start();
    expect(Array.from({ length: 1000 }, () => pace.take())).toEqual(Array(1000).fill(0));
  });

  test('limits the rate to the successes of the last second, and waits for that second to pass', () => {
    const { pace, clock, startsWithin } = start();
    pace.succeeded();
    clock.time += 2000;
    for (let count = 0; count < 30; count += 1) pace.succeeded();
    clock.time += 100;
    pace.refused(clock.time - 50, 0);
    expect(pace.take()).toBe(920);
    clock.time += 920;
    expect(startsWithin(1020)).toBe(30);
  });

  test('starts nothing while the server asks to wait, and the longest wait counts', () => {
    const { pace, clock } = start();
    pace.take();
    pace.refused(clock.time, 3000);
    pace.refused(clock.time, 1000);
    expect(pace.take()).toBe(3000);
    clock.time += 2999;
    expect(pace.take()).toBe(1);
    clock.time += 1;
    expect(pace.take()).toBe(0);
  });

  test('lowers the rate once for requests in flight together, and by at most a fifth for a later 429', () => {
    const { pace, clock, startsWithin } = start();
    const startedAt = clock.time;
    for (let count = 0; count < 102; count += 1) pace.succeeded();
    clock.time += 10;
    for (let count = 0; count < 8; count += 1) pace.refused(startedAt, 0);
    clock.time += 1010;
    // One every 10 ms.
    expect(startsWithin(1000)).toBe(100);
    clock.time += 2000;
    pace.refused(clock.time, 0);
    // One every 13 ms.
    expect(startsWithin(1300)).toBe(100);
  });

  test('increases after no more refusals, so that one 429 does not slow down a whole run', () => {
    const { pace, clock, startsWithin } = start();
    pace.refused(clock.time, 0);
    const counts = Array.from({ length: 60 }, () => startsWithin(1020));
    expect(counts[0]).toBe(15);
    expect(counts[8]).toBeLessThanOrEqual(17);
    expect(counts[30]).toBeGreaterThan(50);
    expect(counts[59]).toBeGreaterThan(200);
  });

  test('never reaches zero', () => {
    const { pace, clock } = start();
    for (let count = 0; count < 100; count += 1) {
      clock.time += 1;
      pace.refused(clock.time, 0);
    }
    clock.time += 1020;
    expect(pace.take()).toBe(0);
  });
});

describe('1,000 requests to a server that allows 20 a second', () => {
  const REQUESTS = 1000;
  const PER_SECOND = 20;
  const LATENCY = 50;

  interface Case {
    readonly kind: RateLimitKind;
    readonly burst: number;
    /** How many times longer than the server's limit it can take. */
    readonly most: number;
    /** In milliseconds. */
    readonly retryAfter: number | null;
    readonly concurrency: number;
  }

  /** Runs the requests in virtual time, with retries. Returns the seconds and the most attempts of a request. */
  function simulate({ kind, burst, retryAfter, concurrency }: Case, seed: number) {
    let time = seed;
    const events: { at: number; run: () => void }[] = [];
    const later = (delay: number, run: () => void): void => {
      const at = time + delay;
      const place = events.findIndex((event) => event.at > at);
      events.splice(place < 0 ? events.length : place, 0, { at, run });
    };
    let state = seed;
    const random = (): number => {
      state = (state * 48_271 + 11) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const pace = new Pace(() => time);
    const isTooMuch = createRateLimiter(kind, PER_SECOND, () => time, burst);
    let [left, ended, attempts, succeeded] = [REQUESTS, seed, 0, 0];
    const next = (attempt: number): void => {
      if (attempt === 1 && left === 0) return;
      if (attempt === 1) left -= 1;
      send(attempt);
    };
    const send = (attempt: number): void => {
      const wait = pace.take();
      if (wait > 0) {
        later(wait, () => send(attempt));
        return;
      }
      const startedAt = time;
      attempts = Math.max(attempts, attempt);
      // Requests do not all take the same time.
      later(LATENCY * (0.8 + 0.2 * random()), () => {
        const refused = isTooMuch();
        later(2, () => {
          if (!refused) {
            pace.succeeded();
            ended = time;
            succeeded += 1;
            next(1);
          } else {
            const delay = retryAfter ?? random() * 500 * 2 ** (attempt - 1);
            pace.refused(startedAt, delay);
            later(delay, () => next(attempt + 1));
          }
        });
      });
    };
    for (let worker = 0; worker < concurrency; worker += 1) later(0, () => next(1));
    for (let event = events.shift(); event !== undefined; event = events.shift()) {
      time = event.at;
      event.run();
    }
    return { seconds: (ended - seed) / 1000, attempts, succeeded };
  }

  const servers = [
    { kind: 'fixed', burst: PER_SECOND, most: 1.2 },
    { kind: 'sliding', burst: PER_SECOND, most: 1.2 },
    { kind: 'bucket', burst: PER_SECOND, most: 1.2 },
    { kind: 'bucket', burst: 1, most: 1.45 },
  ] as const;
  const cases = servers.flatMap((server) =>
    [null, 1000].flatMap((retryAfter) => [4, 16].map((concurrency): Case => ({ ...server, retryAfter, concurrency }))),
  );

  test.each(cases)(
    '$kind of $burst, Retry-After $retryAfter, concurrency $concurrency: takes little longer than the limit requires',
    (server) => {
      for (let seed = 1; seed <= 5; seed += 1) {
        const { seconds, attempts, succeeded } = simulate(server, 50 * seed + 1);
        expect(succeeded).toBe(REQUESTS);
        expect(attempts).toBeLessThanOrEqual(4);
        expect(seconds).toBeLessThanOrEqual(server.most * (REQUESTS / PER_SECOND));
      }
    },
  );
});
