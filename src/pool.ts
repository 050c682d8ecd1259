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
  const rest = items.entries();
  let failed = false;
  const work = async (): Promise<void> => {
    for (const [index, item] of rest) {
      try {
        results[index] = await call(item);
      } catch (error) {
        failed = true;
        throw error;
      }
      if (failed) return;
    }
  };
  const workers = Array.from({ length: Math.min(concurrency, items.length) }, work);
  const ended = await Promise.allSettled(workers);
  const failure = ended.find((end) => end.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return results;
}
