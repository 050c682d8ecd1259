/** What each action of the API does. Parameters come validated by the framework's schemas. */
import type { Context, Controller, Params } from 'bravado-core';
import { type Listed, type PageQuery, type SortedCollection, sortFields } from './collection.ts';
import type { ResourceName } from './definition.ts';
import { errors } from './framework.ts';
import type { Application, Store } from './store.ts';
import { isFields, type StoredWebhook } from './webhook.ts';

/** How reads show `basicAuthPassword` and `verificationCode`: Losant does not document which of these it is. */
export type SecretsShown = 'clear' | 'masked' | 'absent';

export interface ControllerOptions {
  readonly secrets: SecretsShown;
  readonly perPageMax: number;
}

const secretFields = ['basicAuthPassword', 'verificationCode'] as const;

/** The parameter as text; empty when it was not sent. */
function text(params: Params, name: string): string {
  const value = params[name];
  return typeof value === 'string' ? value : '';
}

/** The parameter as a number that is not negative, or the fallback when it is none. */
function integer(params: Params, name: string, fallback: number): number {
  const value = text(params, name);
  return /^\d+$/u.test(value) ? Number(value) : fallback;
}

function etag({ id, lastUpdated }: Listed): string {
  return `"${id.slice(-6)}-${Date.parse(lastUpdated).toString(36)}"`;
}

/** Whether a trigger is what an entry of `triggerFilter` asks for. */
function agree(trigger: object, wanted: unknown): boolean {
  return (
    typeof wanted === 'object' &&
    wanted !== null &&
    Object.entries(wanted).every(([name, value]) => Reflect.get(trigger, name) === value)
  );
}

/** A webhook as the API shows it. */
function show(webhook: StoredWebhook, secrets: SecretsShown): object {
  const shown: Partial<StoredWebhook> = { ...webhook };
  for (const field of secretFields) {
    if (secrets === 'absent') {
      delete shown[field];
    } else if (secrets === 'masked' && webhook[field] !== '') {
      shown[field] = '********';
    }
  }
  return { ...shown, _etag: etag(webhook) };
}

/** Answers one page of a list, in the framework's form. */
function answerPage<T extends Listed>(
  { type, itemType }: { type: ResourceName; itemType: string },
  { params, context, perPageMax }: { params: Params; context: Context; perPageMax: number },
  list: SortedCollection<T>,
  showItem: (item: T) => object,
): void {
  const sortDirection = text(params, 'sortDirection') || 'asc';
  const query: PageQuery = {
    sortField: sortFields.find((field) => field === text(params, 'sortField')) ?? 'name',
    descending: sortDirection.toLowerCase() === 'desc',
    filter: text(params, 'filterField') === 'name' ? text(params, 'filter') : '',
    page: integer(params, 'page', 0),
    perPage: Math.min(integer(params, 'perPage', 100) || 100, perPageMax),
  };
  const { items, totalCount } = list.page(query);
  const { page, perPage, sortField, filter } = query;
  const { actions, links, embedded } = context.entityOptions;
  const hypermedia = actions || links || embedded;
  const collection = context.collection(type, hypermedia ? itemType : undefined, {
    applicationId: text(params, 'applicationId'),
    ...{ totalCount, page, perPage, sortField, sortDirection, filter, filterField: text(params, 'filterField') },
  });
  // Without hypermedia an item is its body and its type: the framework's entities would be most of the work of a page.
  collection.addAll(items.map((item) => (hypermedia ? showItem(item) : { ...showItem(item), _type: itemType })));
  collection.embedded = {};
  context.succeed(collection);
}

/** The controllers of all resources. */
export function createControllers(
  store: Store,
  options: ControllerOptions,
): Readonly<Record<ResourceName, Controller>> {
  function findApplication(params: Params): Application {
    const application = store.application(text(params, 'applicationId'));
    if (!application) {
      throw errors.NotFound({ title: 'Application' });
    }
    return application;
  }

  function findWebhook(params: Params): StoredWebhook {
    const webhook = findApplication(params).webhooks.get(text(params, 'webhookId'));
    if (!webhook) {
      throw errors.NotFound({ title: 'Webhook' });
    }
    return webhook;
  }

  function answerWebhook(webhook: StoredWebhook, context: Context): void {
    const entity = context.entity('webhook', show(webhook, options.secrets));
    entity.embedded = {};
    context.succeed(entity);
  }

  return {
    webhook: {
      get: (params, context) => answerWebhook(findWebhook(params), context),
      patch(params, context) {
        const webhook = findWebhook(params);
        const fields = params['webhook'];
        if (isFields(fields)) {
          store.updateWebhook(webhook, fields);
        }
        answerWebhook(webhook, context);
      },
      delete(params, context) {
        // A string parameter: whatever is not empty means yes, `false` too. That is the trap the action must not step into.
        store.deleteWebhook(findWebhook(params), text(params, 'includeWorkflows') !== '');
        context.succeed({ success: true, _type: 'success' });
      },
    },
    webhooks: {
      get(params, context) {
        const { webhooks } = findApplication(params);
        const names = { type: 'webhooks', itemType: 'webhook' } as const;
        answerPage(names, { params, context, ...options }, webhooks, (webhook) => show(webhook, options.secrets));
      },
      post(params, context) {
        findApplication(params);
        const fields = params['webhook'];
        const webhook = store.addWebhook(text(params, 'applicationId'), isFields(fields) ? fields : {});
        context.statusCode = 201;
        answerWebhook(webhook, context);
      },
    },
    flows: {
      get(params, context) {
        const { workflows } = findApplication(params);
        const names = { type: 'flows', itemType: 'flow' } as const;
        const { triggerFilter } = params;
        const listed = Array.isArray(triggerFilter)
          ? workflows.where(({ triggers }) =>
              triggers.some((trigger) => triggerFilter.some((wanted) => agree(trigger, wanted))),
            )
          : workflows;
        answerPage(names, { params, context, ...options }, listed, (flow) => ({ ...flow, _etag: etag(flow) }));
      },
    },
  };
}
