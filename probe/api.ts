/** Sends the requests of a probe one at a time. */
import { abortAfter } from '../src/api/connect.ts';
import { UnexpectedResponse } from '../src/api/errors.ts';
import { Http, type HttpResponse, type HttpSettings, type Method } from '../src/api/http.ts';
import { isObject, type JsonObject, tryParseJson } from '../src/json.ts';
import type { ApiToken } from '../src/losant/token.ts';
import { version } from '../src/version.ts';

export interface ApiSettings extends Pick<HttpSettings, 'apiUrl' | 'timeout'> {
  readonly applicationId: string;
  readonly token: ApiToken;
  /** Waits. Tests make it shorter. */
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

export interface Sending {
  readonly query?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a string as it is. */
  readonly body?: JsonObject | string;
  /** What the path begins with, instead of the application. */
  readonly root?: '';
}

export interface Reply {
  /** 0 if there was no complete response. */
  readonly status: number;
  readonly isSuccess: boolean;
  readonly retryAfter?: string | undefined;
  /** Empty if it is not a JSON object. */
  readonly body: JsonObject;
  /** Of an error. It may contain anything. */
  readonly message: string;
  /** In a few words, with nothing confidential: `404 NotFound`, `502 (HTML)`, `200`. */
  readonly summary: string;
}

export type Kind = 'webhooks' | 'flows';

export interface Item {
  readonly id: string;
  /** In lowercase. */
  readonly name: string;
  readonly fields: JsonObject;
}

/** Responses for what the token, or the API, does not allow. */
export const NOT_ALLOWED: readonly number[] = [403, 405];

/** The probe was interrupted. */
export class Interrupted extends Error {}
/** An assumption could not be checked: a missing scope, a 405, a lost response, or nothing to check it with. */
export class NotChecked extends Error {}
/** A response makes no sense, which is a finding too. */
export class Unclear extends Error {}

const DECLINED = { _actions: 'false', _links: 'false', _embedded: 'false' };
/** Before a retry, in milliseconds. */
const MAX_WAIT = 15_000;
/** After this many requests in a row without a response, no more are sent. */
const MAX_UNANSWERED = 4;
const MAX_PAGES = 200;
const REPEATABLE: readonly Method[] = ['GET', 'PATCH'];

export class Api {
  readonly settings: ApiSettings;
  /** The calls so far, such as `webhook.get`. */
  readonly log: { readonly call: string; readonly reply: Reply }[] = [];
  /** The number of requests since the last response. */
  unanswered = 0;
  readonly #stop: AbortSignal;
  readonly #http: Http;

  /** After `stop`, no requests are sent, and those that are in flight may take a moment longer. */
  constructor(settings: ApiSettings, stop: AbortSignal) {
    this.settings = settings;
    this.#stop = stop;
    const userAgent = `losant-webhook-action/${version} probe`;
    this.#http = new Http({ ...settings, userAgent, concurrency: 1, readOnly: false, abort: abortAfter(stop) });
  }

  /** The same with other settings, and with a log of its own. */
  with(settings: Partial<ApiSettings>): Api {
    return new Api({ ...this.settings, ...settings }, this.#stop);
  }

  /** Whether the server stopped responding. */
  get isSilent(): boolean {
    return this.unanswered >= MAX_UNANSWERED;
  }

  /**
   * Reads all pages, without trusting `totalCount`: the list ends with a page without items, or two in a row without new ones,
   * since the first page is repeated if pages are counted from 1.
   * @throws Unclear if a page is not a list, or the list never ends
   */
  async list(kind: Kind): Promise<readonly Item[]> {
    const items = new Map<string, Item>();
    for (let page = 0, repeated = 0; page < MAX_PAGES; page += 1) {
      const query = { sortField: 'id', sortDirection: 'asc', page: String(page), perPage: '100' };
      const onPage = itemsIn(await this.exchange('GET', `/${kind}`, { query }));
      const before = items.size;
      for (const item of onPage) items.set(item.id.toLowerCase(), item);
      repeated = items.size === before ? repeated + 1 : 0;
      if (onPage.length === 0 || repeated === 2) return [...items.values()];
    }
    throw new Unclear('the list never ends');
  }

  /**
   * Sends a request to a path of the application.
   * @throws Interrupted; Unclear if there is no complete response, or NotChecked if the request must not be repeated
   */
  async exchange(method: Method, path: string, sending?: Sending): Promise<Reply> {
    const reply = await this.attempt(method, path, sending);
    if (reply.status > 0) return reply;
    throw REPEATABLE.includes(method) && !this.isSilent ? new Unclear(reply.summary) : new NotChecked(reply.summary);
  }

  /**
   * Also returns if there is no complete response: throws only Interrupted. Everything is retried after a 429, and a GET or
   * PATCH once after a transient failure.
   */
  async attempt(method: Method, path: string, { query, body, root }: Sending = {}): Promise<Reply> {
    const { applicationId, wait } = this.settings;
    const target = `${root ?? `/applications/${applicationId}`}${path}?${new URLSearchParams({ ...query, ...DECLINED })}`;
    const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
    const [, resource = '', id] = path.split('/');
    const call = `${id === undefined ? resource : resource.slice(0, -1)}.${method.toLowerCase()}`;
    for (let attempt = 1; ; attempt += 1) {
      if (this.#stop.aborted) throw new Interrupted();
      if (this.isSilent) return noReply(new UnexpectedResponse('the server stopped responding'));
      const reply = await this.#http.send(method, target, text).then(toReply, noReply);
      this.log.push({ call, reply });
      this.unanswered = reply.status === 0 ? this.unanswered + 1 : 0;
      const isTransient = [0, 502, 503, 504].includes(reply.status);
      if (attempt >= (reply.status === 429 ? 5 : isTransient && REPEATABLE.includes(method) ? 2 : 1)) return reply;
      const seconds = Number(reply.retryAfter);
      await wait(seconds > 0 ? Math.min(seconds * 1000, MAX_WAIT) : 1000);
    }
  }
}

/** An UnexpectedResponse is a redirect, for example. Other messages may contain a host. */
function noReply(error: unknown): Reply {
  const message = error instanceof Error ? error.message : '';
  const summary = error instanceof UnexpectedResponse ? message : 'no complete response';
  return { status: 0, isSuccess: false, body: {}, message, summary };
}

function toReply({ status, headers, text }: HttpResponse): Reply {
  const json = tryParseJson(text);
  const body = isObject(json) ? json : {};
  const { type, message = '' } = body;
  // Some servers return 200 for everything. Then the message shows that it is an error.
  const isSuccess = status >= 200 && status < 300 && message === '';
  const format = text.trim() === '' ? '(empty)' : /^\s*</u.test(text) ? '(HTML)' : '(text)';
  const error = typeof type === 'string' && /^[A-Za-z][A-Za-z_-]{0,39}$/u.test(type) ? type : 'without a type';
  const summary = `${status} ${json === undefined ? format : isSuccess ? '' : error}`.trimEnd();
  return { status, isSuccess, retryAfter: headers['retry-after'], body, message: String(message), summary };
}

/** @throws Unclear if the response is not a list, or an item has no id */
export function itemsIn({ isSuccess, body: { items }, summary }: Reply): readonly Item[] {
  if (!isSuccess || !Array.isArray(items))
    throw new Unclear(`the list is ${summary}${isSuccess ? ' without "items"' : ''}`);
  return items.map((item) => {
    const fields: JsonObject = isObject(item) ? item : {};
    const { id, name } = fields;
    if (typeof id === 'string') return { id, name: String(name).toLowerCase(), fields };
    throw new Unclear('the list has an item without an id');
  });
}
