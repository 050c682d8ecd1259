/** Which requests are refused, what they do, and what the responses are. */
import { isObject } from '../../../src/json.ts';
import { route } from '../definition.ts';
import { type ApiResponse, errorResponse } from '../dispatch.ts';
import { issueToken } from '../framework.ts';
import { webhookDefaults } from '../webhook.ts';
import { flag, setting } from './behavior.ts';
import { type Middleware, onError, onFields, onSuccess } from './middleware.ts';

const isKnown = (name: string): boolean => Object.hasOwn(webhookDefaults, name);

function withStatus(from: number, effect: string) {
  return setting('STATUS', effect, (_, status) => onError(from, (response) => ({ ...response, status })));
}

function onType(alter: (type: string) => string): (response: ApiResponse) => ApiResponse {
  return (response) => ({
    ...response,
    body: { ...response.body, type: alter(String(Reflect.get(response.body, 'type'))) },
  });
}

/** Also stores and returns unknown fields. */
function storeUnknown(): Middleware {
  const extra = new Map<string, object>();
  return async (request, next) => {
    const response = await next(request);
    const id = 'id' in response.body ? String(response.body.id) : '';
    if (isObject(request.body)) {
      const unknown = Object.entries(request.body).filter(([name]) => !isKnown(name));
      extra.set(id, { ...extra.get(id), ...Object.fromEntries(unknown) });
    }
    return { ...response, body: { ...response.body, ...extra.get(id) } };
  };
}

const dropUnknown = onFields((fields) => Object.fromEntries(Object.entries(fields).filter(([name]) => isKnown(name))));

export const requestBehaviors = {
  createStatus: setting('STATUS', 'responds to a create with this status', (_, status) => async (request, next) => {
    const response = await next(request);
    return response.status === 201 ? { ...response, status } : response;
  }),
  createWithoutId: flag('responds to a create without the new id', () =>
    onSuccess('webhooks', (body, { method }) => {
      const { id: _, webhookId: __, ...rest } = body;
      return method === 'POST' ? rest : body;
    }),
  ),
  briefPatch: flag('responds to a PATCH with {"success": true}', () =>
    onSuccess('webhook', (body, { method }) => (method === 'PATCH' ? { success: true } : body)),
  ),
  deleteStatus: setting('STATUS', 'responds to a delete with this status', (_, status) => async (request, next) => {
    const response = await next(request);
    return request.method === 'DELETE' && response.status === 200 ? { ...response, status } : response;
  }),
  deleteAgain: setting('STATUS', 'responds with this status if a webhook to delete does not exist', (_, status) =>
    onError(404, (response, { method }) => (method === 'DELETE' ? { status, body: { success: true } } : response)),
  ),
  caseSensitiveIds: flag('does not find webhooks by uppercase ids', () => (request, next) => {
    const { webhookId = '' } = route(request.path)?.params ?? {};
    return webhookId === webhookId.toLowerCase()
      ? next(request)
      : Promise.resolve(errorResponse(404, 'NotFound', 'Webhook was not found'));
  }),
  dropUnknown: flag('ignores unknown properties', () => dropUnknown),
  storeUnknown: flag('stores unknown properties', () => {
    const store = storeUnknown();
    return (request, next) => store(request, (original) => dropUnknown(original, next));
  }),
  clampValues: flag('clamps a responseCode to the allowed range', () =>
    onFields(({ responseCode, ...fields }) =>
      typeof responseCode === 'number'
        ? { ...fields, responseCode: Math.min(Math.max(responseCode, 100), 599) }
        : fields,
    ),
  ),
  htmlErrors: flag('returns errors as HTML', () =>
    onError('any', (response) => ({ ...response, html: `<!DOCTYPE html>\n<title>${response.status}</title>\n` })),
  ),
  okErrors: flag('returns errors with status 200', () => onError('any', (response) => ({ ...response, status: 200 }))),
  otherErrorTypes: flag('spells error types differently, such as not_found', () =>
    onError(
      'any',
      onType((type) => type.replace(/(?<=[a-z])(?=[A-Z])/gu, '_').toLowerCase()),
    ),
  ),
  vagueErrors: flag('returns errors that do not say what is wrong', () =>
    onError('any', (response) => ({ ...response, body: { ...response.body, message: 'Sorry, that did not work' } })),
  ),
  invalidStatus: withStatus(400, 'responds to an invalid body with this status instead of 400'),
  unauthorizedStatus: withStatus(401, 'responds to an invalid token with this status instead of 401'),
  forbiddenStatus: withStatus(403, 'responds to a missing scope with this status instead of 403'),
  notFoundStatus: withStatus(404, 'responds with this status instead of 404 if something does not exist'),
  ignoreScopes: flag('lets every token do everything', () => (request, next) => {
    const { authorization = '' } = request.headers;
    const isToken = String(authorization).split('.').length === 3;
    const everything = `Bearer ${issueToken({ scope: ['all.Application'] })}`;
    return next(isToken ? { ...request, headers: { ...request.headers, authorization: everything } } : request);
  }),
};

export const workflowBehaviors = {
  ignoreTriggerFilter: flag('lists all workflows, whatever the triggerFilter', () => (request, next) => {
    const { triggerFilter: _, ...query } = request.query;
    return next({ ...request, query });
  }),
  omitTriggers: flag('lists workflows without their triggers', () =>
    onSuccess('flows', (body) => ({
      ...body,
      items: Array.isArray(body['items'])
        ? body['items'].map((item) => (isObject(item) ? { ...item, triggers: undefined } : item))
        : undefined,
    })),
  ),
  takeWorkflows: flag(
    'deletes the workflows of a deleted webhook even without includeWorkflows',
    () => (request, next) =>
      next(
        request.method === 'DELETE' ? { ...request, query: { ...request.query, includeWorkflows: 'true' } } : request,
      ),
  ),
  keepWorkflows: flag('ignores includeWorkflows', () => (request, next) => {
    const { includeWorkflows: _, ...query } = request.query;
    return next({ ...request, query });
  }),
  readOnlyWorkflows: flag(
    'responds with 405 when a workflow is created',
    () => (request, next) =>
      request.method === 'POST' && route(request.path)?.resource === 'flows'
        ? Promise.resolve(errorResponse(405, 'MethodNotAllowed', 'POST is not allowed'))
        : next(request),
  ),
};
