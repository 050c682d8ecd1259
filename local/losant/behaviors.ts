/**
 * How the real Losant might behave where its documentation says nothing. Each row is an option of the local API and a flag of
 * `npm run api`: `perPageMax` is `--per-page-max`. docs/assumptions.md says which assumptions it breaks, and tests show that the
 * probe detects it, and what the action does.
 */
import { isObject } from '../../src/json.ts';
import { route } from './definition.ts';
import { type ApiResponse, errorResponse, type ParsedRequest } from './dispatch.ts';
import { issueToken } from './framework.ts';
import type { Application, Store } from './store.ts';
import { type StoredWebhook, webhookDefaults } from './webhook.ts';

interface Context {
  readonly store: Store;
  /** The number of the behavior; 1 if it takes none. */
  readonly value: number;
}
type Responder = (request: ParsedRequest) => Promise<ApiResponse>;
/** Responds to a request, usually by calling `next`. */
type Middleware = (request: ParsedRequest, next: Responder, context: Context) => Promise<ApiResponse>;
type Fields = Readonly<Record<string, unknown>>;

const resourceOf = ({ path }: ParsedRequest): string => route(path)?.resource ?? '';

function applicationOf({ store }: Context, { path }: ParsedRequest): Application | undefined {
  return store.application(route(path)?.params['applicationId'] ?? '');
}

function pick(fields: Fields, isPicked: (name: string) => boolean): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => isPicked(name)));
}

/** Changes the fields of a webhook before they are validated and stored; without a method, in creates and patches. */
function onFields(method: '' | 'POST' | 'PATCH', alter: (fields: Fields) => Fields): Middleware {
  return (request, next) => {
    const isWanted = resourceOf(request).startsWith('webhook') && [request.method, ''].includes(method);
    return next(isWanted && isObject(request.body) ? { ...request, body: alter(request.body) } : request);
  };
}

function onStrings(alter: (text: string) => string): Middleware {
  return onFields('', (fields) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? alter(value) : value]),
    ),
  );
}

function onQuery(
  alter: (query: ParsedRequest['query'], value: number) => ParsedRequest['query'],
  method?: 'DELETE',
): Middleware {
  return (request, next, { value }) =>
    next(
      method === undefined || method === request.method ? { ...request, query: alter(request.query, value) } : request,
    );
}

function dropQuery(...names: readonly string[]): Middleware {
  return onQuery((query) => Object.fromEntries(Object.entries(query).filter(([name]) => !names.includes(name))));
}

/** Changes the bodies of successful responses to one method and resource. */
function onBody(method: string, resource: string, alter: (body: Fields) => Fields): Middleware {
  return async (request, next) => {
    const response = await next(request);
    const isWanted = request.method === method && resourceOf(request) === resource && response.status < 300;
    return isWanted ? { ...response, body: alter({ ...response.body }) } : response;
  };
}

const onList = (alter: (body: Fields) => Fields): Middleware => onBody('GET', 'webhooks', alter);

function mapItems(body: Fields, alter: (item: Fields) => Fields): Fields {
  const { items } = body;
  return Array.isArray(items) ? { ...body, items: items.map((item: object) => alter({ ...item })) } : body;
}

/** Changes values of webhooks or workflows in responses, alone or in a list; without names, all values. Undefined is omitted. */
function onShown(
  kind: 'webhook' | 'flow',
  names: readonly string[] | null,
  alter: (value: unknown) => unknown,
): Middleware {
  const show = (item: Fields): Fields =>
    Object.fromEntries(
      Object.entries(item).map(([name, value]) => [name, names?.includes(name) === false ? value : alter(value)]),
    );
  return async (request, next) => {
    const response = await next(request);
    if (response.status >= 300 || !resourceOf(request).startsWith(kind)) return response;
    const body: Fields = { ...response.body };
    return { ...response, body: 'id' in body ? show(body) : mapItems(body, show) };
  };
}

const omit = (kind: 'webhook' | 'flow', names: readonly string[]): Middleware => onShown(kind, names, () => undefined);

function onErrors(alter: (response: ApiResponse) => ApiResponse): Middleware {
  return async (request, next) => {
    const response = await next(request);
    return response.status >= 400 ? alter(response) : response;
  };
}

/** Replaces a status in responses to a method, or to all, by that of the behavior. */
function withStatus(from: number, method?: 'DELETE', body?: object): Middleware {
  return async (request, next, { value }) => {
    const response = await next(request);
    const isWanted = response.status === from && (method ?? request.method) === request.method;
    return isWanted ? { ...response, status: value, body: body ?? response.body } : response;
  };
}

