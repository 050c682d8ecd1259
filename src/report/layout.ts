/** Items that are made only when they are needed: a report with thousands of changes has space for few of them. */
export interface Lazy<T = string> extends Iterable<T> {
  readonly length: number;
}

/** What `show` makes of each item. */
export function lazy<T, U>(items: Lazy<T>, show: (item: T) => U): Lazy<U> {
  return { length: items.length, [Symbol.iterator]: () => Iterator.from(items).map(show) };
}

/** A part of a report: items between a beginning and an end. It is shown only if it has items. */
export interface Section {
  readonly before: string;
  readonly after: string;
  readonly items: Lazy;
  readonly separator: string;
  /** Comes before the line that says how many items are missing, so that it does not become part of the last item. */
  readonly beforeMore: string;
}

/** The line that says how many items of a section are missing. */
const MORE_BYTES = 60;

/**
 * The sections as Markdown, in at most `space` bytes. Sections get their space in order, so the last ones are left out
 * first. The report always says how many items are missing.
 */
export function layout(head: string, sections: readonly Section[], foot: string, space: number): string {
  const shown = sections.filter(({ items }) => items.length > 0);
  const frames = shown.map(({ before, after }) => Buffer.byteLength(before + after) + MORE_BYTES);
  let left = space - Buffer.byteLength(head + foot) - frames.reduce((sum, size) => sum + size, 0);
  const parts = shown.map(({ before, after, items, separator, beforeMore }) => {
    const kept: string[] = [];
    for (const item of items) {
      const size = Buffer.byteLength(item + separator);
      // Once something is left out, so is everything less important.
      if (size > left) left = 0;
      if (left === 0) break;
      left -= size;
      kept.push(item);
    }
    const missing = items.length - kept.length;
    const more = missing > 0 ? `${beforeMore}… and ${missing} more` : '';
    return before + kept.join(separator) + more + after;
  });
  return `${[head, ...parts, foot].filter((part) => part !== '').join('\n\n')}\n`;
}

/** A table with a row for each item. In an alert, `quote` (`> `) comes before each line. */
export function table<T>(
  columns: readonly string[],
  items: Lazy<T>,
  show: (item: T) => readonly string[],
  quote = '',
): Section {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return {
    before: `${quote}${row(columns)}\n${quote}|${' --- |'.repeat(columns.length)}\n${quote}`,
    after: '',
    items: lazy(items, (item) => row(show(item))),
    separator: `\n${quote}`,
    beforeMore: `\n${quote.trimEnd()}\n${quote}`,
  };
}

export function paragraphs<T>(items: Lazy<T>, show: (item: T) => string, separator = '\n\n'): Section {
  return { before: '', after: '', items: lazy(items, show), separator, beforeMore: '\n\n' };
}

/** A list on one line. */
export function inline<T>(before: string, items: Lazy<T>, show: (item: T) => string): Section {
  return { before, after: '', items: lazy(items, show), separator: ', ', beforeMore: ' ' };
}

/** The section in a collapsible block with a heading. */
export function collapsible(section: Section, heading: string, isOpen: boolean): Section {
  const before = `<details${isOpen ? ' open' : ''}><summary>${heading}</summary>\n\n${section.before}`;
  return { ...section, before, after: `${section.after}\n\n</details>` };
}
