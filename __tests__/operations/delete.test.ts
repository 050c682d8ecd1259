import { describe, expect, test } from '@jest/globals';
import { ApiError } from '../../src/api/errors.ts';
import type { Inputs } from '../../src/inputs/inputs.ts';
import type { Webhook, Workflow } from '../../src/losant/webhook.ts';
import { deleteWebhooks } from '../../src/operations/delete.ts';
import { parsePatterns } from '../../src/patterns.ts';
import { changesOf, type Plan } from '../../src/plan/plan.ts';
import { defaults } from '../support/defaults.ts';

const ids = ['1', '2', '3'].map((digit) => digit.repeat(24));
const webhooks: readonly Webhook[] = ids.map((id, index) => ({ id, name: `w-${index}` }));
const flow = (id: string): Workflow => ({ id, name: `flow ${id}` });

/** The plan of a delete, where each webhook triggers these workflows, or asking for them fails. */
async function planned(
  given: Partial<Inputs>,
  workflows: readonly (readonly string[])[] | Error = [],
): Promise<{ plan: Plan; warnings: string[] }> {
  const warnings: string[] = [];
  const unused = () => Promise.reject(new Error('planning must not change anything'));
  const plan = await deleteWebhooks({
    inputs: { ...defaults, operation: 'delete', concurrency: 1, ...given },
    losant: {
      getWebhook: async (id) => webhooks.find((webhook) => webhook.id === id) ?? null,
      listWebhooks: async () => [...webhooks],
      ...{ createWebhook: unused, patchWebhook: unused, deleteWebhook: unused },
      giveUp: () => undefined,
      listWorkflows: async (id) => {
        if (workflows instanceof Error) throw workflows;
        return (workflows[ids.indexOf(id)] ?? []).map(flow);
      },
    },
    log: { info: () => undefined, warning: (text) => void warnings.push(text), debug: () => undefined },
  });
  return { plan, warnings };
}

const all = { selection: { by: 'name', patterns: parsePatterns('w-*') } } as const;
const byIds: Partial<Inputs> = { selection: { by: 'id', ids } };
const three: Partial<Inputs> = { ...all, maxDeletes: 3, includeWorkflows: 'true' };

describe('a delete', () => {
  test('plans what it was given by id, as it was read', async () => {
    const { plan } = await planned(byIds);
    expect(changesOf(plan)).toEqual(
      webhooks.map((before) => ({
        ...{ action: 'delete', id: before.id, name: before.name, before, fields: {}, templates: {} },
      })),
    );
  });

  test.each<[string, Partial<Inputs>, string]>([
    ['one by name', all, 'deletes 3 webhooks, and max-deletes was not given, which allows 1.'],
    ['what is allowed', { ...all, maxDeletes: 2 }, 'deletes 3 webhooks, and max-deletes is 2.'],
    ['what is allowed by id', { ...byIds, maxDeletes: 0 }, 'deletes 3 webhooks, and max-deletes is 0.'],
  ])('of more than %s is refused', async (_, given, message) => {
    await expect(planned(given)).rejects.toThrow(message);
  });
});

describe('the workflows', () => {
  const told = (plan: Plan): unknown => changesOf(plan).map(({ workflows }) => workflows?.map(({ id }) => id));

  test('are told once each, with the first webhook', async () => {
    const { plan, warnings } = await planned(three, [['a', 'b'], ['b', 'c'], []]);
    expect(told(plan)).toEqual([['a', 'b'], ['c'], []]);
    expect([plan.existing.size, warnings]).toEqual([3, []]);
  });

  test('are not asked for where they stay', async () => {
    const { plan } = await planned({ ...three, includeWorkflows: 'false' }, new Error('not asked'));
    expect(told(plan)).toEqual([undefined, undefined, undefined]);
  });

  test.each([1, 3])(
    'that the token may not read are warned of, once, of %i that are asked at once',
    async (concurrency) => {
      const { plan, warnings } = await planned({ ...three, concurrency }, new ApiError(403, 'X', 'no', null));
      expect(changesOf(plan).map(({ id }) => id)).toEqual(ids);
      expect(told(plan)).toEqual([undefined, undefined, undefined]);
      expect(warnings).toEqual([expect.stringContaining('The token may not read workflows (scope flows.get)')]);
    },
  );

  test.each([new ApiError(500, 'X', 'no', null), new TypeError('bug')])('end the run with %s', async (error) => {
    await expect(planned(three, error)).rejects.toBe(error);
  });
});
