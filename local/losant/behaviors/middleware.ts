/** The building blocks of behaviors: functions that wrap the one that responds to requests. */
import { isObject } from '../../../src/json.ts';
import { route } from '../definition.ts';
import type { ApiResponse, ParsedRequest } from '../dispatch.ts';
import type { Application, Store } from '../store.ts';
import type { StoredWebhook } from '../webhook.ts';

export type Responder = (request: ParsedRequest) => Promise<ApiResponse>;
/** Responds to a request, usually by calling `next`. */
export type Middleware = (request: ParsedRequest, next: Responder) => Promise<ApiResponse>;

type Fields = Readonly<Record<string, unknown>>;

function isWebhookWrite({ method, path }: ParsedRequest): boolean {
  return ['POST', 'PATCH'].includes(method) && ['webhook', 'webhooks'].includes(route(path)?.resource ?? '');
}

/** Changes the fields of a webhook before they are validated and stored. */
export function onFields(alter: (fields: Fields, request: ParsedRequest) => Fields): Middleware {
  return (request, next) => {
    const { body } = request;
    return next(isWebhookWrite(request) && isObject(body) ? { ...request, body: alter(body, request) } : request);
  };
}

/** Changes every string that is sent for a webhook. */
export function onStrings(alter: (text: string) => string): Middleware {
  return onFields((fields) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? alter(value) : value]),
    ),
  );
}

export function onQuery(
  alter: (query: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
): Middleware {
  return (request, next) => next({ ...request, query: alter(request.query) });
}

/** Changes the responses to requests for one kind of resource, unless they are errors. */
export function onSuccess(
  wanted: 'webhook' | 'webhooks' | 'flows' | 'list',
  alter: (body: Fields, request: ParsedRequest) => object,
): Middleware {
  return async (request, next) => {
    const response = await next(request);
    const { resource } = route(request.path) ?? {};
    const isWanted = wanted === 'list' ? request.method === 'GET' && 'items' in response.body : resource === wanted;
    return isWanted && response.status < 300 ? { ...response, body: alter({ ...response.body }, request) } : response;
  };
}

/** Changes every webhook or workflow in responses, alone or in a list. */
export function onShown(kind: 'webhook' | 'flow', alter: (item: Fields) => object): Middleware {
  return async (request, next) => {
    const response = await next(request);
    const body: Fields = { ...response.body };
    const { items } = body;
    if (response.status >= 300 || !route(request.path)?.resource.startsWith(kind)) return response;
    if (Array.isArray(items)) return { ...response, body: { ...body, items: items.map(alter) } };
    return 'id' in body ? { ...response, body: alter(body) } : response;
  };
}

/** Changes errors with a certain status, or all errors. */
export function onError(
  status: number | 'any',
  alter: (response: ApiResponse, request: ParsedRequest) => ApiResponse | Promise<ApiResponse>,
): Middleware {
  return async (request, next) => {
    const response = await next(request);
    return response.status >= 400 && (status === 'any' || response.status === status)
      ? alter(response, request)
      : response;
  };
}

export function applicationOf(store: Store, { path }: ParsedRequest): Application | undefined {
  return store.application(route(path)?.params['applicationId'] ?? '');
}

/** Changes the values of a webhook after the API has patched it. */
export function afterPatch(
  store: Store,
  alter: (before: StoredWebhook, sent: Fields) => Partial<StoredWebhook>,
): Middleware {
  return async (request, next) => {
    const stored = applicationOf(store, request)?.webhooks.get(route(request.path)?.params['webhookId'] ?? '');
    if (request.method !== 'PATCH' || stored === undefined) return next(request);
    const before = structuredClone(stored);
    const response = await next(request);
    if (response.status >= 300) return response;
    const changes = alter(before, isObject(request.body) ? request.body : {});
    Object.assign(stored, changes);
    applicationOf(store, request)?.webhooks.changed();
    return { ...response, body: { ...response.body, ...changes } };
  };
}
