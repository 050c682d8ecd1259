import { isObject, type Json, type JsonObject } from '../json.ts';
import type { WebhookFields } from '../losant/fields.ts';
import type { ApiCall } from '../losant/token.ts';
import { createdSince, type Webhook, type Workflow } from '../losant/webhook.ts';
import { type Attempt, DuplicateError, ifNotFound, NO_ATTEMPT, RequestError, UnexpectedResponse } from './errors.ts';
import type { Http, HttpResponse, Method } from './http.ts';
import { type Page, readList } from './list.ts';
import { now } from './pace.ts';
import { ReadWriteLock } from './read-write-lock.ts';
import { parsePage, parseResponse, parseWebhook, parseWorkflow, responseDate } from './responses.ts';
import { pause, type RetrySettings, throwIfCancelled, withRetries } from './retry.ts';

/** How to read something again after a response was lost. */
export interface ReadOptions {
  /** Waits this long first, in milliseconds. */
  readonly delay?: number;
  /** The maximum number of further attempts; the client's own limit applies too. */
  readonly retries?: number;
}

/** A webhook that was created. */
export interface Created {
  readonly webhook: Webhook;
  /** Whether it took several attempts: an earlier one may have created another webhook, or still may. */
  readonly isRepeated: boolean;
}

/** A webhook that no longer exists. */
export interface Deleted {
  /** The `Date` header of the response that says so; null without a valid one. */
  readonly at: string | null;
}

interface Call {
  readonly call: ApiCall;
  readonly method: Method;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
  /** Whether this checks for the result of a request that may have been carried out. */
  readonly mayHaveTakenEffect?: true;
}

const LIST: Call = {
  ...{ call: 'webhooks.get', method: 'GET', path: '/webhooks' },
  query: { sortField: 'id', sortDirection: 'asc' },
};

/** Declines hypermedia, which would double the size of every response. */
const PLAIN = { _actions: 'false', _links: 'false', _embedded: 'false' };

export interface ClientSettings {
  readonly applicationId: string;
  /** Hides secrets in text that the server wrote. */
  readonly mask: (text: string) => string;
  /** Receives every webhook before anything else does, so that its secrets can be masked. */
  readonly onWebhook: (webhook: Webhook) => void;
  /** Receives a line about every response. */
  readonly onResponse: (line: string) => void;
}

/** The webhooks of one Losant application. Every method throws RequestError. */
export type Losant = Pick<LosantClient, keyof LosantClient>;

export class LosantClient {
  readonly #http: Http;
  readonly #retry: RetrySettings;
  readonly #settings: ClientSettings;
  readonly #stopRetrying = new AbortController();
  /** A list that grows while it is being read is inconsistent, so listings and creates wait for each other. */
  readonly #lock = new ReadWriteLock();

  constructor(http: Http, retry: Omit<RetrySettings, 'stopRetrying'>, settings: ClientSettings) {
    this.#http = http;
    this.#retry = { ...retry, stopRetrying: this.#stopRetrying.signal };
    this.#settings = settings;
  }

  /** The webhook, or null if it does not exist. */
  async getWebhook(id: string, options: ReadOptions = {}): Promise<Webhook | null> {
    return this.#read(id, options).catch(ifNotFound(() => null));
  }

  /** Reads a webhook after the response to its delete was lost. Null if it still exists. */
  async confirmDelete(id: string, options: ReadOptions): Promise<Deleted | null> {
    const exists = this.#read(id, options).then(() => null);
    return exists.catch(ifNotFound(({ date }) => ({ at: date })));
  }

  /** All webhooks of the application, complete or not at all. No webhook is created in the meantime. */
  async listWebhooks(options: ReadOptions = {}): Promise<Webhook[]> {
    await this.#delay(options, toAttempt(LIST));
    return this.#listWebhooks(LIST, options);
  }

