/**
 * Milliseconds on a monotonic clock. `performance.now()` returns the same, but first loads all of Node's performance
 * hooks, which a short step would notice.
 */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
