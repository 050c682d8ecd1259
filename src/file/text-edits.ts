/** Changes to a text, collected by offset and applied all at once. */
export interface TextEdits {
  /** Replaces the text between two offsets. Line feeds in the replacement become the line endings of the text. */
  replace(start: number, end: number, replacement: string): void;
  /** Inserts lines after the line of an offset. */
  insertLines(offset: number, lines: readonly string[]): void;
  /** Removes all lines from the line of one offset through the line of another. */
  removeLines(start: number, end: number): void;
  /** The changed text. */
  apply(): string;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** @param text its first line determines the line endings: LF or CRLF */
export function toTextEdits(text: string): TextEdits {
  const edits: Edit[] = [];
  const eol = /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
  const replace = (start: number, end: number, replacement: string): void =>
    void edits.push({ start, end, replacement: replacement.replaceAll('\n', eol) });
  return {
    replace,
    insertLines: (offset, lines) => {
      const end = lineEnd(text, offset);
      replace(end, end, lines.map((line) => `\n${line}`).join(''));
    },
    removeLines: (start, end) => {
      const from = lineStart(text, start);
      // Removes the line break before it rather than after it, so that lines inserted after the last line stay.
      if (from > 0) replace(lineEnd(text, from - 1), lineEnd(text, end), '');
      else replace(0, nextLine(text, end), '');
    },
    apply: () => {
      const parts: string[] = [];
      let last = 0;
      // Sorting is stable, so insertions at the same offset stay in order.
      for (const { start, end, replacement } of edits.sort((a, b) => a.start - b.start)) {
        parts.push(text.slice(last, start), replacement);
        last = Math.max(last, end);
      }
      return [...parts, text.slice(last)].join('');
    },
  };
}

/** The offset of the first character of a line. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset after the last character of a line. */
export function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  if (feed < 0) return text.length;
  return text[feed - 1] === '\r' ? feed - 1 : feed;
}

/** The offset of the next line. */
export function nextLine(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  return feed < 0 ? text.length : feed + 1;
}
