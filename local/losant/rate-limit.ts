/** How a server counts requests when it allows only so many within a second. */

export const rateLimitKinds = ['fixed', 'sliding', 'bucket'] as const;
export type RateLimitKind = (typeof rateLimitKinds)[number];

/**
 * Answers true when a request is one too many. `fixed` counts anew with each second of the clock, `sliding` counts what it
 * let through in the last second, and `bucket` fills evenly, and takes one for each request.
 * @param now milliseconds
 * @param burst how much a bucket holds: without it, a second's worth
 */
export function createRateLimiter(
  kind: RateLimitKind,
  perSecond: number,
  now: () => number = () => performance.now(),
  burst = perSecond,
): () => boolean {
  switch (kind) {
    case 'fixed': {
      let second = 0;
      let count = 0;
      return () => {
        const current = Math.floor(now() / 1000);
        count = current === second ? count + 1 : 1;
        second = current;
        return count > perSecond;
      };
    }
    case 'sliding': {
      let passed: number[] = [];
      return () => {
        const time = now();
        passed = passed.filter((earlier) => earlier > time - 1000);
        if (passed.length >= perSecond) return true;
        passed.push(time);
        return false;
      };
    }
    case 'bucket': {
      let level = burst;
      let filledAt = now();
      return () => {
        const time = now();
        level = Math.min(burst, level + ((time - filledAt) / 1000) * perSecond);
        filledAt = time;
        if (level < 1) return true;
        level -= 1;
        return false;
      };
    }
  }
}
