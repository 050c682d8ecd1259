/** Applications for the tests of apply: webhooks, changes, and a Losant that fails. */
import type { Losant } from '../../src/api/client.ts';
import { ConnectionError, NO_ATTEMPT, type RequestError, UnexpectedResponse } from '../../src/api/errors.ts';
import type { Webhook } from '../../src/losant/webhook.ts';
import { apply } from '../../src/plan/apply.ts';
import type { Change, Outcome } from '../../src/plan/plan.ts';

export const id = 'a'.repeat(24);
export const webhook: Webhook = { id, name: 'orders', responseCode: 200 };
export const made: Webhook = { id: 'c'.repeat(24), name: 'new' };

export const update: Change = {
  ...{ action: 'update', id, name: 'orders', before: webhook },
  ...{ fields: { responseCode: 201 }, templates: {} },
};
export const create: Change = {
  ...{ ...update, action: 'create', id: null, name: 'new', before: null },
  fields: { name: 'new' },
};
export const remove: Change = { ...update, action: 'delete', fields: {} };
export const hidden: Change = { ...update, fields: { basicAuthPassword: 'p' } };

/** Failures after which the change may have been made. */
export const lost = (attempts = 1): RequestError =>
  new ConnectionError('reset', { kind: 'network', code: 'ECONNRESET', isTransient: true, notSent: false }).during({
    ...NO_ATTEMPT,
    attempts,
  });
export const unexpected = (): RequestError => new UnexpectedResponse('not a webhook');

/** An application in which every change fails with the error, and reads return these. */
export function failing(error: Error, now: Webhook | null = null, all: readonly Webhook[] = []): Losant {
  const fail = () => Promise.reject(error);
  return {
    getWebhook: async () => now,
    listWebhooks: async () => [...all],
    createWebhook: fail,
    patchWebhook: fail,
    deleteWebhook: fail,
    confirmDelete: async () => (now === null ? { at: 'when it was read' } : null),
    listWorkflows: async () => [],
    stopRetrying: () => undefined,
  };
}

export interface Circumstances {
  readonly existing?: readonly string[];
  readonly missingIsError?: boolean;
  readonly concurrency?: number;
}

/** The outcomes of the changes, in the order in which they ended. */
export async function outcomesOf(
  changes: readonly Change[],
  losant: Losant,
  { existing = [], missingIsError = true, concurrency = 1 }: Circumstances = {},
): Promise<Outcome[]> {
  const outcomes = new Map<Change, Outcome>();
  // The same change may be given several times.
  const items = changes.map((change) => ({ ...change }));
  await apply({ items, listing: existing.map((one) => ({ ...webhook, id: one })), warnings: [] }, losant, {
    ...{ concurrency, includeWorkflows: false, missingIsError },
    onOutcome: (change, outcome) => outcomes.set(change, outcome),
  });
  return [...outcomes.values()];
}
