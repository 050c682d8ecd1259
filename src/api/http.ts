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
  /** The maximum number of connections. */
  readonly concurrency: number;
  /** Only GET requests may be sent. */
  readonly readOnly: boolean;
  /** Ends the requests that are in flight. */
  readonly abort: AbortSignal;
}

/** Even a page of a thousand webhooks with long descriptions is smaller. */
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;

/**
 * Sends single requests: one attempt, one deadline, the complete body. Dry runs are enforced here.
 * http-client's `readBody` is not used, since its promise never settles if the connection breaks, and neither are its retries
 * and redirects (a redirect would send a body with passwords somewhere else).
 */
export class Http {
  readonly #settings: HttpSettings;
  readonly #authorization: Authorization;
  /** Keeps its connections open. Null behind a proxy, where connections are not reused. */
  readonly #client: HttpClient | null;

  constructor(settings: HttpSettings) {
    this.#settings = settings;
    this.#authorization = new Authorization(settings.token.reveal());
    this.#client = getProxyUrl(settings.apiUrl) === undefined ? this.#newClient() : null;
  }

  /**
   * @param path path and query
   * @throws ConnectionError without a complete response, UnexpectedResponse for a redirect or a body that is too large,
   *   CancelledError if the run was cancelled, DryRunError for a write in a dry run
   */
  async send(method: Method, path: string, body: string | null): Promise<HttpResponse> {
    const { readOnly, abort, timeout } = this.#settings;
    if (readOnly && method !== 'GET') throw new DryRunError(`a dry run must not send ${method}`);
    if (abort.aborted) throw new CancelledError('the run was cancelled');
    const request = new AbortController();
    const { promise: end, reject } = Promise.withResolvers<never>();
    const stop = (error: RequestError): void => {
      reject(error);
      request.abort();
    };
    const cancel = (): void => stop(new CancelledError('the run was cancelled', { mayHaveTakenEffect: true }));
    const deadline = setTimeout(
      () => stop(lost('timeout', `no complete response within ${timeout / 1000} s`)),
      timeout,
    );
    abort.addEventListener('abort', cancel);
    try {
      // Behind a proxy, an abort does not always settle the request: hence the race.
      return await Promise.race([this.#exchange(method, path, body, request.signal), end]);
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
      // Only a fallback: the attempt's own deadline comes first.
      socketTimeout: timeout + 60_000,
    });
  }

  async #exchange(method: Method, path: string, body: string | null, signal: AbortSignal): Promise<HttpResponse> {
    // A tunnel that never opens blocks one of the client's connections forever, so behind a proxy each request has its own client.
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
  /** For the request that is being prepared: http-client calls its handlers synchronously, within `request()`. */
  signal: AbortSignal | undefined;

  override prepareRequest(options: RequestOptions): void {
    super.prepareRequest(options);
    // http-client leaves the brackets of an IPv6 address in the host name, which Node would then look up as a name.
    const host = options.host?.replace(/^\[(.*)\]$/, '$1');
    Object.assign(options, { host, signal: this.signal });
  }
}

async function readResponse(message: IncomingMessage): Promise<HttpResponse> {
  const { statusCode: status = 0, headers } = message;
  if (status >= 300 && status < 400) {
    message.destroy();
    throw new UnexpectedResponse(`the server redirects (status ${status}), which Losant's API never does`);
  }
  // A Node stream consists of bytes, unless an encoding is set.
  const bytes: AsyncIterable<Uint8Array> = message;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > MAX_RESPONSE_BYTES) throw new UnexpectedResponse('the response is larger than 32 MiB');
      chunks.push(chunk);
    }
  } catch (cause) {
    throw cause instanceof RequestError ? cause : lost('cut-off', 'the response was cut off', cause);
  }
  return { status, headers, text: Buffer.concat(chunks).toString('utf8') };
}

/** The server may have carried out the request, but its response is not complete. */
function lost(kind: 'timeout' | 'cut-off', message: string, cause?: unknown): ConnectionError {
  return new ConnectionError(message, { kind, code: '', isTransient: true, notSent: false, cause });
}
