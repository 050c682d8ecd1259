/**
 * Calls the function for every item in order, with at most `concurrency` calls at once, and returns the results in order.
 * A library for this would be larger than these lines.
 * @throws the first error, after the calls in flight have ended; nothing new is started after it
 */
export async function pool<T, R>(
  items: readonly T[],
  concurrency: number,
  call: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  // A generator ends for all workers as soon as one of them leaves its loop with an error.
  const rest = (function* () {
    yield* items.entries();
  })();
  const work = async (): Promise<void> => {
    for (const [index, item] of rest) results[index] = await call(item);
  };
  const workers = Array.from({ length: Math.min(concurrency, items.length) }, work);
  await Promise.allSettled(workers);
  await Promise.all(workers);
  return results;
}
