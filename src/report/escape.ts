import { STATUS_PAGE } from './words.ts';

/**
 * Texts from outside in Markdown. GitHub makes mentions, references, links and emoji of what is not code, however it is
 * escaped, and links e-mail addresses even there.
 */

/** A text from outside, as code. Characters that mean something in Markdown or HTML are written as numbers. */
export function code(text: string): string {
  return `<code>${escapeText(text)}</code>`;
}

/** What GitHub may link outside of code. */
const LINKED = /[@#/\\]|www\.|(?:mailto|xmpp):|GH-\d|:[\w+-]+:|[0-9a-f]{7}/i;

/**
 * A message as Markdown: what it quotes, and whatever GitHub could link, is code.
 * @param quotes parts of the message that come from outside; others are in it as JSON strings
 */
export function prose(message: string, quotes: readonly string[] = []): string {
  if (message === '') return '';
  const quoted = [...quotes.filter((quote) => quote !== '').map(toPattern), '"(?:[^"\\\\\\n]|\\\\.)*"'];
  const parts = message.split(new RegExp(`(${quoted.join('|')})`));
  return parts.map((part, index) => (index % 2 === 1 ? code(unquoted(part)) : ownWords(part))).join('');
}

function toPattern(text: string): string {
  return text.replace(/[^\w\s]/g, '\\$&');
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

/** The string that a JSON text stands for, or the text itself. */
function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

/** Lines in a block of code, which nothing in them can end. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const text = lines.map(visible).join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

// V8 works out the characters of a class such as \p{L} when it reads the file, even if the pattern is never used. Over TLS, that
// is 3 % of the CPU time of a get, so patterns with such classes are strings.

/** What has a meaning in Markdown or HTML. A dot, colon or underscore has one only where a link or emphasis begins. */
const MEANINGFUL = String.raw`www\.|(?:mailto|xmpp):|:(?=\/)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|[^\p{L}\p{N} _.:/(),;+=%?'"→…-]`;
/** Invisible characters, and those that turn the direction of text. */
const INVISIBLE = String.raw`[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]`;

function escapeText(text: string): string {
  // Most texts are plain, such as times. The pattern below takes longer to compile than to use.
  if (/^(?:[A-Za-z0-9 -]|(?<=\d)[.:](?=\d))*$/.test(text)) return text;
  return visible(text).replace(new RegExp(MEANINGFUL, 'giu'), (characters) => {
    // GitHub links addresses of e-mail in code too, unless a tag divides them.
    const divider = characters === '@' ? '<wbr>' : '';
    return divider + [...characters].map((one) => `&#${one.codePointAt(0)};`).join('');
  });
}

/** A text whose invisible characters, and those that turn the direction of text, are shown as their codes. */
export function visible(text: string): string {
  // Most texts are plain. The pattern below takes longer to compile than to use.
  if (/^[ -~]*$/.test(text)) return text;
  return text.replace(new RegExp(INVISIBLE, 'gu'), (character) => {
    if (character === '\n') return '\\n';
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
}
