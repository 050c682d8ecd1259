/**
 * Text from outside in Markdown. GitHub turns text outside code into mentions, references, links, and emoji, no matter how
 * it is escaped. Email addresses are linked even in code.
 */
import { tryParseJson } from '../json.ts';

/** Losant's page about outages. */
export const STATUS_PAGE = 'https://status.losant.com';

/** Text from outside, as code. Characters with a meaning in Markdown or HTML become numeric entities. */
export function code(text: string): string {
  return `<code>${escapeText(text)}</code>`;
}

/** A date that is never broken into lines, as narrow table cells would at a hyphen. */
export function noBreak(date: string): string {
  return date.replaceAll('-', '\u2011').replaceAll(' ', '\u00A0');
}

/** What GitHub may link outside code. */
const LINKED = /[@#/\\]|www\.|(?:mailto|xmpp):|GH-\d|:[\w+-]+:|[0-9a-f]{7}/i;

/**
 * A message as Markdown. Quotes, and whatever GitHub could link, become code.
 * @param quotes parts of the message that come from outside, in addition to JSON strings
 */
export function prose(message: string, quotes: readonly string[] = []): string {
  if (message === '') return '';
  const patterns = quotes.filter((quote) => quote !== '').map((quote) => quote.replace(/[^\w\s]/g, '\\$&'));
  const parts = message.split(new RegExp(`(${[...patterns, '"(?:[^"\\\\\\n]|\\\\.)*"'].join('|')})`));
  // A quote is the string that it represents in JSON, or the text itself.
  const show = (part: string, index: number): string =>
    index % 2 === 1 ? code(String(tryParseJson(part) ?? part)) : ownWords(part);
  return parts.map(show).join('');
}

function ownWords(text: string): string {
  return text
    .split(/([\s(),;]+)/)
    .map((word, index) => {
      if (index % 2 === 1) return word.replaceAll(/\r?\n/g, '<br>');
      if (word === STATUS_PAGE) return `<${STATUS_PAGE}>`;
      const end = /[:.?!]$/.exec(word)?.[0] ?? '';
      return LINKED.test(word) ? code(word.slice(0, word.length - end.length)) + end : escapeText(word);
    })
    .join('');
}

/** A code block that nothing in the lines can end. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const text = lines.map(visible).join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

// V8 resolves a class such as \p{L} when it parses the file, even if the pattern is never used. Over TLS, that takes 3 % of the
// CPU time of a get, so patterns with such classes are strings.

/** What has a meaning in Markdown or HTML. A dot, colon, or underscore has one only where it can begin a link or emphasis. */
const MEANINGFUL = String.raw`www\.|(?:mailto|xmpp):|:(?=\/)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|[^\p{L}\p{N} _.:/(),;+=%?'"→…-]`;
/** Invisible characters, and those that change the direction of text. */
const INVISIBLE = String.raw`[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]`;

function escapeText(text: string): string {
  // Most strings are plain, such as times. The pattern below takes longer to compile than to use.
  if (/^(?:[A-Za-z0-9 -]|(?<=\d)[.:](?=\d))*$/.test(text)) return text;
  return visible(text).replace(new RegExp(MEANINGFUL, 'giu'), (characters) => {
    // GitHub links email addresses in code too, unless a tag splits them.
    const divider = characters === '@' ? '<wbr>' : '';
    return divider + [...characters].map((one) => `&#${one.codePointAt(0)};`).join('');
  });
}

/** The text, with the codes of invisible characters and of those that change the direction of text. */
export function visible(text: string): string {
  // Most strings are plain. The pattern below takes longer to compile than to use.
  if (/^[ -~]*$/.test(text)) return text;
  return text.replace(new RegExp(INVISIBLE, 'gu'), (character) => {
    if (character === '\n') return '\\n';
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
}
