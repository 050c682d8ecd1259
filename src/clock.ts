/**
 * Milliseconds on a monotonic clock. `performance.now()` returns the same, but loads all of Node's performance hooks first,
 * which is noticeable in a short step.
 */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