/** Changes a webhook after the API has patched it. */
function afterPatch(alter: (sent: Fields, before: StoredWebhook) => Partial<StoredWebhook>): Middleware {
  return async (request, next, context) => {
    const webhooks = applicationOf(context, request)?.webhooks;
    const stored = webhooks?.get(route(request.path)?.params['webhookId'] ?? '');
    const before = structuredClone(stored);
    const response = await next(request);
    const isPatched = request.method === 'PATCH' && response.status < 300 && isObject(request.body);
    if (!isPatched || stored === undefined || before === undefined) return response;
    const changes = alter({ ...request.body }, before);
    Object.assign(stored, changes);
    webhooks?.changed();
    return { ...response, body: { ...response.body, ...changes } };
  };
}

const refuseTakenName: Middleware = async (request, next, context) => {
  const name = isObject(request.body) ? request.body['name'] : undefined;
  const isTaken = applicationOf(context, request)
    ?.webhooks.values()
    .some((other) => other.name === name);
  if (request.method !== 'POST' || isTaken !== true) return next(request);
  return errorResponse(context.value, 'Validation', 'webhook.name has to be unique');
};

const findExactly: Middleware = async (request, next) => {
  const isUppercase = /[A-F]/u.test(route(request.path)?.params['webhookId'] ?? '');
  return isUppercase ? errorResponse(404, 'NotFound', 'Webhook was not found') : next(request);
};

const allowEverything: Middleware = async (request, next) => {
  const isToken = String(request.headers['authorization']).split('.').length === 3;
  const authorization = `Bearer ${issueToken({ scope: ['all.Application'] })}`;
  return next(isToken ? { ...request, headers: { ...request.headers, authorization } } : request);
};

/** The items when the first page was read. */
const snapshots = new WeakMap<Store, readonly unknown[]>();

const takeSnapshot: Middleware = async (request, next, { store }) => {
  const { page = '0', perPage = '100' } = request.query;
  const response = await next(request);
  if (request.method !== 'GET' || resourceOf(request) !== 'webhooks' || response.status >= 300) return response;
  const all = await next({ ...request, query: { ...request.query, page: '0', perPage: '1000' } });
  if (page === '0') snapshots.set(store, itemsOf(all));
  const start = Number(page) * Number(perPage);
  const snapshot = snapshots.get(store) ?? [];
  const items = snapshot.slice(start, start + Number(perPage));
  return { ...response, body: { ...response.body, items, count: items.length, totalCount: snapshot.length } };
};

/** Leaves out the newest webhooks. */
const delayList: Middleware = async (request, next, { value }) => {
  const response = await next(request);
  if (request.method !== 'GET' || resourceOf(request) !== 'webhooks' || response.status >= 300) return response;
  const items = itemsOf(response).filter(
    (item) => isObject(item) && Date.parse(String(item['creationDate'])) < Date.now() - value,
  );
  return { ...response, body: { ...response.body, items, count: items.length, totalCount: items.length } };
};

function itemsOf({ body }: ApiResponse): readonly unknown[] {
  return 'items' in body && Array.isArray(body.items) ? body.items : [];
}

function clamp({ responseCode, ...fields }: Fields): Fields {
  return responseCode === undefined ? fields : { ...fields, responseCode: Math.min(Number(responseCode), 599) };
}

const SECRETS = ['basicAuthPassword', 'verificationCode'];
const DATES = ['creationDate', 'lastUpdated'];
const { name: _, ...defaults } = webhookDefaults;

