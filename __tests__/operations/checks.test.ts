import { describe, expect, test } from '@jest/globals';
import type { Inputs } from '../../src/inputs/inputs.ts';
import { ApiToken } from '../../src/losant/token.ts';
import { checkPlan } from '../../src/operations/checks.ts';
import { createPlan, deleteItem, unchangedItem } from '../../src/plan/changes.ts';
import type { Item } from '../../src/plan/plan.ts';
import { defaults } from '../support/defaults.ts';
import { byIds, named, webhook } from './planned.ts';

const [a, b] = [webhook('1', 'a'), webhook('2', 'b')].map((one) => deleteItem(unchangedItem(one)));
const deletes = [a, b].filter((item) => item !== undefined);
const sharedWorkflow = { id: 'w', name: 'W', otherTriggers: [{ type: 'webhook', name: 'c' }] };
const sharing = deletes.map((item): Item => ({ ...item, workflows: [sharedWorkflow] }));
const unlisted = { ...createPlan(deletes), hidesWorkflows: true } as const;
const readOnly = new ApiToken(`h.${Buffer.from('{"scope": ["webhooks.get"]}').toString('base64url')}.s`);

const inputsOf = (more: Partial<Inputs>): Inputs => ({ ...defaults, operation: 'delete', maxDeletes: 2, ...more });
const refusal = (title: string) => expect.objectContaining({ title });

describe('a plan is checked:', () => {
  test.each<[string, Partial<Inputs>]>([
    ['of as many deletes as ids', { ...byIds('12'), maxDeletes: null }],
    ['of as many deletes as allowed', { operation: 'sync' }],
    ['of a dry run, which the token could not carry out', { dryRun: true, token: readOnly }],
    ['with workflows that are shared, if that is allowed', { includeWorkflows: 'shared' }],
  ])('%s is accepted', (_case, inputs) => {
    expect(() => checkPlan(createPlan(sharing), inputsOf(inputs))).not.toThrow();
  });

  test.each<[string, Partial<Inputs>, string]>([
    ['of more deletes than one by name', { ...named('*'), maxDeletes: null }, 'Too many deletes'],
    ['of any deletes by sync', { operation: 'sync', maxDeletes: null }, 'Too many deletes'],
    ['of a token that lacks scopes', { token: readOnly }, 'Token lacks a scope'],
    ['with workflows that are shared', { includeWorkflows: 'true' }, 'Workflow is shared'],
    [
      'that was not approved, before it has too many deletes',
      { maxDeletes: 0, expectedChanges: [] },
      'Plan has changed',
    ],
  ])('%s is refused', (_case, inputs, title) => {
    expect(() => checkPlan(createPlan(sharing), inputsOf(inputs))).toThrow(refusal(title));
  });

  test('a plan whose workflows could not be listed is accepted only with shared', () => {
    const title = refusal('Workflows not listed');
    expect(() => checkPlan(unlisted, inputsOf({ includeWorkflows: 'shared' }))).not.toThrow();
    expect(() => checkPlan(unlisted, inputsOf({ includeWorkflows: 'true' }))).toThrow(title);
    expect(() => checkPlan(unlisted, inputsOf({ includeWorkflows: 'shared', expectedChanges: [] }))).toThrow(title);
  });
});
