/** What the probe makes in the application, and how all of it is deleted again. */
import { randomBytes } from 'node:crypto';
import { isObject, type JsonObject } from '../src/json.ts';
import type { Api } from './api.ts';
import { NoReply, Undetermined } from './finding.ts';
import { readList } from './listing.ts';
import { idOf, isSuccess, objectOf, type Reply } from './reply.ts';

/** Names that the probe uses. An application that has one already is refused. */
export const NAME_PREFIX = 'probe-';

export type Kind = 'webhooks' | 'flows';

export interface Made {
  readonly id: string;
  readonly name: string;
  readonly sent: JsonObject;
  /** The response to the create; null when it was lost. */
  readonly reply: Reply | null;
}

export interface Leftover {
  readonly kind: Kind;
  readonly id: string;
  readonly name: string;
}

/** How often a webhook whose create went unanswered is looked for, and how often deletes are repeated. */
const ROUNDS = 4;

export class MadeThings {
  /** The beginning of every name of this run. */
  readonly prefix = `${NAME_PREFIX}${randomBytes(4).toString('hex')}-`;
  readonly #existing: Readonly<Record<Kind, ReadonlySet<string>>>;
  readonly #ids: Readonly<Record<Kind, Map<string, string>>> = { webhooks: new Map(), flows: new Map() };
  readonly #tried: Record<Kind, boolean> = { webhooks: false, flows: false };
  /** Whether something may exist whose id is not known: a create without a response, or with one that does not say. */
  readonly #isPending: Record<Kind, boolean> = { webhooks: false, flows: false };

  /** Whether something was made that no list shows. */
  readonly #isUnfound: Record<Kind, boolean> = { webhooks: false, flows: false };

  /** @param existing ids of what was there before, which is never touched */
  constructor(existing: Readonly<Record<Kind, readonly string[]>>) {
    const known = (ids: readonly string[]): Set<string> => new Set(ids.map((id) => id.toLowerCase()));
    this.#existing = { webhooks: known(existing.webhooks), flows: known(existing.flows) };
  }

  /** Every id of this run, so that none is shown. */
  get ids(): readonly string[] {
    return [...this.#ids.webhooks.keys(), ...this.#ids.flows.keys()];
  }

  /** Sends a create, and remembers what was made. The response may be an error. */
  async tryCreate(api: Api, kind: Kind, suffix: string, fields: JsonObject): Promise<Reply> {
    const name = `${this.prefix}${suffix}`;
    const sent = api.count;
    let isKnown = false;
    this.#tried[kind] = true;
    try {
      const reply = await api.send('POST', `/${kind}`, { body: { name, ...fields } });
      const id = isSuccess(reply) ? idOf(objectOf(reply)) : null;
      if (id !== null) this.#remember(kind, id, name);
      isKnown = id !== null || (reply.status >= 400 && !isAmbiguous(reply));
      return reply;
    } finally {
      if (!isKnown && api.count > sent) this.#isPending[kind] = true;
    }
  }

  /**
   * Makes a webhook or workflow; finds it by its name when the response does not say its id.
   * @throws Undetermined when it was not made
   */
  async create(api: Api, kind: Kind, suffix: string, fields: JsonObject): Promise<Made & { readonly isNew: boolean }> {
    const before = new Set(this.ids);
    const name = `${this.prefix}${suffix}`;
    const reply = await this.tryCreate(api, kind, suffix, fields).catch((error: unknown) => {
      if (error instanceof NoReply) return null;
      throw error;
    });
    if (reply !== null && reply.status >= 400 && !isAmbiguous(reply)) throw new CreateRefused(reply);
    const shown = reply === null || !isSuccess(reply) ? null : idOf(objectOf(reply));
    const id = shown ?? (await this.#find(api, kind, name, before));
    if (id !== null) return { id, name, sent: fields, reply, isNew: !before.has(id) };
    if (reply !== null && isAmbiguous(reply)) throw new CreateRefused(reply);
    this.#isUnfound[kind] = reply !== null;
    throw new Undetermined('the response to a create names no id, and the list does not have the webhook');
  }

  /** Forgets what the probe has deleted itself. */
  isGone(kind: Kind, id: string): void {
    this.#ids[kind].delete(id);
  }

  /**
   * Deletes all that was made, and looks in the lists for what was made without a response.
   * @returns what is still there, or may be
   */
  async deleteAll(api: Api): Promise<readonly Leftover[]> {
    const left: Leftover[] = [];
    // Workflows first: a webhook that is deleted may take them along.
    for (const kind of ['flows', 'webhooks'] as const) {
      if (this.#tried[kind]) left.push(...(await this.#deleteKind(api, kind)));
    }
    return left;
  }

  async #deleteKind(api: Api, kind: Kind): Promise<readonly Leftover[]> {
    const ids = this.#ids[kind];
    let isListed = false;
    for (let round = 1; round <= ROUNDS; round += 1) {
      // A lost create may be carried out late, and the list may lag behind.
      if (round > 1) await api.settings.wait(1000 * (round - 1));
      api.tryAgain();
      const listed = await this.#look(api, kind);
      isListed = listed !== null;
      for (const id of [...ids.keys()]) await this.#delete(api, kind, id, listed);
      if (ids.size === 0 && !this.#isPending[kind]) return [];
    }
    const left = [...ids].map(([id, name]) => ({ kind, id, name }));
    return isListed && !this.#isUnfound[kind] ? left : [...left, { kind, id: '', name: `${this.prefix}…` }];
  }

  /** The ids of this run that the list has; null when it cannot be read. */
  async #look(api: Api, kind: Kind): Promise<ReadonlySet<string> | null> {
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
      // Whether it is gone is seen below.
    }
    if (await isGone(api, path, id, listed)) this.#ids[kind].delete(id);
  }

  #remember(kind: Kind, id: string, name: string): void {
    if (this.#existing[kind].has(id.toLowerCase())) {
      throw new Undetermined('the response to a create is about something that existed before');
    }
    this.#ids[kind].set(id, name);
  }

  async #find(api: Api, kind: Kind, name: string, before: ReadonlySet<string>): Promise<string | null> {
    for (let round = 1; round <= ROUNDS; round += 1) {
      await this.#look(api, kind);
      const found = [...this.#ids[kind]].find(([id, known]) => known === name && !before.has(id));
      if (found !== undefined) return found[0];
      await api.settings.wait(250 * round);
    }
    return null;
  }
}

/** Whether the request may have been carried out although the response is an error. */
function isAmbiguous({ status }: Reply): boolean {
  return status >= 500 || status === 408;
}

/** A create was answered with an error. */
export class CreateRefused extends Undetermined {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`the create failed with status ${reply.status}`);
    this.reply = reply;
  }
}

/** Whether it is certain that it no longer exists. Some servers return 200 for everything, so only the object itself counts. */
async function isGone(api: Api, path: string, id: string, listed: ReadonlySet<string> | null): Promise<boolean> {
  try {
    const reply = await api.send('GET', path);
    if ([404, 410].includes(reply.status)) return true;
    if (isSuccess(reply)) return !isObject(reply.json) || idOf(reply.json)?.toLowerCase() !== id.toLowerCase();
    // Not to be read: the list has the last word, in the next round.
    return [401, 403, 405].includes(reply.status) && listed !== null && !listed.has(id);
  } catch {
    return false;
  }
}