  /** @param known the ids of all existing webhooks: a webhook whose creation had no response is one that is not among them */
  async createWebhook(fields: WebhookFields, known: ReadonlySet<string>): Promise<Created> {
    const call: Call = { call: 'webhooks.post', method: 'POST', path: '/webhooks', body: fields };
    const parse = (body: Json, _: HttpResponse, attempt: Attempt): Created => {
      const webhook = this.#webhook(body);
      if (!known.has(webhook.id)) return { webhook, isRepeated: attempt.mayHaveTakenEffect };
      throw new UnexpectedResponse(`the response is a webhook that existed before: ${webhook.id}`);
    };
    const checkWhetherDone = async (attempt: Attempt): Promise<Created | null> => {
      const found = createdSince(await this.#listWebhooks({ ...LIST, mayHaveTakenEffect: true }), fields.name, known);
      const ids = found.map(({ id }) => id);
      if (ids.length > 1) throw new DuplicateError(ids).during(attempt);
      return found[0] === undefined ? null : { webhook: found[0], isRepeated: attempt.mayHaveTakenEffect };
    };
    return this.#request(call, parse, { checkWhetherDone });
  }

  async patchWebhook(id: string, fields: WebhookFields): Promise<Webhook> {
    const call: Call = { call: 'webhook.patch', method: 'PATCH', path: `/webhooks/${id}`, body: fields };
    return this.#request(call, (body) => this.#webhook(body, id));
  }

  /** Null if the webhook was already gone. */
  async deleteWebhook(id: string, { includeWorkflows }: { includeWorkflows: boolean }): Promise<Deleted | null> {
    // Any value of includeWorkflows, even "false", may count as true, since it is a non-empty string.
    const query = includeWorkflows ? { includeWorkflows: 'true' } : {};
    const call: Call = { call: 'webhook.delete', method: 'DELETE', path: `/webhooks/${id}`, query };
    const deleted = this.#request(call, (body, { headers }): Deleted | null => {
      if (isObject(body) && body['success'] === true) return { at: responseDate(headers) };
      throw new UnexpectedResponse('the response does not confirm that the webhook was deleted');
    });
    return deleted.catch(ifNotFound(({ mayHaveTakenEffect, date }) => (mayHaveTakenEffect ? { at: date } : null)));
  }

  /** The workflows that the webhook triggers. */
  async listWorkflows(webhookId: string): Promise<Workflow[]> {
    const query = { triggerFilter: JSON.stringify([{ type: 'webhook', key: webhookId }]) };
    return this.#list({ call: 'flows.get', method: 'GET', path: '/flows', query }, parseWorkflow);
  }

  /** From now on, failed requests are not retried. */
  stopRetrying(): void {
    this.#stopRetrying.abort();
  }

  #listWebhooks(call: Call, options?: ReadOptions): Promise<Webhook[]> {
    return this.#lock.exclusive(() => this.#list(call, (item) => this.#webhook(item), options));
  }

  async #read(id: string, options: ReadOptions): Promise<Webhook> {
    const call: Call = { call: 'webhook.get', method: 'GET', path: `/webhooks/${id}` };
    await this.#delay(options, toAttempt(call));
    return this.#request(call, (body) => this.#webhook(body, id), options);
  }

  #webhook(value: Json, id?: string): Webhook {
    const { applicationId, onWebhook } = this.#settings;
    const webhook = parseWebhook(value, { applicationId, id });
    onWebhook(webhook);
    return webhook;
  }

  async #delay({ delay = 0 }: ReadOptions, attempt: Attempt): Promise<void> {
    const { stop } = this.#retry;
    await pause(delay, stop, this.#retry);
    throwIfCancelled(stop, attempt);
  }

  #list<T extends { id: string }>(call: Call, parse: (item: Json) => T, options: ReadOptions = {}): Promise<T[]> {
    const readPage = (page: number, perPage: number): Promise<Page<T>> => {
      const query = { ...call.query, page: String(page), perPage: String(perPage) };
      const parseAll = (body: Json, { text }: HttpResponse) => ({ ...parsePage(body, parse), size: text.length });
      return this.#request({ ...call, query }, parseAll, options);
    };
    return readList(readPage).catch((error: unknown) => {
      throw error instanceof RequestError && error.request === '' ? error.during(toAttempt(call)) : error;
    });
  }

  /** Sends a request until it succeeds, and parses the response. */
  #request<T>(
    call: Call,
    parse: (body: Json, response: HttpResponse, attempt: Attempt) => T,
    options: Pick<ReadOptions, 'retries'> & { checkWhetherDone?: (attempt: Attempt) => Promise<T | null> } = {},
  ): Promise<T> {
    const { applicationId, mask, onResponse } = this.#settings;
    const query = new URLSearchParams({ ...call.query, ...PLAIN });
    const path = `/applications/${applicationId}${call.path}?${query}`;
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    const exchange = async (attempt: Attempt): Promise<T> => {
      // The run may have been cancelled while this waited for the lock.
      throwIfCancelled(this.#retry.stop, attempt);
      const startedAt = now();
      const response = await this.#http.send(call.method, path, body);
      onResponse(`${attempt.request}: status ${response.status}, ${Math.round(now() - startedAt)} ms`);
      return parse(parseResponse(response, mask), response, attempt);
    };
    const sendShared = (attempt: Attempt): Promise<T> => this.#lock.shared(() => exchange(attempt));
    const send = call.method === 'POST' ? sendShared : exchange;
    const retries = Math.min(this.#retry.retries, options.retries ?? Number.POSITIVE_INFINITY);
    return withRetries({ ...options, before: toAttempt(call), send }, { ...this.#retry, retries });
  }
}

/** The state of a call before anything was sent, for errors. */
function toAttempt(call: Call): Attempt {
  return {
    ...NO_ATTEMPT,
    request: describe(call),
    call: call.call,
    mayHaveTakenEffect: call.mayHaveTakenEffect ?? false,
  };
}

/** "PATCH webhooks/575e…" or "GET webhooks (page 2)": short enough for a line in the log. */
function describe({ method, path, query }: Call): string {
  const page = query?.['page'];
  return `${method} ${path.slice(1)}${page === undefined || page === '0' ? '' : ` (page ${page})`}`;
}
