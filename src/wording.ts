/** "1 webhook", "2 webhooks". */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** How many items a message or a heading lists. */
export const MAX_LISTED = 10;

/** The first items of a list, and how many more there are: "a, b, and 3 more". */
export function firstFew(
  items: Iterable<string> & { readonly length: number },
  most = MAX_LISTED,
  separator = ', ',
): string {
  const rest = items.length - most;
  return [...Iterator.from(items).take(most), ...(rest > 0 ? [`and ${rest} more`] : [])].join(separator);
}
