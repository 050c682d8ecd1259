import type { RequestOptions } from 'node:http';
import { text } from 'node:stream/consumers';
import { HttpClient } from '@actions/http-client';
import { BearerCredentialHandler } from '@actions/http-client/lib/auth';
import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';

/** GitHub refused a request, in its own words. */
export class GithubError extends Error {
  override readonly name = 'GithubError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * The part of GitHub's API that comments need, through the same proxies and certificate authorities as requests to Losant.
 * GitHub's own client would be six times as large as the rest of the action.
 */
export class GithubApi {
  readonly #client: HttpClient;
  readonly #baseUrl: string;

  constructor(baseUrl: string, token: string, userAgent: string, signal: AbortSignal) {
    this.#baseUrl = baseUrl;
    this.#client = new HttpClient(userAgent, [new Authorization(token, signal)], { allowRedirects: false });
  }

  /**
   * @param path below the address of the API
   * @throws GithubError for any status but 2xx
   */
  async send(method: 'GET' | 'POST' | 'PATCH', path: string, body: JsonObject | null = null): Promise<Json> {
    return this.#request(method, `${this.#baseUrl}${path}`, body);
  }

  /** @throws GithubError for any status but 2xx */
  async query(query: string): Promise<Json> {
    // On GitHub Enterprise Server, GraphQL is beside the versions of the REST API.
    return this.#request('POST', `${this.#baseUrl.replace(/\/v3$/, '')}/graphql`, { query });
  }

  async #request(method: string, url: string, body: JsonObject | null): Promise<Json> {
    const headers = { accept: 'application/vnd.github+json', 'content-type': 'application/json' };
    const { message } = await this.#client.request(method, url, body === null ? null : JSON.stringify(body), headers);
    const { statusCode: status = 0 } = message;
    const response = await text(message);
    if (status >= 200 && status < 300) return parseJson(response);
    throw new GithubError(status, errorMessage(response, status));
  }
}

class Authorization extends BearerCredentialHandler {
  readonly #signal: AbortSignal;

  constructor(token: string, signal: AbortSignal) {
    super(token);
    this.#signal = signal;
  }

  override prepareRequest(options: RequestOptions): void {
    // The scheme of GitHub's own client.
    const headers = { ...options.headers, authorization: `token ${this.token}` };
    Object.assign(options, { headers, signal: this.#signal });
  }
}

function errorMessage(response: string, status: number): string {
  try {
    const value = parseJson(response);
    return isObject(value) ? String(value['message']) : `status ${status}`;
  } catch {
    return `status ${status}`;
  }
}
