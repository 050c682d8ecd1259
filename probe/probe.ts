/** What the checks work with: the API, and the webhooks and the workflow that the probe creates, and deletes at the end. */
import { randomBytes } from 'node:crypto';
import type { Method } from '../src/api/http.ts';
import type { JsonObject } from '../src/json.ts';
import { Api, type Kind, NOT_ALLOWED, NotChecked, type Reply, type Sending, Unclear } from './api.ts';

type Created = Readonly<Record<'id' | 'path' | 'name', string>>;
/** A webhook or workflow of the probe, with the response to its create. */
type Resource = Created & { readonly reply: Reply };

/** Nothing uses them. */
export const SECRETS = { basicAuthPassword: 'Probe {{globals.password}} 1', verificationCode: 'probe verification' };
const off = { enabled: false };
const full = { ...off, description: 'Created by npm run probe, which also deletes it', verificationType: 'facebook' };
/** In order of creation, which is the reverse order of their names. All but one are disabled, and no one knows their URLs. */
const resources = {
  plain: { suffix: 'z-plain', fields: {} },
  full: { suffix: 'y-full', fields: { ...full, basicAuthUsername: 'probe', ...SECRETS } },
  first: { suffix: 'x-twin', fields: off },
  second: { suffix: 'x-twin', fields: off },
  spare: { suffix: 'w-spare', fields: { ...off, description: 'spare' } },
  late: { suffix: 'v-late', fields: off },
  workflow: { suffix: 'workflow', fields: { ...off, flowClass: 'cloud' } },
} as const;
type Key = keyof typeof resources;
export type WebhookKey = Exclude<Key, 'workflow'>;

const NOUNS = { webhooks: 'webhook', flows: 'workflow' } as const;

/** How all names of the probe begin. An application that already has such names is refused. */
export const NAME_PREFIX = 'probe-';
/** How often the probe looks for something whose create got no response, and how often it repeats deletes. */
const ROUNDS = 4;

export class Probe extends Api {
  /** What each create resulted in: why it was not sent, or the response if nothing was created. */
  readonly results = new Map<Key, Resource | Reply | Error>();
  readonly #prefix = `${NAME_PREFIX}${randomBytes(4).toString('hex')}-`;
  /** For each kind of which something may have been created, the status of a delete. */
  readonly #statuses = new Map<Kind, number>();
  /** What was created and is not deleted yet, by path. */
  readonly #existing = new Map<string, Created>();
  /** Kinds of which something may exist whose id is unknown: its response was lost, or no list contains it. */
  readonly #unknown = new Map<Kind, 'lost' | 'unlisted'>();

  /** Creates all webhooks but `late`, and the workflow, which `full` and `first` trigger. */
  async createAll(): Promise<void> {
    for (const key of ['plain', 'full', 'first', 'second', 'spare', 'workflow'] as const) await this.make(key);
  }

  async make(key: Key): Promise<void> {
    const { suffix, fields } = resources[key];
    try {
      if (key === 'workflow') {
        const triggers = [this.get('full').id, this.get('first').id].map((id) => ({ type: 'webhook', key: id }));
        this.results.set(key, await this.create('flows', suffix, { ...fields, triggers }));
      } else this.results.set(key, await this.create('webhooks', suffix, fields));
    } catch (error) {
      if (!(error instanceof NotChecked || error instanceof Unclear)) throw error;
      this.results.set(key, error);
    }
  }

  /** @throws NotChecked or Unclear if it does not exist */
  get(key: Key): Resource {
    const result = this.results.get(key);
    if (result instanceof Error) throw result;
    if (result !== undefined && 'id' in result) return result;
    throw new Unclear(`the response to a create is ${result?.summary}, and no list contains what it creates`);
  }

  /** @throws NotChecked for a 403 or 405, and what `Api` throws */
  async send(method: Method, path: string, sending?: Sending): Promise<Reply> {
    const reply = await this.exchange(method, path, sending);
    if (NOT_ALLOWED.includes(reply.status)) throw new NotChecked(`not allowed (${reply.summary})`);
    if (method === 'DELETE' && reply.isSuccess) this.#existing.delete(path);
    return reply;
  }

  async read(key: WebhookKey): Promise<JsonObject> {
    const { isSuccess, body, summary } = await this.send('GET', this.get(key).path);
    if (isSuccess && Object.keys(body).length > 0) return body;
    throw new Unclear(`the response is ${summary}${isSuccess ? ', not an object' : ''}`);
  }

  async patch(key: WebhookKey, body: JsonObject | string): Promise<Reply> {
    return this.send('PATCH', this.get(key).path, { body });
  }

