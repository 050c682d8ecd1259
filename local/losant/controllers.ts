/** What each action of the API does. The framework has validated the parameters against their schemas. */
import type { Context, Controller, Params } from 'bravado-core';
import { type Listed, type PageQuery, type SortedCollection, sortFields } from './collection.ts';
import type { ResourceName } from './definition.ts';
import { type ApiResponse, errorResponse } from './dispatch.ts';
import { errors } from './framework.ts';
import type { Application, NewWorkflow, Store, StoredWorkflow } from './store.ts';
import { isFields, type StoredWebhook } from './webhook.ts';

/** The maximum number of items on a page. */
const MAX_PER_PAGE = 1000;

/** A parameter as a string; empty if it was not sent. */
function text(params: Params, name: string): string {
  const value = params[name];
  return typeof value === 'string' ? value : '';
}

/** A parameter as a non-negative integer; the fallback if it is not one. */
function integer(params: Params, name: string, fallback: number): number {
  const value = text(params, name);
  return /^\d+$/u.test(value) ? Number(value) : fallback;
}

function etag({ id, lastUpdated }: Listed): string {
  return `"${id.slice(-6)}-${Date.parse(lastUpdated).toString(36)}"`;
}

/** A webhook or workflow as the API shows it. */
function show<T extends Listed>(item: T): T & { _etag: string } {
  return { ...item, _etag: etag(item) };
}

/** Whether a trigger matches an entry of `triggerFilter`. */
function matchesFilter(trigger: object, wanted: unknown): boolean {
  return (
    typeof wanted === 'object' &&
    wanted !== null &&
    Object.entries(wanted).every(([name, value]) => Reflect.get(trigger, name) === value)
  );
}

/** The workflow that a validated body describes. */
function newWorkflow(body: unknown): NewWorkflow {
  const {
    name = '',
    enabled = true,
    triggers = [],
  }: Partial<StoredWorkflow> = typeof body === 'object' ? { ...body } : {};
  const webhookTriggers = triggers.filter(({ type }) => type === 'webhook');
  return {
    ...{ name, enabled, webhookIds: webhookTriggers.map(({ key }) => key) },
    otherTriggers: triggers.filter((trigger) => !webhookTriggers.includes(trigger)),
  };
}

/** Responds with one page of a list, in the framework's format. */
function sendPage<T extends Listed>(
  { type, itemType }: { type: ResourceName; itemType: string },
  { params, context }: { params: Params; context: Context },
  list: SortedCollection<T>,
): void {
  const sortDirection = text(params, 'sortDirection') || 'asc';
  const query: PageQuery = {
    sortField: sortFields.find((field) => field === text(params, 'sortField')) ?? 'name',
    descending: sortDirection.toLowerCase() === 'desc',
    filter: text(params, 'filterField') === 'name' ? text(params, 'filter') : '',
    page: integer(params, 'page', 0),
    perPage: Math.min(integer(params, 'perPage', 100) || 100, MAX_PER_PAGE),
  };
  const { items, totalCount } = list.page(query);
  const { page, perPage, sortField, filter } = query;
  const { actions, links, embedded } = context.entityOptions;
  const hypermedia = actions || links || embedded;
  const collection = context.collection(type, hypermedia ? itemType : undefined, {
    applicationId: text(params, 'applicationId'),
    ...{ totalCount, page, perPage, sortField, sortDirection, filter, filterField: text(params, 'filterField') },
  });
  // Without hypermedia, an item is its body and its type. Making entities of them would take most of the time for a page.
  collection.addAll(items.map((item) => (hypermedia ? show(item) : { ...show(item), _type: itemType })));
  collection.embedded = {};
  context.succeed(collection);
}

/** The response to a call of the public URL of a webhook, which ends with its token. No workflow runs here. */
export function callWebhook(store: Store, token: string): ApiResponse {
  const webhook = store.webhooks().find((candidate) => candidate.token === token);
  if (!webhook) return errorResponse(404, 'NotFound', 'Webhook was not found');
  return { status: webhook.responseCode, body: { success: true } };
}

/** The controllers of all resources. */
export function createControllers(store: Store): Readonly<Record<ResourceName, Controller>> {
  function findApplication(params: Params): Application {
    const application = store.application(text(params, 'applicationId'));
    if (!application) {
      throw errors.NotFound({ title: 'Application' });
    }
    return application;
  }

  function findWebhook(params: Params): StoredWebhook {
    const webhook = findApplication(params).webhooks.get(text(params, 'webhookId').toLowerCase());
    if (!webhook) {
      throw errors.NotFound({ title: 'Webhook' });
    }
    return webhook;
  }

  function findWorkflow(params: Params): StoredWorkflow {
    const workflow = findApplication(params).workflows.get(text(params, 'flowId').toLowerCase());
    if (!workflow) {
      throw errors.NotFound({ title: 'Workflow' });
    }
    return workflow;
  }

  function sendItem(type: 'webhook' | 'flow', item: StoredWebhook | StoredWorkflow, context: Context): void {
    const entity = context.entity(type, show(item));
    entity.embedded = {};
    context.succeed(entity);
  }

  return {
    webhook: {
      get: (params, context) => sendItem('webhook', findWebhook(params), context),
      patch(params, context) {
        const webhook = findWebhook(params);
        const fields = params['webhook'];
        if (isFields(fields)) {
          store.updateWebhook(webhook, fields);
        }
        sendItem('webhook', webhook, context);
      },
      delete(params, context) {
        // A string parameter: anything that is not empty means yes, even `false`. The action has to avoid this trap.
        store.deleteWebhook(findWebhook(params), text(params, 'includeWorkflows') !== '');
        context.succeed({ success: true, _type: 'success' });
      },
    },
    webhooks: {
      get(params, context) {
        const { webhooks } = findApplication(params);
        const names = { type: 'webhooks', itemType: 'webhook' } as const;
        sendPage(names, { params, context }, webhooks);
      },
      post(params, context) {
        findApplication(params);
        const fields = params['webhook'];
        const webhook = store.addWebhook(text(params, 'applicationId'), isFields(fields) ? fields : {});
        context.statusCode = 201;
        sendItem('webhook', webhook, context);
      },
    },
    flows: {
      get(params, context) {
        const { workflows } = findApplication(params);
        const names = { type: 'flows', itemType: 'flow' } as const;
        const { triggerFilter } = params;
        const listed = Array.isArray(triggerFilter)
          ? workflows.where(({ triggers }) =>
              triggers.some((trigger) => triggerFilter.some((wanted) => matchesFilter(trigger, wanted))),
            )
          : workflows;
        sendPage(names, { params, context }, listed);
      },
      post(params, context) {
        findApplication(params);
        context.statusCode = 201;
        sendItem('flow', store.addWorkflow(text(params, 'applicationId'), newWorkflow(params['flow'])), context);
      },
    },
    flow: {
      get: (params, context) => sendItem('flow', findWorkflow(params), context),
      delete(params, context) {
        store.deleteWorkflow(findWorkflow(params));
        context.succeed({ success: true, _type: 'success' });
      },
    },
  };
}
