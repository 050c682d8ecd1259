import { describe, expect, test } from '@jest/globals';
import type { Inputs } from '../../src/inputs/inputs.ts';
import { ApiToken } from '../../src/losant/token.ts';
import { checkPlan } from '../../src/operations/checks.ts';
import type { Limits } from '../../src/operations/limits.ts';
import { createItem, createPlan, deleteItem, unchangedItem } from '../../src/plan/changes.ts';
import type { Item, Plan } from '../../src/plan/plan.ts';
import { defaults } from '../support/defaults.ts';
import { webhook } from './planned.ts';

const [a, b] = [webhook('1', 'a'), webhook('2', 'b')].map((one) => deleteItem(unchangedItem(one)));
const deletes = [a, b].filter((item) => item !== undefined);
const sharedWorkflow = { id: 'w', name: 'W', otherTriggers: [{ type: 'webhook', name: 'c' }] };
const sharing = deletes.map((item): Item => ({ ...item, workflows: [sharedWorkflow] }));
const unlisted = { ...createPlan(deletes), hidesWorkflows: true } as const;
const readOnly = new ApiToken(`h.${Buffer.from('{"scope": ["webhooks.get"]}').toString('base64url')}.s`);

const allowed: Limits = {
  source: 'the file',
  ...{ expectedChanges: 'any', maxDeletes: 2, isMaxDeletesGiven: true },
  ...{ includeWorkflows: 'false', ifNotFound: 'error' },
};
type Given = Partial<Inputs & Limits>;
const check = (plan: Plan, given: Given): void => checkPlan(plan, { ...defaults, ...given }, { ...allowed, ...given });
const refusal = (title: string) => expect.objectContaining({ title });

describe('a plan is checked:', () => {
  test.each<[string, Given]>([
    ['of as many deletes as allowed', { maxDeletes: 2, isMaxDeletesGiven: false }],
    ['of a dry run, which the token could not carry out', { dryRun: true, token: readOnly }],
    ['with workflows that are shared, if that is allowed', { includeWorkflows: 'shared' }],
  ])('%s is accepted', (_case, inputs) => {
    expect(() => check(createPlan(sharing), inputs)).not.toThrow();
  });

  test.each<[string, Given, string]>([
    ['of more deletes than allowed', { maxDeletes: 1 }, 'Too many deletes'],
    ['of a token that lacks scopes', { token: readOnly }, 'Token lacks a scope'],
    ['with workflows that are shared', { includeWorkflows: 'true' }, 'Workflow is shared'],
    [
      'that was not approved, before it has too many deletes',
      { maxDeletes: 0, expectedChanges: [] },
      'Plan has changed',
    ],
  ])('%s is refused', (_case, inputs, title) => {
    expect(() => check(createPlan(sharing), inputs)).toThrow(refusal(title));
  });

  test('a plan that deletes the webhook that a misspelled former name means is refused', () => {
    const orders = deleteItem(unchangedItem(webhook('3', 'orders')));
    const formerly = [{ text: 'ordres', shown: 'ordres' }];
    const created = createItem({ fields: { name: 'new' }, templates: {}, formerly });
    expect(() => check(createPlan([created, orders]), {})).toThrow(refusal('Former name not found'));
  });

  test('a plan whose workflows could not be listed is accepted only with shared', () => {
    const title = refusal('Workflows not listed');
    expect(() => check(unlisted, { includeWorkflows: 'shared' })).not.toThrow();
    expect(() => check(unlisted, { includeWorkflows: 'true' })).toThrow(title);
    expect(() => check(unlisted, { includeWorkflows: 'shared', expectedChanges: [] })).toThrow(title);
  });

  test.each<['sync' | 'delete', string]>([
    ['sync', 'To keep webhooks, add them to the file, or narrow the scope. To delete them, set max-deletes to 2.'],
    ['delete', 'To keep webhooks, select fewer of them, or raise keep or older-than. To delete them, set max-deletes'],
  ])('too many deletes of a %s first say how to keep the webhooks', (operation, advice) => {
    expect(() => check(createPlan(deletes), { operation, maxDeletes: 0 })).toThrow(advice);
  });
});
