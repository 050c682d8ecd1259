/** The webhooks and workflows that the probe creates in the application, and how they are deleted again. */
import { randomBytes } from 'node:crypto';
import { isObject, type JsonObject } from '../src/json.ts';
import type { Api } from './api.ts';
import { NoReply, Undetermined } from './finding.ts';
import { readList } from './listing.ts';
import { entryId, isSuccess, objectOf, type Reply } from './reply.ts';

/** The prefix of all names that the probe uses. An application that already has such names is refused. */
export const NAME_PREFIX = 'probe-';

export type Kind = 'webhooks' | 'flows';

/** A webhook or workflow of the probe. */
export interface Resource {
  readonly id: string;
  readonly name: string;
  /** The response to the create; null if it was lost. */
  readonly reply: Reply | null;
  /** Whether the create made a new resource, rather than returning an existing one. */
  readonly isNew: boolean;
}

export interface Leftover {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
}

/** How often the probe looks for a webhook whose create got no response, and how often it repeats deletes. */
const ROUNDS = 4;

export class ProbeResources {
  /** The prefix of all names in this run. */
  readonly prefix = `${NAME_PREFIX}${randomBytes(4).toString('hex')}-`;
  readonly #existing: Readonly<Record<Kind, ReadonlySet<string>>>;
  readonly #ids: Readonly<Record<Kind, Map<string, string>>> = { webhooks: new Map(), flows: new Map() };
  readonly #attempted: Record<Kind, boolean> = { webhooks: false, flows: false };
  /** Whether something may exist whose id is unknown: a create had no response, or a response without an id. */
  readonly #isPending: Record<Kind, boolean> = { webhooks: false, flows: false };
  /** Whether something was created that no list contains. */
  readonly #isUnlisted: Record<Kind, boolean> = { webhooks: false, flows: false };

  /** @param existing ids of webhooks and workflows that existed before, which are never touched */
  constructor(existing: Readonly<Record<Kind, readonly string[]>>) {
    const known = (ids: readonly string[]): Set<string> => new Set(ids.map((id) => id.toLowerCase()));
    this.#existing = { webhooks: known(existing.webhooks), flows: known(existing.flows) };
  }