const table = {
  hideSecrets: omit('webhook', SECRETS),
  maskSecrets: onShown('webhook', SECRETS, (value) => value && '********'),
  omitEmpty: onShown('webhook', null, (value) => (value === '' ? undefined : value)),
  omitWebhookId: omit('webhook', ['webhookId']),
  numericDates: onShown('webhook', DATES, (date) => Date.parse(String(date))),
  localDates: onShown('webhook', DATES, (date) => String(date).replace('Z', '')),
  trim: onStrings((text) => text.trim()),
  normalize: onStrings((text) => text.normalize('NFC')),
  unixLineEnds: onStrings((text) => text.replaceAll('\r\n', '\n')),
  escapeHtml: onStrings((text) => text.replaceAll('<', '&lt;')),
  disabledByDefault: onFields('POST', (fields) => ({ enabled: false, ...fields })),
  replaceOnPatch: onFields('PATCH', (fields) => ({ ...defaults, ...fields })),
  dropUnknown: onFields('', (fields) => pick(fields, (name) => name in webhookDefaults)),
  clampValues: onFields('', clamp),
  uniqueNames: refuseTakenName,
  websocketChangeable: afterPatch((sent, before) => ({
    isWebsocket: Boolean(sent['isWebsocket'] ?? before.isWebsocket),
  })),
  fitbitKept: afterPatch((sent, before) => ({ responseCode: Number(sent['responseCode'] ?? before.responseCode) })),
  touch: afterPatch(() => ({ lastUpdated: new Date().toISOString() })),
  frozenDates: afterPatch((_, { lastUpdated }) => ({ lastUpdated })),
  // Inside of perPageMax, which would shorten the snapshot.
  snapshotPages: takeSnapshot,
  perPageMax: onQuery((query, max) => ({ ...query, perPage: String(Math.min(Number(query['perPage'] ?? 100), max)) })),
  sortByName: dropQuery('sortField', 'sortDirection'),
  pagesFromOne: onQuery((query) => ({ ...query, page: String(Math.max(0, Number(query['page'] ?? 1) - 1)) })),
  briefLists: onList((body) => mapItems(body, (item) => pick(item, (name) => !(name in defaults)))),
  omitTotal: onList(({ totalCount: _, ...body }) => body),
  pageTotal: onList((body) => ({ ...body, totalCount: body['count'] })),
  listDelay: delayList,
  alwaysHypermedia: dropQuery('_actions', '_links', '_embedded'),
  createStatus: withStatus(201),
  createWithoutId: onBody('POST', 'webhooks', (body) => pick(body, (name) => !/id$/iu.test(name))),
  briefPatch: onBody('PATCH', 'webhook', () => ({ success: true })),
  deleteStatus: withStatus(200, 'DELETE'),
  deleteAgain: withStatus(404, 'DELETE', { success: true }),
  caseSensitiveIds: findExactly,
  htmlErrors: onErrors((response) => ({ ...response, html: '<!DOCTYPE html>\n' })),
  okErrors: onErrors((response) => ({ ...response, status: 200 })),
  otherErrorTypes: onErrors(({ status, body }) => ({ status, body: { ...body, type: 'other' } })),
  vagueErrors: onErrors(({ status, body }) => ({ status, body: { ...body, message: 'Sorry' } })),
  invalidStatus: withStatus(400),
  unauthorizedStatus: withStatus(401),
  forbiddenStatus: withStatus(403),
  notFoundStatus: withStatus(404),
  ignoreScopes: allowEverything,
  ignoreTriggerFilter: dropQuery('triggerFilter'),
  omitTriggers: omit('flow', ['triggers']),
  takeWorkflows: onQuery((query) => ({ ...query, includeWorkflows: 'true' }), 'DELETE'),
  keepWorkflows: dropQuery('includeWorkflows'),
};

export type BehaviorName = keyof typeof table;
const behaviors: Readonly<Record<BehaviorName, Middleware>> = table;

/** What the number of a behavior is. Those that are not listed are switches. */
export const numbers: { readonly [name in BehaviorName]?: string } = {
  ...{ perPageMax: 'N', listDelay: 'MS', uniqueNames: 'STATUS', createStatus: 'STATUS', deleteStatus: 'STATUS' },
  ...{ deleteAgain: 'STATUS', invalidStatus: 'STATUS', unauthorizedStatus: 'STATUS' },
  ...{ forbiddenStatus: 'STATUS', notFoundStatus: 'STATUS' },
};

/** The behaviors that are on, with a number for those that take one. */
export type Behaviors = { readonly [name in BehaviorName]?: boolean | number };

export const behaviorNames = Object.keys(behaviors).filter((name): name is BehaviorName => name in behaviors);

/** The name as a flag of `npm run api`: `--per-page-max`. */
export function flagOf(name: BehaviorName): string {
  return `--${name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The API with the behaviors that are on. */
export function withBehaviors(respond: Responder, chosen: Behaviors, store: Store): Responder {
  return behaviorNames.reduce<Responder>((next, name) => {
    const value = chosen[name];
    if (value === undefined || value === false) return next;
    return (request) => behaviors[name](request, next, { store, value: Number(value) });
  }, respond);
}
