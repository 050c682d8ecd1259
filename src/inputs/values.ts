/** Readers for single inputs. Each returns the value, or throws an Error that says what is allowed and what it got. */
import { didYouMean } from '../closest.ts';
import { tryParseJson } from '../json.ts';
import { ApiToken } from '../losant/token.ts';
import { isId } from '../losant/webhook.ts';
import { type Patterns, parsePatterns, patternProblem } from '../patterns.ts';
import { describe, isReadableLabel, jsonKind, quoteName, quoteValue, quoteWord } from '../quote.ts';
import { isReserved, isVariableName } from '../variable-name.ts';

export function toText(text: string): string {
  return text;
}

/** The value, or null for an empty input. */
export function optional<T>(read: (text: string) => T): (text: string) => T | null {
  return (text) => (text === '' ? null : read(text));
}

/** An id, or an empty string for an operation that needs none. */
export function toApplicationId(text: string): string {
  if (text === '' || isId(text)) return text;
  throw new Error(`must be the 24 hex digits of an application's id, got ${quoteValue(text)}`);
}

/** The token without surrounding white space and a leading "Bearer ". */
export function bareToken(text: string): string {
  return text.trim().replace(/^Bearer(\s+|$)/i, '');
}

/** @param text without white space and "Bearer "; empty for an operation that needs no token */
export function toToken(text: string): ApiToken {
  if (/^[\x21-\x7e]*$/.test(text)) return new ApiToken(text);
  throw new Error(
    'contains white space or other characters that a token cannot have: did you copy more than the token?',
  );
}

/** The parts between commas or line breaks, without duplicates. */
export function splitIds(text: string): string[] {
  const parts = text.split(/[,\r\n]/).map((part) => part.trim().toLowerCase());
  return [...new Set(parts.filter((part) => part !== ''))];
}

/** Webhook ids. */
export function toIds(text: string): string[] {
  const ids = splitIds(text);
  const wrong = ids.findIndex((id) => !isId(id));
  if (wrong < 0 && (text === '' || ids.length > 0)) return ids;
  const which = ids.length > 1 ? ` as entry ${wrong + 1}` : '';
  throw new Error(
    `must be the 24 hex digits of a webhook's id (not the token in its URL), got ${quoteValue(ids[wrong])}${which}. For a name, use webhook-name`,
  );
}

/** The lines of a `webhook-name`. */
export function toPatterns(text: string): Patterns {
  const patterns = parsePatterns(text);
  const problem = patternProblem(patterns);
  if (problem !== null) throw new Error(problem);
  return patterns;
}

/** @param allowed what the input may be, for the message */
export function toBoolean(text: string, allowed = 'true or false'): boolean {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  throw new Error(`must be ${allowed}, got ${quoteWord(text, ['true', 'false'])}`);
}

/** The pull request to comment on: `true` for that of the event, its number, or `false` for none. */
export function toComment(text: string): boolean | number {
  const isNumber = /^0*[1-9]\d{0,14}$/.test(text);
  return isNumber ? Number(text) : toBoolean(text, 'true, false, or the number of a pull request');
}

export function toWholeNumber(minimum: number, maximum = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= minimum && number <= maximum) return number;
    const upper = maximum === Number.MAX_SAFE_INTEGER ? ` of ${minimum} or more` : ` from ${minimum} to ${maximum}`;
    const fix = /^\d+\s*[a-z]+$/i.test(text) ? ': leave out the unit' : '';
    throw new Error(`must be a whole number${upper}, got ${quoteValue(text)}${fix}`);
  };
}

/**
 * One of several words. `true` and `false` can be in any case, as in all inputs.
 * @param synonyms what people may write instead, in lowercase, for the message
 */
export function toOneOf<const T extends string>(
  allowed: readonly T[],
  synonyms: Readonly<Record<string, T>> = {},
): (text: string) => T {
  const meant = new Map(Object.entries(synonyms));
  return (text) => {
    const word = /^(true|false)$/i.test(text) ? text.toLowerCase() : text;
    const found = allowed.find((value) => value === word);
    if (found !== undefined) return found;
    const fix = didYouMean(text, allowed, meant);
    const got = text === '' ? 'nothing' : quoteWord(text, [...allowed, ...meant.keys()]) + fix;
    throw new Error(`must be one of ${allowed.join(', ')}, got ${got}`);
  };
}

/** The minutes in each unit. */
const MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: 24 * 60, w: 7 * 24 * 60 };

/** A duration such as `90m`, `12h`, `14d` or `2w`, in milliseconds; `0m` is none. */
export function toDuration(text: string): number {
  if (text === '0m') return 0;
  const [, count, unit = ''] = /^([1-9]\d{0,5})([mhdw])$/.exec(text) ?? [];
  const milliseconds = Number(count) * 60_000 * (MINUTES[unit] ?? Number.NaN);
  if (!Number.isNaN(milliseconds)) return milliseconds;
  const allowed = 'a number with a unit, such as 90m, 12h, 14d, or 2w, or 0m for any age';
  throw new Error(`must be ${allowed}, got ${quoteValue(text)}`);
}

/** The address of the API: `https`, or `http` to this machine only, because the token is sent there. */
export function toApiUrl(text: string): URL {
  if (!URL.canParse(text)) throw new Error(`must be an address such as https://api.losant.com, got ${describe(text)}`);
  const url = new URL(text);
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.username !== '' || url.password !== '')
    throw new Error('must not contain credentials: use api-token for the token');
  const fix = 'must begin with https:// (http:// only for a loopback address)';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback))
    throw new Error(`${fix}, because the token would be sent unencrypted`);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw new Error('must have no path, query, or fragment');
  return url;
}

/** The maximum length of a label, in characters. */
const LONGEST_LABEL = 60;
/** No control characters or line separators. See `report/escape.ts` for why this is not `\p{Cc}`. */
const ONE_LINE = /^[ -~\u00a0-\u2027\u202a-\uffff]*$/;

/** A few words that distinguish this step's reports. */
export function toLabel(text: string): string {
  if (isLabel(text)) return text;
  throw new Error(`must be one line of at most ${LONGEST_LABEL} characters, got ${describe(text)}`);
}

export function isLabel(text: string): boolean {
  return ONE_LINE.test(text) && [...text].length <= LONGEST_LABEL && isReadableLabel(text);
}

/** Names of environment variables: separated by commas or line breaks, or a JSON array. */
export function toNames(text: string): string[] {
  const names = jsonKind(text) === null && !text.startsWith('[') ? text.split(/[,\r\n]/) : tryParseJson(text);
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    const allowed = 'names of environment variables, separated by commas, or a JSON array of them';
    throw new Error(`must be ${allowed}, got ${describe(text)}`);
  }
  const unique = [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
  for (const [index, name] of unique.entries()) {
    if (!isVariableName(name))
      throw new Error(`must list names of environment variables, without values, and entry ${index + 1} is not one`);
    if (isReserved(name)) throw new Error(`cannot list ${quoteName(name)}, which is reserved for the runner`);
  }
  return unique;
}