  /** All ids of this run, so that none of them are shown. */
  get ids(): readonly string[] {
    return [...this.#ids.webhooks.keys(), ...this.#ids.flows.keys()];
  }

  /** Sends a create, and records what it created. The response may be an error. */
  async tryCreate(api: Api, kind: Kind, suffix: string, fields: JsonObject): Promise<Reply> {
    const name = `${this.prefix}${suffix}`;
    const sent = api.count;
    let isKnown = false;
    this.#attempted[kind] = true;
    try {
      const reply = await api.send('POST', `/${kind}`, { body: { name, ...fields } });
      const id = isSuccess(reply) ? entryId(objectOf(reply)) : null;
      if (id !== null) this.#record(kind, id, name);
      isKnown = id !== null || (reply.status >= 400 && !isAmbiguous(reply));
      return reply;
    } finally {
      if (!isKnown && api.count > sent) this.#isPending[kind] = true;
    }
  }

  /**
   * Creates a webhook or workflow, and finds it by name if the response has no id.
   * @throws Undetermined if it was not created
   */
  async create(api: Api, kind: Kind, suffix: string, fields: JsonObject): Promise<Resource> {
    const before = new Set(this.ids);
    const name = `${this.prefix}${suffix}`;
    const reply = await this.tryCreate(api, kind, suffix, fields).catch((error: unknown) => {
      if (error instanceof NoReply) return null;
      throw error;
    });
    if (reply !== null && reply.status >= 400 && !isAmbiguous(reply)) throw new CreateRefused(reply);
    const shown = reply === null || !isSuccess(reply) ? null : entryId(objectOf(reply));
    const id = shown ?? (await this.#find(api, kind, name, before));
    if (id !== null) return { id, name, reply, isNew: !before.has(id) };
    if (reply !== null && isAmbiguous(reply)) throw new CreateRefused(reply);
    this.#isUnlisted[kind] = reply !== null;
    throw new Undetermined('the response to a create has no id, and the list does not contain the webhook');
  }

  /** Forgets a resource that is already deleted. */
  forget(kind: Kind, id: string): void {
    this.#ids[kind].delete(id);
  }

  /**
   * Deletes everything that was created. Also searches the lists for creates without a response.
   * @returns what still exists, or may exist
   */
  async deleteAll(api: Api): Promise<readonly Leftover[]> {
    const left: Leftover[] = [];
    // Workflows first, since deleting a webhook may delete them too.
    for (const kind of ['flows', 'webhooks'] as const) {
      if (this.#attempted[kind]) left.push(...(await this.#deleteKind(api, kind)));
    }
    return left;
  }

  async #deleteKind(api: Api, kind: Kind): Promise<readonly Leftover[]> {
    const ids = this.#ids[kind];
    let isListed = false;
    for (let round = 1; round <= ROUNDS; round += 1) {
      // A create without a response may be processed late, and the list may lag behind.
      if (round > 1) await api.settings.wait(1000 * (round - 1));
      api.tryAgain();
      const listed = await this.#list(api, kind);
      isListed = listed !== null;
      for (const id of [...ids.keys()]) await this.#delete(api, kind, id, listed);
      if (ids.size === 0 && !this.#isPending[kind]) return [];
    }
    const left = [...ids].map(([id, name]) => ({ kind, id, name }));
    return isListed && !this.#isUnlisted[kind] ? left : [...left, { kind, id: '', name: `${this.prefix}…` }];
  }

  /** Records the ids of this run that the list contains, and returns all listed ids; null if it cannot be read completely. */
  async #list(api: Api, kind: Kind): Promise<ReadonlySet<string> | null> {
    try {
      const { items, isComplete } = await readList(api.send, `/${kind}`);
      const own = items.filter(({ name }) => name.toLowerCase().includes(this.prefix));
      for (const { id, name } of own) {
        if (!this.#existing[kind].has(id.toLowerCase())) this.#ids[kind].set(id, name);
      }
      return isComplete ? new Set(items.map(({ id }) => id)) : null;
    } catch {
      return null;
    }
  }

  async #delete(api: Api, kind: Kind, id: string, listed: ReadonlySet<string> | null): Promise<void> {
    const path = `/${kind}/${encodeURIComponent(id)}`;
    try {
      await api.send('DELETE', path);
    } catch {
      // Whether it is gone is checked below.
    }
    if (await isGone(api, path, id, listed)) this.#ids[kind].delete(id);
  }

  #record(kind: Kind, id: string, name: string): void {
    if (this.#existing[kind].has(id.toLowerCase())) {
      throw new Undetermined('the response to a create has the id of something that existed before');
    }
    this.#ids[kind].set(id, name);
  }

  async #find(api: Api, kind: Kind, name: string, before: ReadonlySet<string>): Promise<string | null> {
    for (let round = 1; round <= ROUNDS; round += 1) {
      await this.#list(api, kind);
      const found = [...this.#ids[kind]].find(([id, createdName]) => createdName === name && !before.has(id));
      if (found !== undefined) return found[0];
      await api.settings.wait(250 * round);
    }
    return null;
  }
}

/** Whether the request may have been processed although the response is an error. */
function isAmbiguous({ status }: Reply): boolean {
  return status >= 500 || status === 408;
}

/** The response to a create was an error. */
export class CreateRefused extends Undetermined {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`the create failed with status ${reply.status}`);
    this.reply = reply;
  }
}

/** Whether it certainly no longer exists. Some servers return 200 for everything, so only the object itself counts. */
async function isGone(api: Api, path: string, id: string, listed: ReadonlySet<string> | null): Promise<boolean> {
  try {
    const reply = await api.send('GET', path);
    if ([404, 410].includes(reply.status)) return true;
    if (isSuccess(reply)) return !isObject(reply.json) || entryId(reply.json)?.toLowerCase() !== id.toLowerCase();
    // It cannot be read, so the list decides, in the next round.
    return [401, 403, 405].includes(reply.status) && listed !== null && !listed.has(id);
  } catch {
    return false;
  }
}
