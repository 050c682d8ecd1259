/** What is refused and what is done, and how that is answered. */
import { isObject } from '../../../src/json.ts';
import { route } from '../definition.ts';
import { type Answer, errorAnswer } from '../dispatch.ts';
import { issueToken } from '../framework.ts';
import { webhookDefaults } from '../webhook.ts';
import { flag, setting } from './behavior.ts';
import { onError, onFields, onSuccess, type Wrap } from './wrap.ts';

const isKnown = (name: string): boolean => Object.hasOwn(webhookDefaults, name);

function withStatus(from: number, changes: string) {
  return setting('STATUS', changes, (_, status) => onError(from, (answer) => ({ ...answer, status })));
}

function onType(alter: (type: string) => string): (answer: Answer) => Answer {
  return (answer) => ({ ...answer, body: { ...answer.body, type: alter(String(Reflect.get(answer.body, 'type'))) } });
}

/** Stores the fields that are not known too, and returns them. */
function storeUnknown(): Wrap {
  const extra = new Map<string, object>();
  return async (request, next) => {
    const answer = await next(request);
    const id = 'id' in answer.body ? String(answer.body.id) : '';
    if (isObject(request.body)) {
      const unknown = Object.entries(request.body).filter(([name]) => !isKnown(name));
      extra.set(id, { ...extra.get(id), ...Object.fromEntries(unknown) });
    }
    return { ...answer, body: { ...answer.body, ...extra.get(id) } };
  };
}

const dropUnknown = onFields((fields) => Object.fromEntries(Object.entries(fields).filter(([name]) => isKnown(name))));

export const requestBehaviors = {
  createStatus: setting('STATUS', 'answers a create with this status', (_, status) => async (request, next) => {
    const answer = await next(request);
    return answer.status === 201 ? { ...answer, status } : answer;
  }),
  createWithoutId: flag('answers a create without the id of what was created', () =>
    onSuccess('webhooks', (body, { method }) => {
      const { id: _, webhookId: __, ...rest } = body;
      return method === 'POST' ? rest : body;
    }),
  ),
  briefPatch: flag('answers a PATCH with {"success": true}', () =>
    onSuccess('webhook', (body, { method }) => (method === 'PATCH' ? { success: true } : body)),
  ),
  deleteStatus: setting('STATUS', 'answers a delete with this status', (_, status) => async (request, next) => {
    const answer = await next(request);
    return request.method === 'DELETE' && answer.status === 200 ? { ...answer, status } : answer;
  }),
  deleteAgain: setting('STATUS', 'answers a delete of what does not exist with this status', (_, status) =>
    onError(404, (answer, { method }) => (method === 'DELETE' ? { status, body: { success: true } } : answer)),
  ),
  caseSensitiveIds: flag('finds nothing by an id in upper case', () => (request, next) => {
    const { webhookId = '' } = route(request.path)?.params ?? {};
    return webhookId === webhookId.toLowerCase()
      ? next(request)
      : Promise.resolve(errorAnswer(404, 'NotFound', 'Webhook was not found'));
  }),
  dropUnknown: flag('ignores properties that it does not know', () => dropUnknown),
  storeUnknown: flag('stores properties that it does not know', () => {
    const store = storeUnknown();
    return (request, next) => store(request, (original) => dropUnknown(original, next));
  }),
  clampValues: flag('moves a responseCode that is out of range into it', () =>
    onFields(({ responseCode, ...fields }) =>
      typeof responseCode === 'number'
        ? { ...fields, responseCode: Math.min(Math.max(responseCode, 100), 599) }
        : fields,
    ),
  ),
  htmlErrors: flag('answers errors as HTML', () =>
    onError('any', (answer) => ({ ...answer, html: `<!DOCTYPE html>\n<title>${answer.status}</title>\n` })),
  ),
  okErrors: flag('answers errors with status 200', () => onError('any', (answer) => ({ ...answer, status: 200 }))),
  otherErrorTypes: flag('spells the types of errors in another way: not_found', () =>
    onError(
      'any',
      onType((type) => type.replace(/(?<=[a-z])(?=[A-Z])/gu, '_').toLowerCase()),
    ),
  ),
  vagueErrors: flag('does not say in its errors what is wrong', () =>
    onError('any', (answer) => ({ ...answer, body: { ...answer.body, message: 'Sorry, that did not work' } })),
  ),
  invalidStatus: withStatus(400, 'answers an invalid body with this status instead of 400'),
  unauthorizedStatus: withStatus(401, 'answers an invalid token with this status instead of 401'),
  forbiddenStatus: withStatus(403, 'answers a missing scope with this status instead of 403'),
  notFoundStatus: withStatus(404, 'answers what does not exist with this status instead of 404'),
  ignoreScopes: flag('lets every token do everything', () => (request, next) => {
    const { authorization = '' } = request.headers;
    const isToken = String(authorization).split('.').length === 3;
    const everything = `Bearer ${issueToken({ scope: ['all.Application'] })}`;
    return next(isToken ? { ...request, headers: { ...request.headers, authorization: everything } } : request);
  }),
};

export const workflowBehaviors = {
  ignoreTriggerFilter: flag('lists all workflows, whatever triggerFilter asks for', () => (request, next) => {
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
    'deletes the workflows of a deleted webhook even when that is not asked for',
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
    'answers 405 when a workflow is to be created',
    () => (request, next) =>
      request.method === 'POST' && route(request.path)?.resource === 'flows'
        ? Promise.resolve(errorAnswer(405, 'MethodNotAllowed', 'POST is not allowed'))
        : next(request),
  ),
};
