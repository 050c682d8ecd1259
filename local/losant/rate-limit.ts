/** The ways in which a server can limit requests per second. */

export const rateLimitKinds = ['fixed', 'sliding', 'bucket'] as const;
export type RateLimitKind = (typeof rateLimitKinds)[number];

/**
 * Returns a function to call for each request, which returns true if it exceeds the limit. `fixed` starts over with each
 * second of the clock, `sliding` counts the requests that it allowed in the last second, and `bucket` is a token bucket.
 * @param now in milliseconds
 * @param burst the capacity of the bucket; by default one second's worth
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
      let allowed: number[] = [];
      return () => {
        const time = now();
        allowed = allowed.filter((earlier) => earlier > time - 1000);
        if (allowed.length >= perSecond) return true;
        allowed.push(time);
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
