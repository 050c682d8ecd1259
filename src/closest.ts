/** The number of characters to change, add or take away to make one text of the other (Levenshtein). */
export function distance(one: string, other: string): number {
  const columns = [...other];
  let row = [0, ...columns.map((_, index) => index + 1)];
  let last = columns.length;
  for (const character of one) {
    let diagonal = Number.POSITIVE_INFINITY;
    last = Number.POSITIVE_INFINITY;
    row = row.map((above, column) => {
      const replaced = diagonal + (character === columns[column - 1] ? 0 : 1);
      last = Math.min(replaced, above + 1, last + 1);
      diagonal = above;
      return last;
    });
  }
  return last;
}

/** The known names that are most like the given one, most alike first. */
export function closest(name: string, known: Iterable<string>, count: number): string[] {
  const short = (text: string): string => text.slice(0, 255).toLowerCase();
  const ranked = [...known].map((candidate) => ({ candidate, away: distance(short(name), short(candidate)) }));
  return ranked
    .sort((one, other) => one.away - other.away)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** ", did you mean X?" where a known name is close enough to be meant; else nothing. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const [best] = closest(name, known, 1);
  const limit = Math.max(2, Math.floor(name.length / 3));
  return best !== undefined && distance(name.slice(0, 255).toLowerCase(), best.toLowerCase()) <= limit
    ? `, did you mean "${best}"?`
    : '';
}
