import type { IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import { HttpClient } from '@actions/http-client';
import { BearerCredentialHandler } from '@actions/http-client/lib/auth';
import { getProxyUrl } from '@actions/http-client/lib/proxy';
import { connectionError } from './connection-errors.ts';
import { CancelledError, ConnectionError, DryRunError, RequestError, UnexpectedResponse } from './errors.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface HttpSettings {
  readonly apiUrl: URL;
  readonly token: { reveal(): string };
  readonly userAgent: string;
  /** For one attempt, from connecting to the last byte, in milliseconds. */
  readonly timeout: number;
  /** Connections at once. */
  readonly concurrency: number;
  /** Nothing but GET may be sent. */
  readonly readOnly: boolean;
  /** Ends the requests that are under way. */
  readonly abort: AbortSignal;
}

/** A page of a thousand webhooks, each with a long description, is smaller. */
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;

/**
 * Sends single requests: one attempt, one deadline, the whole body. A dry run is enforced here.
 * http-client's own reading of bodies is not used, for its promise never settles when a connection breaks; nor are its
 * retries and redirects (a redirect would carry a body with passwords elsewhere).
 */
export class Http {
  readonly #settings: HttpSettings;
  readonly #authorization: Authorization;
  /** Keeps its connections open. Null behind a proxy, where nothing is kept open. */
  readonly #client: HttpClient | null;

  constructor(settings: HttpSettings) {
    this.#settings = settings;
    this.#authorization = new Authorization(settings.token.reveal());
    this.#client = getProxyUrl(settings.apiUrl) === undefined ? this.#newClient() : null;
  }

  /**
   * @param path path and query
   * @throws ConnectionError without a whole answer, UnexpectedResponse for a redirect or a body that is too large,
   *   CancelledError when the run was cancelled, DryRunError for a write in a dry run
   */
  async send(method: Method, path: string, body: string | null): Promise<HttpResponse> {
    const { readOnly, abort, timeout } = this.#settings;
    if (readOnly && method !== 'GET') throw new DryRunError(`a dry run must not send ${method}`);
    if (abort.aborted) throw cancelled();
    const attempt = new AbortController();
    const end = deferred<never>();
    const stop = (error: RequestError): void => {
      end.reject(error);
      attempt.abort();
    };
    const cancel = (): void => stop(cancelled());
    const deadline = setTimeout(() => stop(timedOut(timeout)), timeout);
    abort.addEventListener('abort', cancel);
    try {
      // Behind a proxy, aborting need not settle the request: hence the race.
      return await Promise.race([this.#exchange(method, path, body, attempt.signal), end.promise]);
    } finally {
      clearTimeout(deadline);
      abort.removeEventListener('abort', cancel);
    }
  }

  #newClient(): HttpClient {
    const { userAgent, concurrency, timeout } = this.#settings;
    return new HttpClient(userAgent, [this.#authorization], {
      allowRedirects: false,
      keepAlive: true,
      maxSockets: concurrency,
      // The deadline of an attempt is the one that counts; this only has to be later.
      socketTimeout: timeout + 60_000,
    });
  }

  async #exchange(method: Method, path: string, body: string | null, signal: AbortSignal): Promise<HttpResponse> {
    // Behind a proxy a tunnel that is never made keeps its place in the client for good: so each request has its own.
    const client = this.#client ?? this.#newClient();
    this.#authorization.signal = signal;
    const headers = { accept: 'application/json', ...(body === null ? {} : { 'content-type': 'application/json' }) };
    try {
      const { message } = await client.request(method, `${this.#settings.apiUrl.origin}${path}`, body, headers);
      return await readResponse(message);
    } catch (error) {
      throw error instanceof RequestError ? error : connectionError(error);
    }
  }
}

/** Gives each request the token, and the signal that ends it. */
class Authorization extends BearerCredentialHandler {
  /** Of the request that is being prepared: http-client calls its handlers synchronously, within `request()`. */
  signal: AbortSignal | undefined;

  override prepareRequest(options: RequestOptions): void {
    super.prepareRequest(options);
    Object.assign(options, { signal: this.signal });
  }
}

async function readResponse(message: IncomingMessage): Promise<HttpResponse> {
  const { statusCode: status = 0, headers } = message;
  if (status >= 300 && status < 400) {
    message.destroy();
    throw new UnexpectedResponse(`the server redirects (status ${status}), which Losant's API never does`);
  }
  // A stream of Node's gives bytes, unless it is told of an encoding.
  const bytes: AsyncIterable<Uint8Array> = message;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > MAX_RESPONSE_BYTES) throw new UnexpectedResponse('the answer is larger than 32 MiB');
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw new ConnectionError('the answer was cut off', 'CUT_OFF', { isTransient: true, notSent: false }, error);
  }
  return { status, headers, text: Buffer.concat(chunks).toString('utf8') };
}

function timedOut(timeout: number): ConnectionError {
  const message = `no whole answer within ${timeout / 1000} s`;
  return new ConnectionError(message, 'TIMEOUT', { isTransient: true, notSent: false });
}

function cancelled(): CancelledError {
  return new CancelledError('the run was cancelled');
}

function deferred<T>(): { promise: Promise<T>; reject: (error: Error) => void } {
  const { promise, reject } = Promise.withResolvers<T>();
  // Nobody may be waiting any more when it is rejected.
  promise.catch(() => undefined);
  return { promise, reject };
}
