/** What the questions work with: the API, and webhooks that are made when the first question needs them. */
import type { JsonObject } from '../src/json.ts';
import { type Api, unusedId } from './api.ts';
import { NoReply, NotChecked, Undetermined } from './finding.ts';
import { CreateRefused, type Made, type MadeThings } from './made.ts';
import { describe, type Reply, requireObject } from './reply.ts';

/** Not a secret that anything uses. */
export const PASSWORD = 'Probe {{globals.password}} 1';
export const CODE = 'probe-verification-code';

/**
 * The webhooks, in the order in which they are made: their names sort the other way round. All but one are disabled, and no
 * one else knows their URLs.
 */
const webhooks = {
  plain: { suffix: 'z-plain', fields: {} },
  full: {
    suffix: 'y-full',
    fields: {
      description: 'Made by npm run probe, which deletes it again',
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

/** Whether the token may create and delete; a reason if it may not. */
export interface Rights {
  readonly webhooks: string | null;
  readonly flows: string | null;
}

export type Created = Made & { readonly isNew: boolean };

export class Probe {
  readonly api: Api;
  readonly made: MadeThings;
  readonly #rights: Rights;
  readonly #webhooks = new Map<WebhookKey, Promise<Created>>();
  #workflow: Promise<Created> | null = null;

  constructor(api: Api, made: MadeThings, rights: Rights) {
    this.api = api;
    this.made = made;
    this.#rights = rights;
  }

  /** The webhook, made now unless it was before. */
  webhook(key: WebhookKey): Promise<Created> {
    const known = this.#webhooks.get(key);
    if (known !== undefined) return known;
    const { suffix, fields } = webhooks[key];
    const created = this.#create('webhooks', suffix, fields);
    this.#webhooks.set(key, created);
    // A question that does not wait for it must not end the process.
    created.catch(() => undefined);
    return created;
  }

  /** A disabled workflow that two webhooks trigger: `full` and `first`. */
  async workflow(): Promise<Created> {
    const [full, first] = [await this.webhook('full'), await this.webhook('first')];
    const triggers = [full.id, first.id].map((key) => ({ type: 'webhook', key }));
    this.#workflow ??= this.#create('flows', 'workflow', { enabled: false, flowClass: 'cloud', triggers });
    return this.#workflow;
  }

  /** The webhook as a GET shows it now. */
  async read({ id }: { readonly id: string }): Promise<JsonObject> {
    return requireObject(allowed(await this.api.send('GET', webhookPath(id))));
  }

  /** Sends a PATCH to a webhook of the probe. */
  async patch({ id }: { readonly id: string }, body: JsonObject): Promise<Reply> {
    return allowed(await this.api.send('PATCH', webhookPath(id), { body }));
  }

  /** The fields after a PATCH, as a GET shows them. */
  async patched(webhook: { readonly id: string }, body: JsonObject): Promise<JsonObject> {
    const reply = await this.patch(webhook, body);
    if (reply.status >= 400) throw new Undetermined(`the update is refused with ${describe(reply)}`);
    return this.read(webhook);
  }

  async #create(kind: 'webhooks' | 'flows', suffix: string, fields: JsonObject): Promise<Created> {
    const why = this.#rights[kind];
    if (why !== null) throw new NotChecked(why);
    try {
      return await this.made.create(this.api, kind, suffix, fields);
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
 * Finds out whether the token may delete, before anything is made: by its scopes, and by deletes of ids that nothing has, since
 * a user's role may allow less.
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

/** The status of a delete of an id that nothing has; null if its response is lost twice. */
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

/** Whether a scope may allow it: one that is not known here does. */
function mayDelete(scope: string, resource: string): boolean {
  if (!scope.includes('.')) return true;
  return scope.startsWith('all.') ? !/\.read\b/u.test(scope) : [`${resource}.*`, `${resource}.delete`].includes(scope);
}
