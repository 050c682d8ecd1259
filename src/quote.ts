/**
 * What a message may repeat from an input, a body, a file, or a list. GitHub masks only the log, and nobody masks a comment,
 * so a secret in the wrong place must not be repeated. Each function returns the text in quotes if it is there to be read, or
 * else describes it: "a string of 12 characters".
 */
import { closest } from './closest.ts';
import { describeKind, isObject, tryParseJson } from './json.ts';

/** The longest name that Losant allows, in characters. */
const LONGEST_NAME = 255;
/** The longest file name that most file systems allow, in characters. */
const LONGEST_PATH = 255;
/** A longer word is not compared with the known ones. */
const LONGEST_WORD = 100;
/** A number, a boolean, or a duration such as `30s`. */
const SMALL_VALUE = /^(?=.{1,8}$)(?:true|false|[-+]?\d+(?:\.\d+)?(?:ms|[smhdwy]|secs?|mins?|hours?|days?|weeks?)?)$/i;
/** What people write for an option, whatever its words are. */
const COMMON_WORDS = ['yes', 'no', 'on', 'off', 'none', 'any', 'all', 'never', 'always', 'default'];
const ID = /^[0-9a-f]{24}$/i;

/** A name, glob, label, or environment. @param known names that it may be a misspelling of */
export function quoteName(text: string, known: Iterable<string> = []): string {
  return isReadableName(text) || isKnown(text, known) ? JSON.stringify(text) : describe(text);
}

/** Whether a name may be shown: it is not JSON, an address, or a token. */
export function isReadableName(text: string): boolean {
  return isReadableLabel(text) && text.length <= LONGEST_NAME && !isTokenLike(text);
}

/** Whether a label may be shown. It often contains a version, which has the form of a token. */
export function isReadableLabel(text: string): boolean {
  return !text.includes('://') && jsonKind(text) === null;
}

/** A key of an object, or the name of an input. @param known keys that it may be a misspelling of */
export function quoteKey(key: string, known: Iterable<string>): string {
  return isPlainKey(key) || isKnownWord(key, known)
    ? JSON.stringify(key)
    : `(${describe(key).replace('string', 'key')})`;
}

/** Whether a key may be shown, whatever it is: it is short, and has no digit. */
export function isPlainKey(key: string): boolean {
  return /^[A-Za-z_-]{0,24}$/.test(key);
}

/** A word out of a set. @param known the words of the set, and others that people may write */
export function quoteWord(word: string, known: Iterable<string>): string {
  return isKnownWord(word, known) || COMMON_WORDS.includes(word.toLowerCase())
    ? JSON.stringify(word)
    : quoteValue(word);
}

/** A number, a boolean, or a duration such as `30s`. */
export function quoteValue(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return SMALL_VALUE.test(text) ? JSON.stringify(value) : typeof value === 'boolean' ? `${value}` : describe(value);
}

/** The path of a file, if the text could be one. */
export function quotePath(text: string): string {
  return isPathLike(text) ? JSON.stringify(text) : describe(text);
}

/** Whether the text could be the path of a file. */
export function isPathLike(text: string): boolean {
  return text.length <= LONGEST_PATH && !/^[{["]|[\r\n\u2028\u2029=]|: /.test(text);
}

/** What kind of value this is, and how long a text is: "an object of 1,413 characters" for a text that is JSON. */
export function describe(value: unknown): string {
  if (typeof value !== 'string') return describeKind(value);
  const { length } = [...value];
  if (length === 0) return 'an empty string';
  const count = String(length).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${jsonKind(value) ?? 'a string'} of ${count} character${length === 1 ? '' : 's'}`;
}

/** What the text is if it is a JSON object, list, or string, or the beginning of one; otherwise null. */
export function jsonKind(text: string): 'an object' | 'a list' | 'a string' | null {
  if (!/^\s*[{["]/.test(text)) return null;
  const value = tryParseJson(text);
  if (isObject(value) || /^\s*\{\s*"/.test(text)) return 'an object';
  if (Array.isArray(value) || /^\s*\[\s*["{]/.test(text)) return 'a list';
  return typeof value === 'string' ? 'a string' : null;
}

/** Three dotted parts, as in a JWT, or many characters in a row that mix letters and digits. The id of a webhook is public. */
function isTokenLike(text: string): boolean {
  const isMixed = (run: string): boolean => run.length >= 20 && /[A-Za-z]/.test(run) && /\d/.test(run);
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text) || (!ID.test(text) && text.split(/\s+/).some(isMixed));
}

/** With punctuation, a known word may be followed by its value: `basicAuthPassword=…`. */
function isKnownWord(text: string, known: Iterable<string>): boolean {
  return /^[\w-]+$/.test(text) && isKnown(text, known);
}

function isKnown(text: string, known: Iterable<string>): boolean {
  return text.length <= LONGEST_WORD && closest(text, known, 1).length > 0;
}
