import { jsonKind, quoteName } from './quote.ts';

/** One line of `webhook-name`. */
export interface Pattern {
  /** As given, without the `!`. */
  readonly source: string;
  /** Whether it excludes what it matches. */
  readonly negated: boolean;
  /** The only name that it matches; null if it has an unescaped `*` or `?`. */
  readonly name: string | null;
  readonly parts: readonly Part[];
}

/** A character to match, or one of the wildcards. */
type Part = { readonly character: string } | 'one' | 'many';

export type Patterns = readonly Pattern[];

/** The lines of a `webhook-name`, without empty ones. */
export function parsePatterns(text: string): Patterns {
  return text
    .split(/\r?\n/)
    .map(trimPattern)
    .filter((line) => line !== '')
    .map((line) => parsePattern(line.replace(/^!\s*/, ''), line.startsWith('!')));
}

/** The text without surrounding white space, except for an escaped space at its end. */
export function trimPattern(text: string): string {
  const trimmed = text.trim();
  const [next = ''] = text.trimStart().slice(trimmed.length);
  const backslashes = trimmed.length - trimmed.replace(/\\+$/, '').length;
  return backslashes % 2 === 1 && /[ \t]/.test(next) ? trimmed + next : trimmed;
}

/** Why the lines make no sense as a selection, or null if they do. */
export function patternProblem(patterns: Patterns): string | null {
  const json = patterns.map(({ source }) => jsonKind(source)).find((kind) => kind !== null);
  if (json === 'a string')
    return 'has a name in quotes: remove them, or escape them with \\ if they are part of the name';
  if (json !== undefined) return `takes one name or glob per line, got ${json} as JSON`;
  if (patterns.some(({ source }) => source === '')) return 'has a line "!" without a name';
  return patterns[0]?.negated === true
    ? 'begins with a line that begins with "!": it excludes what a line before it selects, and there is none. To select everything else, begin with a line "*"'
    : null;
}

function parsePattern(source: string, negated: boolean): Pattern {
  const parts = [...source.matchAll(/\\(.)|./gsu)].map(([text, escaped = text]): Part => {
    if (text === '*') return 'many';
    return text === '?' ? 'one' : { character: escaped };
  });
  const isGlob = parts.some((part) => typeof part === 'string');
  return { source, negated, name: isGlob ? null : source.replace(/\\(.)/gsu, '$1'), parts };
}

/** Whether the pattern matches the whole name, in at most as many steps as the product of their lengths. */
export function matches({ parts }: Pattern, name: string): boolean {
  const characters = [...name];
  let [place, part, star, resume] = [0, 0, -1, 0];
  while (place < characters.length) {
    const wanted = parts[part];
    if (wanted === 'many') {
      [star, resume] = [part, place];
      part += 1;
    } else if (wanted === 'one' || (wanted !== undefined && wanted.character === characters[place])) {
      place += 1;
      part += 1;
    } else if (star >= 0) {
      // Let the last `*` match one more character.
      resume += 1;
      [place, part] = [resume, star + 1];
    } else {
      return false;
    }
  }
  return parts.slice(part).every((rest) => rest === 'many');
}

/** The items that the lines select, in order: each line adds what it matches, and a negated one excludes it. */
export function selectByName<T extends { readonly name: string }>(patterns: Patterns, items: readonly T[]): T[] {
  const selected = (name: string): boolean =>
    patterns.reduce((is, pattern) => (matches(pattern, name) ? !pattern.negated : is), false);
  return items.filter(({ name }) => selected(name));
}

/** The lines of a list of patterns, as messages show them: `"pr-*", "!pr-1"`. */
export function quotedLines(text: string): string {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => quoteName(line)).join(', ');
}

/** The lines as given, for comparisons. */
export function patternsText(patterns: Patterns): string {
  return patterns.map(({ source, negated }) => (negated ? `!${source}` : source)).join('\n');
}
