/** A Losant API on loopback, built on Losant's own server framework, for tests, the demo, and the benchmark. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { listen, type RunningServer, readBody } from '../server.ts';
import { type Behaviors, withBehaviors } from './behaviors.ts';
import { callWebhook, createControllers } from './controllers.ts';
import { type ApiResponse, createDispatcher, errorResponse } from './dispatch.ts';
import { respondWithFault, send } from './fault-responses.ts';
import { type Fault, type FaultName, faults } from './faults.ts';
import { issueToken } from './framework.ts';
import { createRateLimiter, type RateLimitKind } from './rate-limit.ts';
import { type Attempts, FaultPlan, type RecordedRequest, RequestLog, type RequestMatch } from './record.ts';
import { type Application, type NewWorkflow, Store, type StoredWorkflow } from './store.ts';
import type { StoredWebhook } from './webhook.ts';

export type { Behaviors } from './behaviors.ts';
export { type Fault, type FaultName, faultNames, faults } from './faults.ts';
export type { Attempts, RecordedRequest, RequestMatch } from './record.ts';
export type { NewWorkflow, StoredWorkflow } from './store.ts';
export { type StoredWebhook, type WebhookFields, webhookDefaults } from './webhook.ts';

export interface LosantApiOptions extends Behaviors {
  /** Milliseconds before every response. */
  readonly latency?: number;
  /** More requests per second than this get a 429. */
  readonly rateLimit?: { readonly perSecond: number; readonly retryAfter?: string; readonly kind?: RateLimitKind };
  /** Whether to use HTTPS, as Losant does; true by default. */
  readonly tls?: boolean;
  /** The clock for creationDate and lastUpdated, and for the Date header of every response. */
  readonly now?: () => Date;
  readonly port?: number;
  /** The maximum size of a body, in bytes. */
  readonly bodyLimit?: number;
  /** Whether requests are recorded; a benchmark turns it off. */
  readonly record?: boolean;
}

