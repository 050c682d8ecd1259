/** Sends the requests of a probe one at a time, counts them, and sends none after the signal to stop. */
import { randomBytes } from 'node:crypto';
import { NO_ATTEMPT, UnexpectedResponse } from '../src/api/errors.ts';
import { Http, type Method } from '../src/api/http.ts';
import type { JsonObject } from '../src/json.ts';
import type { ApiToken } from '../src/losant/token.ts';
import { version } from '../src/version.ts';
import { NoReply, NotChecked, Undetermined } from './finding.ts';
import { isSuccess, type Reply, replyOf } from './reply.ts';

export interface ApiSettings {
  readonly apiUrl: URL;
  readonly applicationId: string;
  readonly token: ApiToken;
  /** For one request, in milliseconds. */
  readonly timeout: number;
  /** Waits. Tests make it shorter. */
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

export interface Sending {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
  /** A body that need not be JSON. */
  readonly rawBody?: string;
  /** An application other than the one in the settings. */
  readonly application?: string;
  /** A token other than the one in the settings. */
  readonly token?: string;
  /** Whether to request hypermedia. The action does not. */
  readonly hypermedia?: boolean;
}

/** The probe was interrupted. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Sends a request. */
export type Send = (method: Method, path: string, sending?: Sending) => Promise<Reply>;

/** A random id that does not exist. */
export function unusedId(): string {
  return randomBytes(12).toString('hex');
}

const DECLINED = { _actions: 'false', _links: 'false', _embedded: 'false' };
/** How often a request is retried after a 429, and the longest wait before a retry, in milliseconds. */
const MAX_RETRIES = 4;
const MAX_WAIT = 15_000;
/** After this many requests in a row without a response, no more are sent. */
const MAX_UNANSWERED = 4;
const TRANSIENT = [502, 503, 504];

export class Api {
  readonly settings: ApiSettings;
  /** The number of requests so far. */
  count = 0;
  /** The first responses of two kinds that cannot be provoked. */
  readonly seen: { forbidden: Reply | null; tooMany: Reply | null } = { forbidden: null, tooMany: null };
  /** Whether the token allows a call, such as `GET /flows`, or gets a 403. */
  readonly calls = new Map<string, 'allowed' | 'refused'>();
  readonly #stop: AbortSignal;
  readonly #abort: AbortSignal;
  readonly #https = new Map<string, Http>();
  #silent = 0;
  /** Why the last failed request had no response. It may contain the host. */
  lastFailure = '';

  /**
   * @param stop after this signal, no requests are sent
   * @param abort ends requests that are in flight
   */
  constructor(settings: ApiSettings, stop: AbortSignal, abort: AbortSignal) {
    this.settings = settings;
    this.#stop = stop;
    this.#abort = abort;
  }

  /** Whether the server stopped responding. */
  get isSilent(): boolean {
    return this.#silent >= MAX_UNANSWERED;
  }

  /** Gives a server that stopped responding another chance. */
  tryAgain(): void {
    this.#silent = 0;
  }

  /**
   * Sends a request to a path of the application.
   * @throws NoReply or Undetermined if there is no complete response, and Interrupted after the signal to stop
   */
  readonly send: Send = async (method, path, sending = {}) => {
    const { query, hypermedia = false, application = this.settings.applicationId, token } = sending;
    const search = new URLSearchParams({ ...query, ...(hypermedia ? {} : DECLINED) });
    const body = sending.rawBody ?? (sending.body === undefined ? null : JSON.stringify(sending.body));
    const target = `/applications/${application}${path}?${search}`;
    const http = this.#http(this.settings.apiUrl, token ?? this.settings.token.reveal());
    for (let retries = 0; ; retries += 1) {
      const reply = await this.#exchange(http, method, target, body);
      if (token === undefined && sending.application === undefined) this.#record(method, path, reply);
      if (reply.status !== 429 || retries === MAX_RETRIES) return reply;
      await this.settings.wait(retryAfter(reply));
    }
  };

  /** Sends a GET to another server, without the token. */
  async visit(url: URL): Promise<Reply> {
    return this.#exchange(this.#http(url, ''), 'GET', `${url.pathname}${url.search}`, null);
  }

  /** Retries once after a transient failure, unless the request must not be sent twice. */
  async #exchange(http: Http, method: Method, target: string, body: string | null): Promise<Reply> {
    const isRepeatable = method === 'GET' || method === 'PATCH';
    for (let retries = isRepeatable ? 0 : 1; ; retries += 1) {
      const reply = await this.#attempt(http, method, target, body);
      if (retries > 0 && reply !== null) return reply;
      if (retries > 0) throw new (isRepeatable ? Undetermined : NoReply)('no complete response');
      if (reply !== null && !TRANSIENT.includes(reply.status)) return reply;
      await this.settings.wait(1000);
    }
  }

  async #attempt(http: Http, method: Method, target: string, body: string | null): Promise<Reply | null> {
    if (this.#stop.aborted) throw new Interrupted();
    if (this.isSilent) throw new NotChecked('the server stopped responding');
    this.count += 1;
    try {
      const reply = replyOf(await http.send(method, target, body, NO_ATTEMPT));
      this.#silent = 0;
      return reply;
    } catch (error) {
      // A redirect, or a body that never ends.
      if (error instanceof UnexpectedResponse) throw new Undetermined(error.message);
      this.lastFailure = error instanceof Error ? error.message : '';
      if (this.#abort.aborted) throw new Interrupted();
      this.#silent += 1;
      return null;
    }
  }

  #record(method: Method, path: string, reply: Reply): void {
    if (reply.status === 403) this.seen.forbidden ??= reply;
    if (reply.status === 429) this.seen.tooMany ??= reply;
    const call = `${method} ${path.replace(/(?<=^\/\w+\/).*/u, 'ID')}`;
    if (reply.status === 403) this.calls.set(call, 'refused');
    if (isSuccess(reply)) this.calls.set(call, 'allowed');
  }

  #http(url: URL, token: string): Http {
    const key = `${url.origin} ${token}`;
    const cached = this.#https.get(key);
    if (cached !== undefined) return cached;
    const http = new Http({
      apiUrl: url,
      token: { reveal: () => token },
      userAgent: `losant-webhook-action/${version} probe`,
      timeout: this.settings.timeout,
      concurrency: 1,
      readOnly: false,
      abort: this.#abort,
    });
    this.#https.set(key, http);
    return http;
  }
}

function retryAfter({ headers }: Reply): number {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, MAX_WAIT) : 1000;
}
