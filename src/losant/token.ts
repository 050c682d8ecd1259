import { isObject, type JsonObject, parseJson } from '../json.ts';

/** A Losant API token. Its value can't be printed or serialised by accident, only revealed on purpose. */
export class ApiToken {
  readonly #value: string;
  readonly #claims: JsonObject;

  constructor(value: string) {
    this.#value = value;
    this.#claims = claimsOf(value);
  }

  reveal(): string {
    return this.#value;
  }

  /** The scopes that the token says it has, or null where it does not say: it need not be a JWT. */
  get scopes(): readonly string[] | null {
    const scope = this.#claims['scope'];
    return Array.isArray(scope) ? scope.filter((name) => typeof name === 'string') : null;
  }

  /** When the token expires, or null where it does not say. */
  get expires(): Date | null {
    const exp = this.#claims['exp'];
    const date = new Date(typeof exp === 'number' ? exp * 1000 : Number.NaN);
    return Number.isNaN(date.getTime()) ? null : date;
  }
}

/** The claims of a JWT; none where it can't be decoded. Nothing is verified: that is the server's to do. */
function claimsOf(token: string): JsonObject {
  try {
    const claims = parseJson(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return isObject(claims) ? claims : {};
  } catch {
    return {};
  }
}

export type ApiCall =
  | 'webhook.get'
  | 'webhook.patch'
  | 'webhook.delete'
  | 'webhooks.get'
  | 'webhooks.post'
  | 'flows.get';

/**
 * The scopes of which a token needs any one for a call.
 * Source: the authentication notes of Losant's client `losant-rest`, 1.30.0.
 */
export function scopesFor(call: ApiCall): string[] {
  const suffixes = call.endsWith('.get') ? ['', '.read'] : [''];
  const all = ['all.Application', 'all.Organization', 'all.User'].flatMap((name) =>
    suffixes.map((suffix) => name + suffix),
  );
  return [...all, ...all.map((name) => `${name}.bounded`), `${call.split('.')[0]}.*`, call];
}

/**
 * Whether the token can't be allowed to make the call, by its own scopes. False where they don't tell: it names none, or
 * a group (`all.…`) that is not known here.
 */
export function lacksScope(token: ApiToken, call: ApiCall): boolean {
  const { scopes } = token;
  if (scopes === null) return false;
  const enough = scopesFor(call);
  const unknown = (name: string): boolean => /^all\.(?!(?:Application|Organization|User)(?:\.|$))/.test(name);
  return !scopes.some((name) => enough.includes(name) || unknown(name));
}
