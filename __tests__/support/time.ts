const DAY = 24 * 60 * 60 * 1000;

/** As the API writes a time. */
export function daysAgo(days: number): string {
  return new Date(Date.now() - days * DAY).toISOString();
}
