import { describe, expect, test } from '@jest/globals';
import { ApiToken } from '../../src/losant/token.ts';
import { unreadItem } from '../../src/plan/changes.ts';
import { guardDeletes, guardScopes } from '../../src/plan/guard.ts';
import type { Action, Item, Plan } from '../../src/plan/plan.ts';

function planOf(...actions: Action[]): Plan {
  const items = actions.map((action, index): Item => {
    const id = String(index).padStart(24, '0');
    return { ...unreadItem(id), action, name: `w-${index}` };
  });
  return { items: [...items, unreadItem('f'.repeat(24))], existing: new Set(), notices: [] };
}

const jwt = (scope: unknown): ApiToken =>
  new ApiToken(`h.${Buffer.from(JSON.stringify({ scope })).toString('base64url')}.s`);

describe('max-deletes', () => {
  test.each([
    [0, 0],
    [1, 1],
    [2, 5],
  ])('%i deletes of %i', (deletes, limit) => {
    const actions = Array.from({ length: deletes }, () => 'delete' as const);
    expect(() => guardDeletes(planOf('create', 'update', ...actions), limit, true)).not.toThrow();
  });

  test('one too many is refused, by name, with the number that would do', () => {
    const plan = planOf('update', 'delete', 'delete');
    expect(() => guardDeletes(plan, 1, true)).toThrow(
      /deletes 2 webhooks, and max-deletes is 1\. Nothing was changed\. They are: "w-1" \(0{23}1\), "w-2" .* set max-deletes to 2/,
    );
    const unread = { ...unreadItem('0'.repeat(24)), action: 'delete' } as const;
    expect(() => guardDeletes({ ...plan, items: [unread] }, 0, true)).toThrow(/are: webhook \(0{24}\)\./);
    expect(() => guardDeletes(plan, 1, true)).toThrow(expect.objectContaining({ plan, title: 'Too many deletes' }));
    expect(() => guardDeletes(plan, 1, false)).toThrow('max-deletes was not given, which allows 1');
  });

  test('of many the first ten are named', () => {
    const plan = planOf(...Array.from({ length: 12 }, () => 'delete' as const));
    expect(() => guardDeletes(plan, 0, true)).toThrow(/"w-9" \(\d{24}\), and 2 more/);
  });
});

describe('scopes of a plan', () => {
  test.each<[Action, unknown, boolean]>([
    ['create', ['webhooks.post'], true],
    ['create', ['webhook.*'], false],
    ['update', ['webhook.patch'], true],
    ['update', ['webhook.get'], false],
    ['delete', ['webhook.*'], true],
    ['delete', ['all.Application.read'], false],
    ['delete', undefined, true],
  ])('%s with %j is allowed: %s', (action, scope, allowed) => {
    const guard = (): void => guardScopes(planOf(action), jwt(scope));
    if (allowed) expect(guard).not.toThrow();
    else expect(guard).toThrow(/the real run would fail.*The token has: /);
  });

  test('a refusal names those that would do, and those that the token has', () => {
    const plan = planOf('delete');
    const guard = (): void => guardScopes(plan, jwt(['webhook.get', 'flows.get']));
    expect(guard).toThrow(expect.objectContaining({ plan, title: 'Token lacks a scope' }));
    expect(guard).toThrow(
      /would do: all\.Application, .*, webhook\.\*, webhook\.delete\. The token has: webhook\.get, flows\.get\.$/,
    );
  });

  test('a token without any is told to have none', () => {
    expect(() => guardScopes(planOf('create'), jwt([]))).toThrow('The token has: none.');
  });

  test('of a plan without changes do not matter', () => {
    expect(() => guardScopes(planOf(), jwt([]))).not.toThrow();
  });
});
