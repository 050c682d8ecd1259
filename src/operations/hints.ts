import { closest } from '../closest.ts';
import { isId, type Webhook } from '../losant/webhook.ts';
import { matches, type Pattern, parsePatterns } from '../patterns.ts';

/** What may be wrong with a `webhook-name` that matches nothing. */
export interface Hint {
  readonly text: string;
  /** Whether the line is clearly not intended as a name or glob. */
  readonly isMistake: boolean;
}

/** Syntax of regular expressions and shells, which globs do not have. */
const REGULAR_EXPRESSION = /^\^|\$$|\.[*+]|\\[bdsw]|\[[^\]]+\]|\([^)]*\|[^)]*\)|\w\|\w/;
const BRACES = /\{[^}]*,[^}]*\}/;

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
  const parts = source.split(/[,;]/).map((part) => part.trim());
  const matchesAny = (part: string): boolean =>
    parsePatterns(part).some((pattern) => listing.some(({ name }) => matches(pattern, name)));
  if (parts.length > 1 && parts.some(matchesAny))
    return 'Write each name on a line of its own: a comma is part of a name';
  if (BRACES.test(source)) return 'Braces have no meaning in webhook-name: write a line for each name or glob';
  if (REGULAR_EXPRESSION.test(source))
    return 'webhook-name takes globs, not regular expressions: only * and ? have a meaning';
  return null;
}
