/** What the function returns; undefined if it throws, where all that matters is that there is no value. */
export function tryTo<T>(get: () => T): T | undefined {
  try {
    return get();
  } catch {
    return undefined;
  }
}
