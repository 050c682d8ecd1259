import { now } from '../clock.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { WebhookFields } from '../losant/fields.ts';
import type { ApiCall } from '../losant/token.ts';
import { createdSince, type Webhook, type Workflow } from '../losant/webhook.ts';
import { ApiError, DuplicateError, RequestError, UnexpectedResponse } from './errors.ts';
import type { Http, Method } from './http.ts';
import { parsePage, parseResponse, parseWebhook, parseWorkflow } from './responses.ts';
import { type RetrySettings, repeat } from './retry.ts';

/** The webhooks of one Losant application. Every method throws RequestError. */
export interface Losant {
  /** The webhook, or null when there is none of that id. */
  getWebhook(id: string): Promise<Webhook | null>;
  /** All webhooks of the application, in the order of ids; read whole or not at all. */
  listWebhooks(): Promise<Webhook[]>;
  /** @param known the ids that existed before, to tell a webhook whose creation went unanswered from them */
  createWebhook(fields: WebhookFields, known: ReadonlySet<string>): Promise<Webhook>;
  patchWebhook(id: string, fields: WebhookFields): Promise<Webhook>;
  /** Whether it was deleted, or gone already when it was asked for. */
  deleteWebhook(id: string, options: { includeWorkflows: boolean }): Promise<'deleted' | 'gone'>;
  /** The workflows that the webhook triggers. */
  listWorkflows(webhookId: string): Promise<Workflow[]>;
}

interface Call {
  readonly call: ApiCall;
  readonly method: Method;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
}

/** Asked for in a page of a list; a server may give fewer. */
const PAGE_SIZE = 1000;
/** More pages than any application has: a server that never comes to its end is not followed for ever. */
const MAX_PAGES = 10_000;
/** How often a list that changes under its reader is read. */
const READINGS = 3;

/** Hypermedia is declined: it would double every answer. */
const PLAIN = { _actions: 'false', _links: 'false', _embedded: 'false' };

export interface ClientSettings {
  readonly applicationId: string;
  /** Is told of every webhook before anybody else, so that its secrets can be masked. */
  readonly onWebhook: (webhook: Webhook) => void;
  /** Is told of every answer, in a line. */
  readonly onResponse: (line: string) => void;
}

export class LosantClient implements Losant {
  readonly #http: Http;
  readonly #retry: RetrySettings;
  readonly #settings: ClientSettings;

  constructor(http: Http, retry: RetrySettings, settings: ClientSettings) {
    this.#http = http;
    this.#retry = retry;
    this.#settings = settings;
  }

  async getWebhook(id: string): Promise<Webhook | null> {
    try {
      const call: Call = { call: 'webhook.get', method: 'GET', path: `/webhooks/${id}` };
      return await this.#repeat(call, (answer) => this.#webhook(answer, id));
    } catch (error) {
      if (error instanceof ApiError && error.isWebhookNotFound) return null;
      throw error;
    }
  }

  async listWebhooks(): Promise<Webhook[]> {
    const query = { sortField: 'id', sortDirection: 'asc' };
    return this.#list({ call: 'webhooks.get', method: 'GET', path: '/webhooks', query }, (item) => this.#webhook(item));
  }

  async createWebhook(fields: WebhookFields, known: ReadonlySet<string>): Promise<Webhook> {
    const call: Call = { call: 'webhooks.post', method: 'POST', path: '/webhooks', body: fields };
    const recover = async (): Promise<Webhook | null> => {
      const created = createdSince(await this.listWebhooks(), fields.name, known);
      if (created.length > 1) throw ofCall(call, new DuplicateError(created.map(({ id }) => id)));
      return created[0] ?? null;
    };
    const parse = (answer: Json): Webhook => {
      const webhook = this.#webhook(answer);
      if (known.has(webhook.id))
        throw new UnexpectedResponse(`the answer is a webhook that was there before: ${webhook.id}`);
      return webhook;
    };
    return this.#repeat(call, parse, recover);
  }

  async patchWebhook(id: string, fields: WebhookFields): Promise<Webhook> {
    const call: Call = { call: 'webhook.patch', method: 'PATCH', path: `/webhooks/${id}`, body: fields };
    return this.#repeat(call, (answer) => this.#webhook(answer, id));
  }

