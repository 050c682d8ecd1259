/** The number of characters to change, add or take away to make one text of the other (Levenshtein). */
export function distance(one: string, other: string): number {
  const columns = [...other];
  let row = Array.from({ length: columns.length + 1 }, (_, index) => index);
  for (const [index, character] of [...one].entries()) {
    const next = [index + 1];
    for (let column = 0; column < columns.length; column += 1) {
      const replaced = (row[column] ?? 0) + (character === columns[column] ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[columns.length] ?? 0;
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
