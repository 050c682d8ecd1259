import leven from 'leven';

/** Only this much of a name is compared, in characters: comparing many long names would take seconds. */
const MAX_LENGTH = 100;
/** The beginning of a name is similar to it if it has this many characters. */
const MIN_PREFIX = 4;

/** The number of characters to change, add or remove to turn one string into the other (Levenshtein). */
export function distance(a: string, b: string): number {
  return leven(a.slice(0, MAX_LENGTH), b.slice(0, MAX_LENGTH));
}

/** The known names that are similar enough to be what was meant, closest first. */
export function closest(name: string, known: Iterable<string>, count: number): string[] {
  const given = comparable(name);
  const close = [...known].flatMap((candidate) => {
    const other = comparable(candidate);
    // A third of the shorter name.
    const limit = Math.floor((Math.min(given.length, other.length) + 1) / 3);
    const away = leven(given, other, { maxDistance: limit + 1 });
    return away <= limit ? [{ candidate, away }] : [];
  });
  const names = close.sort((a, b) => a.away - b.away).map(({ candidate }) => candidate);
  if (names.length > 0 || given.length < MIN_PREFIX) return names.slice(0, count);
  // `prod` may be short for `production`.
  return [...known].filter((candidate) => comparable(candidate).startsWith(given)).slice(0, count);
}

function comparable(text: string): string {
  return text.slice(0, MAX_LENGTH).toLowerCase();
}

/**
 * `, did you mean "X"?` if a known name is similar enough; otherwise an empty string.
 * @param synonyms known names, by others that people use for them, in lowercase
 */
export function didYouMean(name: string, known: Iterable<string>, synonyms?: ReadonlyMap<string, string>): string {
  const best = synonyms?.get(name.toLowerCase()) ?? closest(name, known, 1)[0];
  return best === undefined ? '' : `, did you mean "${best}"?`;
}
