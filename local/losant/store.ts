/** The state of the API in memory: applications with their webhooks and workflows. */
import { randomBytes } from 'node:crypto';
import { SortedCollection } from './collection.ts';
import { type StoredWebhook, type WebhookFields, webhookDefaults } from './webhook.ts';

/** A workflow as the API stores it. */
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

/** The settings of a new workflow. */
export interface NewWorkflow {
  readonly name: string;
  readonly webhookIds: readonly string[];
  /** Triggers that have nothing to do with webhooks. */
  readonly otherTriggers?: StoredWorkflow['triggers'];
  readonly enabled?: boolean;
}

export interface Application {
  readonly webhooks: SortedCollection<StoredWebhook>;
  readonly workflows: SortedCollection<StoredWorkflow>;
}

export class Store {
  readonly #applications = new Map<string, Application>();
  readonly #now: () => Date;
  #lastId = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  addApplication(id: string = this.#newId()): string {
    this.#applications.set(id, { webhooks: new SortedCollection(), workflows: new SortedCollection() });
    return id;
  }

  application(id: string): Application | undefined {
    return this.#applications.get(id);
  }

  /** The webhooks of all applications. */
  webhooks(): StoredWebhook[] {
    return [...this.#applications.values()].flatMap(({ webhooks }) => webhooks.values());
  }

  /** Creates a webhook. Tests can set read-only fields too. */
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
    setFitbitCode(webhook);
    this.#existing(applicationId).webhooks.add(webhook);
    return webhook;
  }

  updateWebhook(webhook: StoredWebhook, { isWebsocket: _fixed, ...fields }: Partial<WebhookFields>): void {
    const before = JSON.stringify(webhook);
    Object.assign(webhook, fields);
    setFitbitCode(webhook);
    // Losant does not document that an update that changes nothing leaves the date alone: this is an assumption.
    if (JSON.stringify(webhook) !== before) webhook.lastUpdated = this.#now().toISOString();
    this.#existing(webhook.applicationId).webhooks.changed();
  }

  /** Deletes a webhook and optionally every workflow that it triggers, even if something else triggers it too. */
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

  /** 24 hex digits, in increasing order like those of Losant. */
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

/** Fitbit requires 204, so Losant sets it. */
function setFitbitCode(webhook: StoredWebhook): void {
  if (webhook.verificationType === 'fitbit') {
    webhook.responseCode = 204;
  }
}
