import type { Lazy } from './lazy.ts';

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

/** A table. In an alert, `quote` (`> `) comes before each line. */
export function table(columns: readonly string[], rows: Lazy, quote = ''): Section {
  const head = [`| ${columns.join(' | ')} |`, `|${' --- |'.repeat(columns.length)}`];
  const before = `${head.map((line) => quote + line).join('\n')}\n${quote}`;
  return { before, after: '', items: rows, separator: `\n${quote}`, beforeMore: `\n${quote.trimEnd()}\n${quote}` };
}

export function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

export function paragraphs(items: Lazy): Section {
  return { before: '', after: '', items, separator: '\n\n', beforeMore: '\n\n' };
}

/** A list on one line. */
export function inline(before: string, items: Lazy): Section {
  return { before, after: '', items, separator: ', ', beforeMore: ' ' };
}

/** The section in a collapsible block with a heading. */
export function collapsible(section: Section, heading: string, isOpen: boolean): Section {
  const before = `<details${isOpen ? ' open' : ''}><summary>${heading}</summary>\n\n${section.before}`;
  return { ...section, before, after: `${section.after}\n\n</details>` };
}
