import { describe, expect, test } from '@jest/globals';
import { ApiToken } from '../../src/losant/token.ts';
import { createPlan, unreadItem } from '../../src/plan/changes.ts';
import {
  assertDeleteLimit,
  assertNoSharedWorkflows,
  assertScopes,
  assertWorkflowsListed,
  missingScopes,
} from '../../src/plan/guard.ts';
import { type Action, type Item, type OtherTrigger, type Plan, RefusedPlan } from '../../src/plan/plan.ts';

function planTo(...actions: Action[]): Plan {
  const items = actions.map((action, index): Item => {
    const id = String(index).padStart(24, '0');
    return { ...unreadItem(id), action, name: `w-${index}` };
  });
  return createPlan([...items, unreadItem('f'.repeat(24))]);
}

const jwt = (scope: unknown): ApiToken =>
  new ApiToken(`h.${Buffer.from(JSON.stringify({ scope })).toString('base64url')}.s`);

describe('max-deletes', () => {
  test.each([
    [0, 0],
    [1, 1],
    [2, 5],
  ])('allows %i deletes of %i', (deletes, limit) => {
    const actions = Array.from({ length: deletes }, () => 'delete' as const);
    expect(() => assertDeleteLimit(planTo('create', 'update', ...actions), limit, true, 'Keep them.')).not.toThrow();
  });

  test('refuses one delete too many, with the names and the number that is needed', () => {
    const plan = planTo('update', 'delete', 'delete');
    expect(() => assertDeleteLimit(plan, 1, true, 'Keep them.')).toThrow(
      /deletes 2 webhooks, and max-deletes is 1\. Nothing was changed\. To be deleted: "w-1", "w-2"\. Keep them\. To delete them, set max-deletes to 2/,
    );
    const unread = { ...unreadItem('0'.repeat(24)), action: 'delete' } as const;
    expect(() => assertDeleteLimit(createPlan([unread]), 0, true, 'Keep them.')).toThrow(
      /deletes 1 webhook, .* To be deleted: webhook \(0{24}\)\. Keep them\./,
    );
    expect(() => assertDeleteLimit(plan, 1, true, 'Keep them.')).toThrow(
      expect.objectContaining({ title: 'Too many deletes' }),
    );
    expect(() => assertDeleteLimit(plan, 1, true, 'Keep them.')).toThrow(RefusedPlan);
    expect(() => assertDeleteLimit(plan, 1, false, 'Keep them.')).toThrow('max-deletes is not set, which allows 1');
  });

  test('lists the first ten of many', () => {
    const plan = planTo(...Array.from({ length: 12 }, () => 'delete' as const));
    expect(() => assertDeleteLimit(plan, 0, true, 'Keep them.')).toThrow(/"w-9", and 2 more/);
  });
});

describe('the scopes of a token', () => {
  test.each<[Action, unknown, readonly string[]]>([
    ['create', ['webhooks.post'], []],
    ['create', ['webhook.*'], ['webhooks.post']],
    ['update', ['webhook.patch'], []],
    ['update', ['webhook.get'], ['webhook.patch']],
    ['delete', ['webhook.*'], []],
    ['delete', ['all.Application.read'], ['webhook.delete']],
    ['delete', undefined, []],
  ])('are checked to %s: with %j, missing is %j', (action, scope, lacks) => {
    expect(missingScopes(planTo(action), jwt(scope), false)).toEqual(lacks);
  });

  test('are all listed in one error, with those that are enough and those that the token has', () => {
    const guard = (): void => assertScopes(planTo('create', 'delete', 'delete'), jwt(['webhook.get', 'flows.get']));
    expect(guard).toThrow(expect.objectContaining({ title: 'Token lacks a scope' }));
    expect(guard).toThrow(
      'The plan cannot be applied: the token lacks webhooks.post (or webhooks.*) and webhook.delete (or webhook.*). ' +
        'A token with all.Application, all.Organization, or all.User also works. This one has: webhook.get, flows.get. ' +
        'The scopes of a token cannot be changed: create a new one. Nothing was changed.',
    );
  });

  test('do not matter if nothing changes, or in a dry run that only sends secrets again', () => {
    const token = jwt(['webhook.get']);
    expect(() => assertScopes(planTo(), token)).not.toThrow();
    const before = { id: 'a'.repeat(24), name: 'n' };
    const resent: Item = { ...unreadItem(before.id), action: 'update', before, fields: { verificationCode: 'v' } };
    expect(missingScopes(createPlan([resent]), token, true)).toEqual([]);
    expect(missingScopes(createPlan([resent]), token, false)).toEqual(['webhook.patch']);
    expect(() => assertScopes(createPlan([resent]), token)).toThrow('the token lacks webhook.patch (or webhook.*)');
  });
});

describe('workflows that are deleted with a webhook', () => {
  const timer: OtherTrigger = { type: 'timer', name: null };
  const orders: OtherTrigger = { type: 'webhook', name: 'orders' };
  const deleting = (...otherTriggers: OtherTrigger[]): Plan => {
    const workflows = [{ id: 'w', name: 'Store', otherTriggers }];
    return createPlan([{ ...unreadItem('a'.repeat(24)), name: 'old', action: 'delete', workflows }]);
  };

  test('may have other triggers, but not a webhook that stays', () => {
    expect(() => assertNoSharedWorkflows(planTo('delete', 'update'))).not.toThrow();
    expect(() => assertNoSharedWorkflows(deleting(timer))).not.toThrow();
    const guard = (): void => assertNoSharedWorkflows(deleting(timer, orders, { ...orders, name: 'bills' }));
    expect(guard).toThrow(expect.objectContaining({ title: 'Workflow is shared' }));
    expect(guard).toThrow(
      /deleted: workflow "Store" of "old" is also triggered by "orders", "bills"\. Nothing was changed\. .* include-workflows to shared/,
    );
  });

  test('are listed up to ten if they are shared', () => {
    const [item] = deleting(orders).items;
    const plan = createPlan(Array.from({ length: 12 }, () => item ?? unreadItem('')));
    expect(() => assertNoSharedWorkflows(plan)).toThrow(/; and 2 more\. Nothing was changed/);
  });

  test('must be known', () => {
    expect(() => assertWorkflowsListed(planTo('delete'))).not.toThrow();
    const unlisted = { ...createPlan([]), hidesWorkflows: true } as const;
    expect(() => assertWorkflowsListed(unlisted)).toThrow(expect.objectContaining({ title: 'Workflows not listed' }));
    expect(() => assertWorkflowsListed(unlisted)).toThrow(
      /^The token is not allowed to list workflows, .* Nothing was changed\. .* flows\.get, .* set include-workflows to shared/,
    );
    const narrowest = 'Any of these scopes is enough: flows.get, flows.*, all.Application.read. Or,';
    expect(() => assertWorkflowsListed(unlisted)).toThrow(narrowest);
  });
});
