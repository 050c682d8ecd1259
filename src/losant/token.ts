import { isObject, type JsonObject, tryParseJson } from '../json.ts';

/** A Losant API token. Its value can't be printed or serialized by accident, only revealed on purpose. */
export class ApiToken {
  readonly #value: string;
  readonly #claims: JsonObject;

  constructor(value: string) {
    this.#value = value;
    this.#claims = readClaims(value);
  }

  reveal(): string {
    return this.#value;
  }

  /** The scopes that the token says it has; null if it does not say, since it need not be a JWT. */
  get scopes(): readonly string[] | null {
    const scope = this.#claims['scope'];
    return Array.isArray(scope) ? scope.filter((name) => typeof name === 'string') : null;
  }

  /** When the token expires; null if it does not say. */
  get expires(): Date | null {
    const exp = this.#claims['exp'];
    const date = new Date(typeof exp === 'number' ? exp * 1000 : Number.NaN);
    return Number.isNaN(date.getTime()) ? null : date;
  }
}

/** The claims of a JWT; empty if it can't be decoded. Verifying the token is up to the server. */
function readClaims(token: string): JsonObject {
  const claims = tryParseJson(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  return isObject(claims) ? claims : {};
}

/** The calls that the action makes. */
export const CALLS = [
  'webhooks.get',
  'webhooks.post',
  'webhook.get',
  'webhook.patch',
  'webhook.delete',
  'flows.get',
] as const;
export type ApiCall = (typeof CALLS)[number];

/** The scopes that allow everything in an application. */
export const WIDE_SCOPES = ['all.Application', 'all.Organization', 'all.User'] as const;

/**
 * The scopes that allow a call, least privilege first. A token needs one of them.
 * Source: the authentication notes of Losant's client `losant-rest`, 1.30.0.
 */
export function scopesFor(call: ApiCall): string[] {
  const wide = isRead(call) ? [...WIDE_SCOPES.map((name) => `${name}.read`), ...WIDE_SCOPES] : WIDE_SCOPES;
  return [call, `${call.split('.')[0]}.*`, ...wide, ...wide.map((name) => `${name}.bounded`)];
}

/** The narrowest of them, as a sentence: the call itself, its group, and everything in an application. */
export function scopeAdvice(call: ApiCall): string {
  return `Any of these scopes is enough: ${scopesFor(call).slice(0, 3).join(', ')}.`;
}

function isRead(call: ApiCall): boolean {
  return call.endsWith('.get');
}

/** Whether the token's own scopes do not allow the call. False if it names no scopes: then only the server knows. */
export function lacksScope({ scopes }: ApiToken, call: ApiCall): boolean {
  return scopes !== null && scopes.length > 0 && !scopes.some((name) => isSufficient(name, call));
}

/**
 * Whether a scope allows the call. An unknown scope may be new, or a group in an old token, such as `webhooks`, which the
 * server expands: unless it clearly belongs to something else, it counts as sufficient.
 */
function isSufficient(name: string, call: ApiCall): boolean {
  if (scopesFor(call).includes(name)) return true;
  if (CALLS.some((other) => scopesFor(other).includes(name))) return false;
  if (!isRead(call) && /^all\..*\.read(?:\.|$)/.test(name)) return false;
  return !name.includes('.') || /^(?:all\.|webhooks?\.|application)/.test(name);
}
