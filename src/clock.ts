/**
 * Milliseconds on a clock that only goes forward. `performance.now()` is the same, but loads the whole of Node's
 * measuring first, which a short step would notice.
 */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
