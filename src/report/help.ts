/** Errors that the docs cannot explain any better. */
const SELF_EXPLANATORY = ['Cancelled', 'Unexpected error'];

/**
 * The link to the heading of an error.
 * @param page the address of docs/troubleshooting.md; null if it is not known
 */
export function helpLink(title: string, page: string | null): string | null {
  if (page === null || SELF_EXPLANATORY.includes(title)) return null;
  // The same way GitHub makes anchors from headings.
  const heading = title
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
  return `${page}#${heading}`;
}