/** A running API. */
export interface LosantApi {
  readonly url: string;
  /** An application that exists. */
  readonly applicationId: string;
  readonly requests: readonly RecordedRequest[];
  /** TCP connections so far. */
  readonly connections: number;
  /** A signed access token; `exp` is in seconds. */
  token(scopes?: readonly string[], claims?: Readonly<Record<string, unknown>>): string;
  addApplication(id?: string): string;
  addWebhook(fields?: Partial<StoredWebhook>, applicationId?: string): StoredWebhook;
  addWorkflow(workflow: NewWorkflow, applicationId?: string): StoredWorkflow;
  /** Copies of the current webhooks. */
  webhooks(applicationId?: string): StoredWebhook[];
  webhook(id: string, applicationId?: string): StoredWebhook | undefined;
  workflows(applicationId?: string): StoredWorkflow[];
  /** Removes a webhook without the action knowing. */
  removeWebhook(id: string, applicationId?: string): void;
  /** Injects a fault into the requests that match. */
  fault(match: RequestMatch, fault: Fault | FaultName, attempts?: Attempts): void;
  /** Waits for the n-th request that matches. */
  arrival(match: RequestMatch, count?: number): Promise<RecordedRequest>;
  /** Forgets the requests and the faults; the webhooks stay. */
  reset(): void;
  /** Stops, and destroys open connections. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Parses a JSON body; other bodies stay strings, as in Losant's server. */
function parseBody(rawBody: string, contentType: string | undefined): { value: unknown } | { error: string } {
  if (rawBody === '') {
    return { value: undefined };
  }
  if (!/^application\/(?:[\w.-]+\+)?json\b/iu.test(contentType ?? '')) {
    return { value: rawBody };
  }
  try {
    const value: unknown = JSON.parse(rawBody);
    return { value };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** The parts of a running API. */
export interface Service {
  readonly server: RunningServer;
  readonly store: Store;
  readonly applicationId: string;
  readonly log: RequestLog;
  readonly plan: FaultPlan;
}

/** Starts an API on 127.0.0.1, on a free port unless one is given. */
export async function startService(options: LosantApiOptions = {}): Promise<Service> {
  const { latency = 0, rateLimit, bodyLimit = 1_048_576, record = true, now = () => new Date() } = options;
  const store = new Store(now);
  const applicationId = store.addApplication();
  const dispatch = withBehaviors(createDispatcher(createControllers(store)), options, store);
  const plan = new FaultPlan();
  const log = new RequestLog();
  /** Requests to process after a repetition of them. */
  const late = new Map<string, () => Promise<ApiResponse>>();
  const isOverLimit = rateLimit ? createRateLimiter(rateLimit.kind ?? 'fixed', rateLimit.perSecond) : () => false;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Date', now().toUTCString());
    const { method = '', url = '', headers } = request;
    const connection = server.connectionOf(request);
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const rawBody = await readBody(request, bodyLimit);
    const parsed = parseBody(rawBody ?? '', headers['content-type']);
    const recorded: RecordedRequest = {
      ...{ method, url, headers, connection, path: pathname, query: Object.fromEntries(searchParams) },
      ...{ rawBody: rawBody ?? '', body: 'value' in parsed ? parsed.value : undefined },
      ...{ status: 'pending', processed: false },
    };
    const fault = plan.faultFor(recorded);
    if (record) {
      log.add(recorded);
    }
    if (latency > 0) {
      await delay(latency);
    }
    if (isOverLimit()) {
      recorded.status = 429;
      const retryAfter = rateLimit?.retryAfter === undefined ? {} : { 'Retry-After': rateLimit.retryAfter };
      return send(response, errorResponse(429, 'TooManyRequests', 'Too many requests'), retryAfter);
    }
    const processRequest = async (): Promise<ApiResponse> => {
      recorded.processed = true;
      const called = /^\/webhooks\/(.+)$/u.exec(pathname)?.[1];
      if (called !== undefined) return callWebhook(store, called);
      const invalid =
        'error' in parsed ? errorResponse(400, 'InvalidContent', `Invalid JSON: ${parsed.error}`) : undefined;
      const tooLarge = errorResponse(413, 'PayloadTooLarge', `Request body size exceeds ${bodyLimit}`);
      return dispatch({ ...recorded, refusal: rawBody === undefined ? tooLarge : invalid });
    };
    const key = `${method} ${url} ${rawBody}`;
    if (fault) {
      recorded.status = 'fault';
      const processLate = (): void => void late.set(key, processRequest);
      return respondWithFault(response, fault, { processRequest, processLate, reset: () => server.reset(request) });
    }
    const done = await processRequest();
    await late.get(key)?.();
    late.delete(key);
    recorded.status = done.status;
    return send(response, done);
  }

  const server = await listen({ port: options.port ?? 0, tls: options.tls ?? true }, handle);

  return { server, store, applicationId, log, plan };
}

/** The API of the service that is running when a method is called. */
export function apiOf(service: () => Service): LosantApi {
  function application(id = service().applicationId): Application {
    const found = service().store.application(id);
    if (!found) {
      throw new Error(`There is no application ${id}`);
    }
    return found;
  }

  const close = (): Promise<void> => service().server.close();
  return {
    get url() {
      return service().server.url;
    },
    get applicationId() {
      return service().applicationId;
    },
    get requests() {
      return service().log.requests;
    },
    get connections() {
      return service().server.connections;
    },
    token: (scopes = ['all.Application'], claims = {}) => issueToken({ scope: scopes, ...claims }),
    addApplication: (id) => service().store.addApplication(id),
    addWebhook: (fields = {}, id = service().applicationId) => structuredClone(service().store.addWebhook(id, fields)),
    addWorkflow: (workflow, id = service().applicationId) => service().store.addWorkflow(id, workflow),
    webhooks: (id) => structuredClone(application(id).webhooks.values()),
    webhook: (id, inApplication) => structuredClone(application(inApplication).webhooks.get(id)),
    workflows: (id) => application(id).workflows.values(),
    removeWebhook: (id, inApplication) => application(inApplication).webhooks.delete(id),
    fault: (match, fault, attempts = 'every') =>
      service().plan.add(match, typeof fault === 'string' ? faults[fault] : fault, attempts),
    arrival: (match, count = 1) => service().log.arrival(match, count),
    reset() {
      service().log.requests.length = 0;
      service().plan.clear();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Starts the API on 127.0.0.1, on a free port unless one is given. */
export async function startLosantApi(options: LosantApiOptions = {}): Promise<LosantApi> {
  const service = await startService(options);
  return apiOf(() => service);
}
