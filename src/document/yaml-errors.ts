import type { ErrorCode } from 'yaml';
import { NO_COMMENTS } from './document.ts';
import { lineEnd, lineStart } from './lines.ts';

export const QUOTE_ALIAS = 'a value that begins with * must be in quotes (without them, it is an alias).';
export const QUOTE_TAG = 'a value that begins with ! must be in quotes. Tags such as !!set are not supported.';
const BRACKETS = 'a quote, bracket, comma, or colon is missing.';
const IN_QUOTES = 'put the value in quotes.';

const MESSAGES: { readonly [code in ErrorCode]?: string } = {
  ALIAS_PROPS: QUOTE_ALIAS,
  BAD_ALIAS: QUOTE_ALIAS,
  BAD_COLLECTION_TYPE: QUOTE_TAG,
  BAD_DIRECTIVE: 'a line cannot begin with %. If this is a value, put it in quotes.',
  BAD_DQ_ESCAPE:
    'a backslash in double quotes begins an escape, and this is not one. Write \\\\, or use single quotes.',
  BAD_INDENT: 'the indentation is wrong, or a closing bracket is missing.',
  BAD_SCALAR_START: IN_QUOTES,
  BLOCK_AS_IMPLICIT_KEY:
    'a value that contains ": " must be in quotes. If this is a line of its own, its indentation is wrong.',
  BLOCK_IN_FLOW: 'inside { } and [ ], lists and objects must be written with { } and [ ] too.',
  KEY_OVER_1024_CHARS: 'a key can have at most 1,024 characters.',
  MISSING_CHAR: BRACKETS,
  MULTILINE_IMPLICIT_KEY:
    'this line is not "key: value". Is the space after the colon missing, or quotes around a value?',
  MULTIPLE_ANCHORS: 'a value that begins with & must be in quotes.',
  MULTIPLE_TAGS: QUOTE_TAG,
  NON_STRING_KEY: 'a key must be a string.',
  TAB_AS_INDENT: 'indent with spaces: YAML does not allow tabs there.',
  TAG_RESOLVE_FAILED: QUOTE_TAG,
};

/** What most likely caused a syntax error. The parser's own messages quote the text, which may contain secrets. */
export function explainError(code: ErrorCode, text: string, offset: number): string {
  return likelyCause(text, offset) ?? MESSAGES[code] ?? `this is not valid YAML: ${BRACKETS} Or ${IN_QUOTES}`;
}

/** Recognizes common mistakes, which the line shows better than the parser's error code. */
function likelyCause(text: string, offset: number): string | null {
  const line = text.slice(lineStart(text, offset), lineEnd(text, offset)).slice(0, 1000);
  const isJsonLike = /^\s*([{[]|\/[/*])/.test(text.slice(0, 1000));
  if (/[:,[-]\s*\{\{/.test(line)) return 'a Losant template must be in quotes: "{{ … }}".';
  if (/[:,[]\s*\$\{/.test(line) && /[{[]/.test(isJsonLike ? text.slice(0, 100) : line.slice(0, line.indexOf('$'))))
    return 'inside { } and [ ], a variable must be in quotes: "${NAME}".';
  if (/^ *\t/.test(line)) return 'indent with spaces: YAML does not allow tabs there.';
  const [, mark] = /^[ -]*(?:[\w-]+:)? *([@`%*&!|>])/.exec(line) ?? [];
  if (mark !== undefined && '@`%*'.includes(mark)) return `a value that begins with ${mark} must be in quotes.`;
  if (!isJsonLike) {
    // The first line that is neither empty nor a comment.
    const first = text.replace(/^(?:[ \t\r]*(?:#[^\n]*)?\n)+/, '').slice(0, 100);
    const isIndentedMore = first.length - first.trimStart().length > line.length - line.trimStart().length;
    return isIndentedMore ? 'the first line is indented more than this one: remove its indentation.' : null;
  }
  if (/(^|[\s,{[])\/[/*]/.test(text.slice(0, 100_000))) return `${NO_COMMENTS}.`;
  return 'in JSON, keys and strings must be in double quotes, with commas between them.';
}
