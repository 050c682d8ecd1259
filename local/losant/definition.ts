/** The API definition for Losant's framework: resources, parameters, scopes, links. */
import type { Action, Param, Resource } from 'bravado-core';
import { ApiDefinition } from './framework.ts';
import { patchSchema, postSchema } from './webhook.ts';

const everything = ['all.Application', 'all.Organization', 'all.User'];

/** The scopes for an action. Any one of them is enough. */
function scopes(resource: string, action: string): readonly string[] {
  return [
    ...everything,
    ...everything.map((scope) => `${scope}.bounded`),
    ...(action === 'get' ? everything.map((scope) => `${scope}.read`) : []),
    `${resource}.*`,
    `${resource}.${action}`,
  ];
}

const inPath = (name: string): Param => ({ name, in: 'path', type: 'string', required: true });
const inQuery = (name: string): Param => ({ name, in: 'query', type: 'string' });
const body = (name: string, schema: object): Param => ({ name, in: 'body', required: true, schema });

const listParams: readonly Param[] = [
  inQuery('page'),
  inQuery('perPage'),
  inQuery('filter'),
  { ...inQuery('filterField'), enum: ['', 'name'] },
  { ...inQuery('sortField'), enum: ['', 'name', 'id', 'creationDate', 'lastUpdated'] },
  { ...inQuery('sortDirection'), enum: ['', 'asc', 'desc', 'ASC', 'DESC'] },
];

const triggerFilter: Param = {
  name: 'triggerFilter',
  in: 'query',
  type: 'object',
  schema: {
    type: 'array',
    maxItems: 100,
    items: {
      type: 'object',
      properties: { key: { type: 'string', maxLength: 1024 }, type: { type: 'string', maxLength: 1024 } },
      additionalProperties: false,
    },
  },
};

/** The part of a workflow that tests need. It has no nodes to run. */
const flowSchema = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 255 },
    enabled: { type: 'boolean' },
    flowClass: { type: 'string', enum: ['cloud'] },
    triggers: {
      type: 'array',
      items: {
        type: 'object',
        properties: { type: { type: 'string' }, key: { type: 'string', maxLength: 1024 } },
        required: ['type', 'key'],
        additionalProperties: false,
      },
    },
  },
  required: ['name'],
  additionalProperties: false,
};

function action(resource: string, method: string, params: readonly Param[]): Action {
  return { method, params, auth: scopes(resource, method.toLowerCase()) };
}

const links = { application: { href: '/applications/{applicationId}' } };

const resources: Readonly<Record<string, Resource>> = {
  webhook: {
    path: '/applications/{applicationId}/webhooks/{webhookId}',
    params: [inPath('applicationId'), inPath('webhookId')],
    actions: {
      get: action('webhook', 'GET', []),
      patch: action('webhook', 'PATCH', [body('webhook', patchSchema)]),
      delete: action('webhook', 'DELETE', [inQuery('includeWorkflows')]),
    },
    links: { ...links, webhooks: { href: '/applications/{applicationId}/webhooks' } },
  },
  webhooks: {
    path: '/applications/{applicationId}/webhooks',
    params: [inPath('applicationId')],
    actions: {
      get: action('webhooks', 'GET', listParams),
      post: action('webhooks', 'POST', [body('webhook', postSchema)]),
    },
    links,
  },
  flow: {
    path: '/applications/{applicationId}/flows/{flowId}',
    params: [inPath('applicationId'), inPath('flowId')],
    actions: { get: action('flow', 'GET', []), delete: action('flow', 'DELETE', []) },
    links,
  },
  flows: {
    path: '/applications/{applicationId}/flows',
    params: [inPath('applicationId')],
    actions: {
      get: action('flows', 'GET', [...listParams, triggerFilter]),
      post: action('flows', 'POST', [body('flow', flowSchema)]),
    },
    links,
  },
};

/** The part of Losant's API that this action uses. */
export const definition = new ApiDefinition({ resources });

const routes = [
  { resource: 'webhook', path: /^\/applications\/([^/]+)\/webhooks\/([^/]+)\/?$/u },
  { resource: 'webhooks', path: /^\/applications\/([^/]+)\/webhooks\/?$/u },
  { resource: 'flow', path: /^\/applications\/([^/]+)\/flows\/([^/]+)\/?$/u },
  { resource: 'flows', path: /^\/applications\/([^/]+)\/flows\/?$/u },
] as const;

/** The resources that requests can be addressed to. */
export type ResourceName = (typeof routes)[number]['resource'];

/** An id that can't be decoded is used as it is, and does not exist. */
function decode(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** The resource of a path and the ids in it; undefined for an unknown path. */
export function route(path: string): { resource: ResourceName; params: Readonly<Record<string, string>> } | undefined {
  for (const { resource, path: pattern } of routes) {
    const ids = pattern.exec(path);
    if (ids) {
      const [applicationId = '', id = ''] = ids.slice(1).map(decode);
      return { resource, params: { applicationId, [resource === 'flow' ? 'flowId' : 'webhookId']: id } };
    }
  }
  return undefined;
}