  async deleteWebhook(id: string, { includeWorkflows }: { includeWorkflows: boolean }): Promise<'deleted' | 'gone'> {
    // Any value of includeWorkflows, even "false", may count as yes: it is a text, and not an empty one.
    const query = includeWorkflows ? { includeWorkflows: 'true' } : {};
    const call: Call = { call: 'webhook.delete', method: 'DELETE', path: `/webhooks/${id}`, query };
    try {
      return await this.#repeat(call, (answer) => {
        if (isObject(answer) && answer['success'] === true) return 'deleted';
        throw new UnexpectedResponse('the answer does not say that the webhook was deleted');
      });
    } catch (error) {
      if (!(error instanceof ApiError) || !error.isWebhookNotFound) throw error;
      return error.maybeDone ? 'deleted' : 'gone';
    }
  }

  async listWorkflows(webhookId: string): Promise<Workflow[]> {
    const query = { triggerFilter: JSON.stringify([{ type: 'webhook', key: webhookId }]) };
    return this.#list({ call: 'flows.get', method: 'GET', path: '/flows', query }, parseWorkflow);
  }

  #webhook(value: Json, id?: string): Webhook {
    const { applicationId } = this.#settings;
    const webhook = parseWebhook(value, id === undefined ? { applicationId } : { applicationId, id });
    this.#settings.onWebhook(webhook);
    return webhook;
  }

  /** Reads all pages; again, when what they say does not fit together because the list changed meanwhile. */
  async #list<T extends { id: string }>(call: Call, parse: (item: Json) => T): Promise<T[]> {
    for (let reading = 1; reading <= READINGS; reading += 1) {
      const items = await this.#readPages(call, parse);
      if (items !== null) return items;
    }
    throw ofCall(call, new UnexpectedResponse(`the list was inconsistent each of the ${READINGS} times it was read`));
  }

  async #readPages<T extends { id: string }>(call: Call, parse: (item: Json) => T): Promise<T[] | null> {
    const items = new Map<string, T>();
    let total: number | null = null;
    for (let page = 0; total === null || items.size < total; page += 1) {
      if (page === MAX_PAGES)
        throw ofCall(call, new UnexpectedResponse(`the list has no end: ${MAX_PAGES} pages were read`));
      const query = { ...call.query, page: String(page), perPage: String(PAGE_SIZE) };
      const answer = await this.#repeat({ ...call, query }, (value) => parsePage(value, parse));
      const before = items.size;
      for (const item of answer.items) items.set(item.id.toLowerCase(), item);
      const repeats = items.size !== before + answer.items.length;
      const changed = total !== null && total !== answer.total;
      const ended = answer.items.length === 0 && items.size < answer.total;
      if (repeats || changed || ended || items.size > answer.total) return null;
      total = answer.total;
    }
    return [...items.values()];
  }

  async #repeat<T>(call: Call, parse: (answer: Json) => T, recover?: () => Promise<T | null>): Promise<T> {
    const what = describe(call);
    const query = new URLSearchParams({ ...call.query, ...PLAIN });
    const path = `/applications/${this.#settings.applicationId}${call.path}?${query}`;
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    const attempt = async (): Promise<T> => {
      try {
        const startedAt = now();
        const answer = await this.#http.send(call.method, path, body);
        this.#settings.onResponse(`${what}: status ${answer.status}, ${Math.round(now() - startedAt)} ms`);
        return parse(parseResponse(answer));
      } catch (error) {
        if (error instanceof RequestError) {
          error.request ||= what;
          error.call ??= call.call;
        }
        throw error;
      }
    };
    return repeat({ what, attempt, ...(recover === undefined ? {} : { recover }) }, this.#retry);
  }
}

/** An error that is not of one attempt alone. */
function ofCall<E extends RequestError>(call: Call, error: E): E {
  error.request = describe(call);
  return error;
}

/** "PATCH webhook 575e…" or "GET webhooks, page 2": short enough for a line of the log. */
function describe({ method, path, query }: Call): string {
  const page = query?.['page'];
  return `${method} ${path.slice(1)}${page === undefined || page === '0' ? '' : ` (page ${page})`}`;
}
