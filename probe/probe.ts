/** The context of the checks: the API, and webhooks that are created when a check first needs them. */
import type { JsonObject } from '../src/json.ts';
import { type Api, unusedId } from './api.ts';
import { NoReply, NotChecked, Undetermined } from './finding.ts';
import { describe, type Reply, requireObject } from './reply.ts';
import { CreateRefused, type ProbeResources, type Resource } from './resources.ts';

/** Nothing uses these secrets. */
export const PASSWORD = 'Probe {{globals.password}} 1';
export const CODE = 'probe-verification-code';

/**
 * The webhooks in order of creation, which is the reverse order of their names. All but one are disabled, and no one else
 * knows their URLs.
 */
const webhooks = {
  plain: { suffix: 'z-plain', fields: {} },
  full: {
    suffix: 'y-full',
    fields: {
      description: 'Created by npm run probe, which also deletes it',
      enabled: false,
      verificationType: 'facebook',
      verificationCode: CODE,
      basicAuthUsername: 'probe',
      basicAuthPassword: PASSWORD,
    },
  },
  first: { suffix: 'x-twin', fields: { enabled: false } },
  second: { suffix: 'x-twin', fields: { enabled: false } },
  spare: { suffix: 'w-spare', fields: { enabled: false, description: 'spare' } },
  late: { suffix: 'v-late', fields: { enabled: false } },
} as const satisfies Record<string, { suffix: string; fields: JsonObject }>;

export type WebhookKey = keyof typeof webhooks;
export const webhookKeys: readonly WebhookKey[] = ['plain', 'full', 'first', 'second', 'spare', 'late'];

/** Null if the token may create and delete; otherwise the reason why not. */
export interface Rights {
  readonly webhooks: string | null;
  readonly flows: string | null;
}

export class Probe {
  readonly api: Api;
  readonly resources: ProbeResources;
  readonly #rights: Rights;
  readonly #webhooks = new Map<WebhookKey, Promise<Resource>>();
  #workflow: Promise<Resource> | null = null;

  constructor(api: Api, resources: ProbeResources, rights: Rights) {
    this.api = api;
    this.resources = resources;
    this.#rights = rights;
  }

  /** Gets a webhook, which is created on first use. */
  webhook(key: WebhookKey): Promise<Resource> {
    const existing = this.#webhooks.get(key);
    if (existing !== undefined) return existing;
    const { suffix, fields } = webhooks[key];
    const created = this.#create('webhooks', suffix, fields);
    this.#webhooks.set(key, created);
    // A rejection must not end the process if the check does not wait for it.
    created.catch(() => undefined);
    return created;
  }

  /** Gets the disabled workflow, which is triggered by two webhooks: `full` and `first`. */
  async workflow(): Promise<Resource> {
    const [full, first] = [await this.webhook('full'), await this.webhook('first')];
    const triggers = [full.id, first.id].map((key) => ({ type: 'webhook', key }));
    this.#workflow ??= this.#create('flows', 'workflow', { enabled: false, flowClass: 'cloud', triggers });
    return this.#workflow;
  }

  /** Reads a webhook. */
  async read({ id }: { readonly id: string }): Promise<JsonObject> {
    return requireObject(allowed(await this.api.send('GET', webhookPath(id))));
  }

  /** Sends a PATCH to a webhook of the probe. */
  async patch({ id }: { readonly id: string }, body: JsonObject): Promise<Reply> {
    return allowed(await this.api.send('PATCH', webhookPath(id), { body }));
  }

  /** Sends a PATCH, and reads the webhook again. */
  async patched(webhook: { readonly id: string }, body: JsonObject): Promise<JsonObject> {
    const reply = await this.patch(webhook, body);
    if (reply.status >= 400) throw new Undetermined(`the update is refused with ${describe(reply)}`);
    return this.read(webhook);
  }

  async #create(kind: 'webhooks' | 'flows', suffix: string, fields: JsonObject): Promise<Resource> {
    const problem = this.#rights[kind];
    if (problem !== null) throw new NotChecked(problem);
    try {
      return await this.resources.create(this.api, kind, suffix, fields);
    } catch (error) {
      if (!(error instanceof CreateRefused) || !isForbidden(error.reply)) throw error;
      throw new NotChecked(`creating one is not allowed (${error.reply.status})`);
    }
  }
}

export function webhookPath(id: string): string {
  return `/webhooks/${encodeURIComponent(id)}`;
}

/** @throws NotChecked for a 403 or 405 */
export function allowed(reply: Reply): Reply {
  if (isForbidden(reply)) throw new NotChecked(`not allowed (${describe(reply)})`);
  return reply;
}

function isForbidden({ status }: Reply): boolean {
  return status === 403 || status === 405;
}

/**
 * Finds out whether the token may delete, before anything is created: from its scopes, and by deleting ids that do not exist,
 * since a user's role may allow less.
 */
export async function findRights(api: Api): Promise<Rights> {
  const problem = async (kind: 'webhooks' | 'flows'): Promise<string | null> => {
    const what = kind === 'flows' ? 'workflows' : 'webhooks';
    const status = await deleteNothing(api, kind);
    if (status === null) return `it is not known whether the token may delete ${what}`;
    if ([401, 403, 405].includes(status)) return `the token may not delete ${what} (${status})`;
    const { scopes } = api.settings.token;
    const isEnough = (scope: string): boolean => mayDelete(scope, kind === 'flows' ? 'flow' : 'webhook');
    return scopes === null || scopes.some(isEnough) ? null : `the token has no scope to delete ${what}`;
  };
  return { webhooks: await problem('webhooks'), flows: await problem('flows') };
}

/** The status of deleting an id that does not exist; null if the response is lost twice. */
async function deleteNothing(api: Api, kind: 'webhooks' | 'flows'): Promise<number | null> {
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    try {
      return (await api.send('DELETE', `/${kind}/${unusedId()}`)).status;
    } catch (error) {
      if (!(error instanceof NoReply)) throw error;
    }
  }
  return null;
}

/** Whether a scope may allow deletes. An unknown scope may. */
function mayDelete(scope: string, resource: string): boolean {
  if (!scope.includes('.')) return true;
  return scope.startsWith('all.') ? !/\.read\b/u.test(scope) : [`${resource}.*`, `${resource}.delete`].includes(scope);
}
