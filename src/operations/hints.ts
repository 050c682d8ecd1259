import { closest } from '../closest.ts';
import { isId, type Webhook } from '../losant/webhook.ts';
import { matches, type Pattern, parsePatterns } from '../patterns.ts';

/** What may be wrong with a `webhook-name` that matches nothing. */
export interface Hint {
  readonly text: string;
  /** Whether the line is clearly not intended as a name or glob. */
  readonly isMistake: boolean;
}

/** Syntax of regular expressions and shells, which globs do not have. A line can be long, so no part of it is read twice. */
const REGULAR_EXPRESSION = /^\^|\$$|\.[*+]|\\[bdsw]|\w\|\w/;
/** The longest name that Losant allows, in characters. */
const LONGEST_NAME = 255;
/** How many names or globs of a line are looked for. */
const MAX_PARTS = 20;

/** Suggests why a pattern matches nothing. */
export function hintFor({ source }: Pattern, listing: readonly Webhook[]): Hint {
  if (listing.length === 0) return { text: 'The application has no webhooks', isMistake: false };
  const mistake = mistakeIn(source, listing);
  if (mistake !== null) return { text: mistake, isMistake: true };
  const names = closest(source, new Set(listing.map(({ name }) => name)), 3).map((name) => JSON.stringify(name));
  return { text: names.length === 0 ? '' : `The closest names are ${names.join(', ')}`, isMistake: false };
}

function mistakeIn(source: string, listing: readonly Webhook[]): string | null {
  if (isId(source)) return 'This is an id: did you mean webhook-id?';
  if (source.startsWith('- ')) return 'Write each name on a line of its own, without "- "';
  const parts = source.split(/[,;]/, MAX_PARTS).filter((part) => part.length <= LONGEST_NAME);
  const matchesAny = (part: string): boolean =>
    parsePatterns(part).some((pattern) => listing.some(({ name }) => matches(pattern, name)));
  if (source !== parts[0] && parts.some(matchesAny))
    return 'Write each name on a line of its own: a comma is part of a name';
  if (hasBetween(source, '{', ',', '}'))
    return 'Braces have no meaning in webhook-name: write a line for each name or glob';
  if (REGULAR_EXPRESSION.test(source) || hasBetween(source, '[', '', ']') || hasBetween(source, '(', '|', ')'))
    return 'webhook-name takes globs, not regular expressions: only * and ? have a meaning';
  return null;
}

/** Whether an opening mark, another one, and a closing mark come in this order, with no closing mark between them. */
function hasBetween(text: string, open: string, between: string, close: string): boolean {
  return text
    .split(close)
    .slice(0, -1)
    .some((part) => {
      const start = part.indexOf(open);
      return start >= 0 && start + 1 < part.length && part.includes(between, start + 1);
    });
}
