/** The state behind the API: applications with their webhooks and workflows, in memory. */
import { randomBytes } from 'node:crypto';
import { SortedCollection } from './collection.ts';
import { type StoredWebhook, type WebhookFields, webhookDefaults } from './webhook.ts';

/** A workflow as the API keeps it. */
export interface StoredWorkflow {
  readonly id: string;
  readonly flowId: string;
  readonly applicationId: string;
  readonly name: string;
  readonly description: string;
  readonly flowClass: 'cloud';
  readonly enabled: boolean;
  readonly creationDate: string;
  readonly lastUpdated: string;
  readonly triggers: readonly { readonly type: string; readonly key: string }[];
}

/** What can be said about a workflow that is made. */
export interface NewWorkflow {
  readonly name: string;
  readonly webhookIds: readonly string[];
  /** Triggers that have nothing to do with webhooks. */
  readonly otherTriggers?: StoredWorkflow['triggers'];
  readonly enabled?: boolean;
}

/** One application. */
export interface Application {
  readonly webhooks: SortedCollection<StoredWebhook>;
  readonly workflows: SortedCollection<StoredWorkflow>;
}

export class Store {
  readonly #applications = new Map<string, Application>();
  readonly #now: () => Date;
  #lastId = 0;

  constructor(now: () => Date = () => new Date()) {
    this.#now = now;
  }

  addApplication(id: string = this.#newId()): string {
    this.#applications.set(id, { webhooks: new SortedCollection(), workflows: new SortedCollection() });
    return id;
  }

  application(id: string): Application | undefined {
    return this.#applications.get(id);
  }

  /** Those of all applications. */
  webhooks(): StoredWebhook[] {
    return [...this.#applications.values()].flatMap(({ webhooks }) => webhooks.values());
  }

  /** Makes a webhook. Read-only fields can be given too, for a state that a test wants to start from. */
  addWebhook(applicationId: string, given: Partial<StoredWebhook>): StoredWebhook {
    const id = given.id ?? this.#newId();
    const time = this.#now().toISOString();
    const webhook: StoredWebhook = {
      ...webhookDefaults,
      token: randomBytes(24).toString('base64url'),
      creationDate: time,
      lastUpdated: time,
      ...given,
      id,
      webhookId: id,
      applicationId,
    };
    settle(webhook);
    this.#existing(applicationId).webhooks.add(webhook);
    return webhook;
  }

  updateWebhook(webhook: StoredWebhook, { isWebsocket: _fixed, ...fields }: Partial<WebhookFields>): void {
    const before = JSON.stringify(webhook);
    Object.assign(webhook, fields);
    settle(webhook);
    // That an update which changes nothing leaves the date alone is an assumption: Losant does not document it.
    if (JSON.stringify(webhook) !== before) webhook.lastUpdated = this.#now().toISOString();
    this.#existing(webhook.applicationId).webhooks.changed();
  }

  /** Deletes a webhook and, if asked to, every workflow that it triggers, whatever else triggers it. */
  deleteWebhook({ applicationId, id }: StoredWebhook, includeWorkflows: boolean): void {
    const { webhooks, workflows } = this.#existing(applicationId);
    webhooks.delete(id);
    if (includeWorkflows) {
      for (const workflow of workflows.values().filter(({ triggers }) => triggers.some(isTriggeredBy(id)))) {
        workflows.delete(workflow.id);
      }
    }
  }

  addWorkflow(
    applicationId: string,
    { name, webhookIds, otherTriggers = [], enabled = true }: NewWorkflow,
  ): StoredWorkflow {
    const id = this.#newId();
    const time = this.#now().toISOString();
    const workflow: StoredWorkflow = {
      id,
      flowId: id,
      applicationId,
      name,
      description: '',
      flowClass: 'cloud',
      enabled,
      creationDate: time,
      lastUpdated: time,
      triggers: [...webhookIds.map((key) => ({ type: 'webhook', key })), ...otherTriggers],
    };
    this.#existing(applicationId).workflows.add(workflow);
    return workflow;
  }

  deleteWorkflow({ applicationId, id }: StoredWorkflow): void {
    this.#existing(applicationId).workflows.delete(id);
  }

  #existing(id: string): Application {
    const application = this.#applications.get(id);
    if (!application) {
      throw new Error(`There is no application ${id}`);
    }
    return application;
  }

  /** 24 hex digits that grow, as those of the real thing do. */
  #newId(): string {
    this.#lastId += 1;
    const seconds = Math.floor(this.#now().getTime() / 1000);
    return seconds.toString(16).padStart(8, '0') + this.#lastId.toString(16).padStart(16, '0');
  }
}

const isTriggeredBy =
  (webhookId: string) =>
  ({ type, key }: { readonly type: string; readonly key: string }): boolean =>
    type === 'webhook' && key === webhookId;

/** Fitbit asks for 204, so Losant sets it. */
function settle(webhook: StoredWebhook): void {
  if (webhook.verificationType === 'fitbit') {
    webhook.responseCode = 204;
  }
}
