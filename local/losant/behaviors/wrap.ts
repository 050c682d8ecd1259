/** What behaviors are made of: functions around the one that answers requests. */
import { isObject } from '../../../src/json.ts';
import { route } from '../definition.ts';
import type { Answer, ParsedRequest } from '../dispatch.ts';
import type { Application, Store } from '../store.ts';
import type { StoredWebhook } from '../webhook.ts';

export type Answerer = (request: ParsedRequest) => Promise<Answer>;
/** Answers a request in place of the API, mostly with its help. */
export type Wrap = (request: ParsedRequest, next: Answerer) => Promise<Answer>;

type Fields = Readonly<Record<string, unknown>>;

function isWebhookWrite({ method, path }: ParsedRequest): boolean {
  return ['POST', 'PATCH'].includes(method) && ['webhook', 'webhooks'].includes(route(path)?.resource ?? '');
}

/** Changes the fields of a webhook before they are validated and stored. */
export function onFields(alter: (fields: Fields, request: ParsedRequest) => Fields): Wrap {
  return (request, next) => {
    const { body } = request;
    return next(isWebhookWrite(request) && isObject(body) ? { ...request, body: alter(body, request) } : request);
  };
}

/** Changes every string that is sent for a webhook. */
export function onStrings(alter: (text: string) => string): Wrap {
  return onFields((fields) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? alter(value) : value]),
    ),
  );
}

export function onQuery(alter: (query: Readonly<Record<string, string>>) => Readonly<Record<string, string>>): Wrap {
  return (request, next) => next({ ...request, query: alter(request.query) });
}

/** Changes the answers to requests for one kind of resource, unless they are errors. */
export function onSuccess(
  wanted: 'webhook' | 'webhooks' | 'flows' | 'list',
  alter: (body: Fields, request: ParsedRequest) => object,
): Wrap {
  return async (request, next) => {
    const answer = await next(request);
    const { resource } = route(request.path) ?? {};
    const isWanted = wanted === 'list' ? request.method === 'GET' && 'items' in answer.body : resource === wanted;
    return isWanted && answer.status < 300 ? { ...answer, body: alter({ ...answer.body }, request) } : answer;
  };
}

/** Changes every webhook or workflow that is shown, alone or in a list. */
export function onShown(kind: 'webhook' | 'flow', alter: (item: Fields) => object): Wrap {
  return async (request, next) => {
    const answer = await next(request);
    const body: Fields = { ...answer.body };
    const { items } = body;
    if (answer.status >= 300 || !route(request.path)?.resource.startsWith(kind)) return answer;
    if (Array.isArray(items)) return { ...answer, body: { ...body, items: items.map(alter) } };
    return 'id' in body ? { ...answer, body: alter(body) } : answer;
  };
}

/** Changes errors: by their status, or all of them. */
export function onError(
  status: number | 'any',
  alter: (answer: Answer, request: ParsedRequest) => Answer | Promise<Answer>,
): Wrap {
  return async (request, next) => {
    const answer = await next(request);
    return answer.status >= 400 && (status === 'any' || answer.status === status) ? alter(answer, request) : answer;
  };
}

export function applicationOf(store: Store, { path }: ParsedRequest): Application | undefined {
  return store.application(route(path)?.params['applicationId'] ?? '');
}

/** Gives a webhook other values than the API has given it, after it was patched. */
export function afterPatch(store: Store, alter: (before: StoredWebhook, sent: Fields) => Partial<StoredWebhook>): Wrap {
  return async (request, next) => {
    const stored = applicationOf(store, request)?.webhooks.get(route(request.path)?.params['webhookId'] ?? '');
    if (request.method !== 'PATCH' || stored === undefined) return next(request);
    const before = structuredClone(stored);
    const answer = await next(request);
    if (answer.status >= 300) return answer;
    const changes = alter(before, isObject(request.body) ? request.body : {});
    Object.assign(stored, changes);
    applicationOf(store, request)?.webhooks.changed();
    return { ...answer, body: { ...answer.body, ...changes } };
  };
}