  async patched(key: WebhookKey, body: JsonObject): Promise<JsonObject> {
    const { status, summary } = await this.patch(key, body);
    if (status >= 400) throw new Unclear(`the update is refused with ${summary}`);
    return this.read(key);
  }

  /**
   * Creates a webhook or workflow, and finds it by name if the response has no id. Returns the response if nothing was created.
   * @throws NotChecked if that is not allowed, or it could not be deleted
   */
  async create(kind: Kind, suffix: string, fields: JsonObject): Promise<Resource | Reply> {
    await this.#assertDeletable(kind);
    const name = `${this.#prefix}${suffix}`;
    const before = new Set(this.#existing.keys());
    const reply = await this.attempt('POST', `/${kind}`, { body: { name, ...fields } });
    if (NOT_ALLOWED.includes(reply.status)) throw new NotChecked(`creating one is not allowed (${reply.status})`);
    const { id } = reply.body;
    if (reply.isSuccess && typeof id === 'string') return { ...this.#record(kind, id, name), reply };
    if (!reply.isSuccess && reply.status >= 200 && reply.status < 500 && reply.status !== 408) return reply;
    this.#unknown.set(kind, 'lost');
    for (let round = 1; round <= ROUNDS; round += 1) {
      await this.#list(this, kind);
      const found = [...this.#existing.values()].find((made) => made.name === name && !before.has(made.path));
      if (found !== undefined) return { ...found, reply };
      await this.settings.wait(250 * round);
    }
    if (reply.isSuccess) this.#unknown.set(kind, 'unlisted');
    return reply;
  }

  /**
   * Deletes everything in rounds, until no list contains it: deletes may fail, a create without a response may be processed
   * late, and a list may lag behind. Returns what still exists, as lines for a person who has to delete it.
   */
  async deleteAll(): Promise<readonly string[]> {
    const api = new Api(this.settings, new AbortController().signal);
    for (let round = 0; ; round += 1) {
      if (round > 1) await api.settings.wait(1000 * (round - 1));
      api.unanswered = 0;
      // Workflows first, since deleting a webhook may delete them too.
      const left = [...(await this.#delete(api, 'flows')), ...(await this.#delete(api, 'webhooks'))];
      if (round === ROUNDS || (left.length === 0 && this.#unknown.size === 0)) return left;
    }
  }

  async #delete(api: Api, kind: Kind): Promise<readonly string[]> {
    if (!this.#statuses.has(kind)) return [];
    const listed = await this.#list(api, kind).catch(() => null);
    const left: string[] = [];
    for (const { path, id, name } of [...this.#existing.values()].filter((made) => made.path.startsWith(`/${kind}/`))) {
      const { status, isSuccess } = await api.attempt('DELETE', path);
      const isRefused = !isSuccess && status > 0 && status < 500;
      const isGone = [404, 410].includes(status) || (isRefused && listed?.includes(path) === false);
      if (isGone || isSuccess) this.#existing.delete(path);
      if (!isGone) left.push(`${NOUNS[kind]} ${name} (id ${id})`);
    }
    const isUnsure = this.#unknown.get(kind) === 'unlisted' || (this.#unknown.has(kind) && listed === null);
    return isUnsure ? [...left, `possibly a ${NOUNS[kind]} whose name begins with ${this.#prefix}`] : left;
  }

  /** Records what the list contains of this run, and returns the paths of all items. */
  async #list(api: Api, kind: Kind): Promise<readonly string[]> {
    const items = await api.list(kind);
    for (const { id, name } of items) if (name.includes(this.#prefix)) this.#record(kind, id, name);
    return items.map(({ id }) => toPath(kind, id));
  }

  #record(kind: Kind, id: string, name: string): Created {
    const made = { id, path: toPath(kind, id), name };
    this.#existing.set(made.path, made);
    return made;
  }

  /** Deletes an id that does not exist: what cannot be deleted must not be created. A user's role may allow less than the scopes. */
  async #assertDeletable(kind: Kind): Promise<void> {
    const status = this.#statuses.get(kind) ?? (await this.exchange('DELETE', toPath(kind, unusedId()))).status;
    this.#statuses.set(kind, status);
    if ([401, 403, 405].includes(status))
      throw new NotChecked(`the token is not allowed to delete ${NOUNS[kind]}s (${status})`);
  }
}

/** A random id that does not exist. */
export function unusedId(): string {
  return randomBytes(12).toString('hex');
}

function toPath(kind: Kind, id: string): string {
  return `/${kind}/${encodeURIComponent(id)}`;
}
