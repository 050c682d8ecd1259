import { checkVariableName } from '../body/variables.ts';
import { parseJson } from '../json.ts';

/**
 * Readers of single input values: each gives the value, or throws an Error whose message says what is allowed.
 * The value itself is shown by the caller, which knows what may be shown.
 */

export function toBoolean(text: string): boolean {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  throw new Error('must be true or false');
}

export function toWholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= minimum && number <= maximum) return number;
    const upper = maximum === Number.MAX_SAFE_INTEGER ? ` of ${minimum} or more` : ` from ${minimum} to ${maximum}`;
    throw new Error(`must be a whole number${upper}`);
  };
}

export function toOneOf<const T extends string>(allowed: readonly T[]): (text: string) => T {
  return (text) => {
    const found = allowed.find((value) => value === text);
    if (found !== undefined) return found;
    throw new Error(`must be one of ${allowed.join(', ')}`);
  };
}

const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = {
  m: MINUTE,
  h: 60 * MINUTE,
  d: 24 * 60 * MINUTE,
  w: 7 * 24 * 60 * MINUTE,
};

/** A duration such as `90m`, `12h`, `14d` or `2w`, in milliseconds. */
export function toDuration(text: string): number {
  const [, count, unit] = /^([1-9]\d{0,5})([mhdw])$/.exec(text) ?? [];
  const milliseconds = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (Number.isNaN(milliseconds)) throw new Error('must be a number with its unit, such as 90m, 12h, 14d or 2w');
  return milliseconds;
}

/** The address of the API: `https`, or `http` to this machine alone, since the token goes there. */
export function toApiUrl(text: string): URL {
  if (!URL.canParse(text)) throw new Error('must be an address such as https://api.losant.com');
  const url = new URL(text);
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.username !== '' || url.password !== '')
    throw new Error('must not hold credentials: the token goes into api-token');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    throw new Error(
      'must begin with https:// (http:// is for a loopback address alone): the token would cross the network in the clear',
    );
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw new Error('must have no path, query or fragment');
  return url;
}

/** A text as a message may show it: whole or not at all, for a secret in the wrong place is masked only as a whole. */
export function quoted(text: string): string {
  const { length } = [...text];
  return length > 60 ? `${length} characters` : JSON.stringify(text);
}

/** Names of environment variables: separated by commas or line ends, or a JSON array. */
export function toNames(text: string): string[] {
  const names = text.startsWith('[') ? toStrings(text) : text.split(/[,\r\n]/);
  const unique = [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
  for (const name of unique) {
    const problem = checkVariableName(name);
    if (problem !== null) throw new Error(`must list names of environment variables: ${quoted(name)} ${problem}`);
  }
  return unique;
}

function toStrings(text: string): string[] {
  const message = 'must be names of environment variables, separated by commas, or a JSON array of them';
  let list: unknown;
  try {
    list = parseJson(text);
  } catch {
    throw new Error(message);
  }
  if (!Array.isArray(list) || !list.every((name) => typeof name === 'string')) throw new Error(message);
  return list;
}
