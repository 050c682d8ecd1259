import { describe, expect, test } from '@jest/globals';
import type { Losant } from '../../src/api/client.ts';
import { ApiError } from '../../src/api/errors.ts';
import type { Trigger, Webhook, Workflow } from '../../src/losant/webhook.ts';
import { withWorkflows } from '../../src/operations/workflows.ts';
import { createPlan, deleteItem, unchangedItem } from '../../src/plan/changes.ts';
import { type Item, listChanges, type Plan } from '../../src/plan/plan.ts';
import { defaults } from '../support/defaults.ts';
import { id, webhook } from './planned.ts';

const listing = [webhook('1', 'a'), webhook('2', 'b'), webhook('3', 'c')];
const onWebhook = (digit: string): Trigger => ({ type: 'webhook', key: id(digit) });
const flow = (name: string, ...triggers: Trigger[]): Workflow => ({ id: name, name, triggers });
const refused = new ApiError(403, 'Forbidden', 'no', null);

interface Application {
  /** The workflows of the webhooks whose ids consist of these digits; or the error with which listing them fails. */
  readonly workflows: Readonly<Record<string, readonly Workflow[]>> | Error;
  /** The result of reading a single webhook. */
  readonly read?: (asked: string) => Webhook | null;
  readonly concurrency?: number;
}

/** The plan that deletes the first of these items, or several, with its workflows. */
async function planOfDeletes(
  items: readonly Item[],
  { workflows, read, concurrency = 1 }: Application,
  known: readonly Webhook[] = listing,
): Promise<Plan> {
  const unused = () => Promise.reject(new Error('planning must not change anything'));
  const losant: Losant = {
    listWorkflows: async (asked) => {
      if (workflows instanceof Error) throw workflows;
      return [...(workflows[asked[0] ?? ''] ?? [])];
    },
    getWebhook: async (asked) => {
      if (read === undefined) throw new Error('nothing has to be read');
      return read(asked);
    },
    stopRetrying: () => undefined,
    ...{
      listWebhooks: unused,
      createWebhook: unused,
      patchWebhook: unused,
      deleteWebhook: unused,
      confirmDelete: unused,
    },
  };
  const log = { info: () => undefined, warning: () => undefined, debug: () => undefined };
  return withWorkflows(createPlan(items, known), { inputs: { ...defaults, concurrency }, losant, log });
}

const [a, b, c] = listing.map(unchangedItem);
const items = (...some: (Item | undefined)[]): Item[] => some.filter((item) => item !== undefined);
const deletes = (...some: (Item | undefined)[]): Item[] => items(...some).map(deleteItem);
const workflowsOf = (plan: Plan): unknown =>
  listChanges(plan).map(({ workflows }) => workflows?.map(({ id: own }) => own));
const othersOf = (plan: Plan): unknown =>
  listChanges(plan).map(({ workflows }) => workflows?.map((one) => one.otherTriggers));

describe('the workflows of deletes', () => {
  test('are listed once each, with the first webhook', async () => {
    const shared = flow('both', onWebhook('1'), onWebhook('2'));
    const workflows = { '1': [flow('only', onWebhook('1')), shared], '2': [shared, flow('other', onWebhook('2'))] };
    const plan = await planOfDeletes(deletes(a, b), { workflows });
    expect(workflowsOf(plan)).toEqual([['only', 'both'], ['other']]);
    expect(othersOf(plan)).toEqual([[[], []], [[]]]);
    expect(plan.hidesWorkflows).toBeUndefined();
  });

  test('are not listed if nothing is deleted', async () => {
    const plan = await planOfDeletes(items(a, b), { workflows: new Error('not asked') });
    expect(workflowsOf(plan)).toEqual([]);
  });

  test('are listed with what else triggers them: webhooks that stay, and other types, once each', async () => {
    const triggers = [onWebhook('1'), onWebhook('3'), onWebhook('3'), onWebhook('9')];
    const others = [
      { type: 'timer', key: 't' },
      { type: 'timer', key: 'u' },
      { type: 'webhook', key: null },
    ];
    const plan = await planOfDeletes(deletes(a, b), { workflows: { '1': [flow('w', ...triggers, ...others)] } });
    expect(othersOf(plan)).toEqual([
      [
        [
          { type: 'webhook', name: 'c' },
          { type: 'timer', name: null },
        ],
      ],
      [],
    ]);
  });

  test('belong to webhooks whatever the case of their ids', async () => {
    const known = [webhook('D', 'deleted'), webhook('E', 'stays'), webhook('f', 'stays too')];
    const workflows = { D: [flow('w', onWebhook('d'), onWebhook('e'), onWebhook('F'))] };
    const plan = await planOfDeletes(deletes(...known.slice(0, 1).map(unchangedItem)), { workflows }, known);
    expect(othersOf(plan)).toEqual([[['stays', 'stays too'].map((name) => ({ type: 'webhook', name }))]]);
  });

  test('show a webhook that stays as the plan shows it', async () => {
    const renamed = items(c).map((item) => ({ ...item, name: '${NAME}' }));
    const workflows = { '1': [flow('w', onWebhook('1'), onWebhook('3'))] };
    const plan = await planOfDeletes([...deletes(a), ...renamed], { workflows });
    expect(othersOf(plan)).toEqual([[[{ type: 'webhook', name: '${NAME}' }]]]);
  });

  test.each<[string, (asked: string) => Webhook | null, unknown]>([
    ['one that exists counts', () => webhook('3', 'c'), [{ type: 'webhook', name: 'c' }]],
    ['one that is gone does not', () => null, []],
    [
      'one that the token may not read may exist',
      () => {
        throw refused;
      },
      [{ type: 'webhook', name: id('3') }],
    ],
  ])('of a delete by id make it read other webhooks: %s', async (_case, read, others) => {
    const workflows = { '1': [flow('w', onWebhook('1'), onWebhook('3'))] };
    expect(othersOf(await planOfDeletes(deletes(a), { workflows, read }, []))).toEqual([[others]]);
  });

  test.each([1, 3])('that the token cannot list are a notice, with %i requests at once', async (concurrency) => {
    const plan = await planOfDeletes(deletes(a, b, c), { workflows: refused, concurrency });
    expect(workflowsOf(plan)).toEqual([undefined, undefined, undefined]);
    expect(plan.hidesWorkflows).toBe(true);
  });

  test.each([new ApiError(500, 'X', 'no', null), new TypeError('bug')])(
    'end the run if listing them fails with %s',
    async (error) => {
      await expect(planOfDeletes(deletes(a), { workflows: error })).rejects.toBe(error);
      const read = (): never => {
        throw error;
      };
      const workflows = { '1': [flow('w', onWebhook('3'))] };
      await expect(planOfDeletes(deletes(a), { workflows, read }, [])).rejects.toBe(error);
    },
  );
});
