const DAY = 24 * 60 * 60 * 1000;

/** A time as the API writes it. */
export function daysAgo(days: number): string {
  return new Date(Date.now() - days * DAY).toISOString();
}
