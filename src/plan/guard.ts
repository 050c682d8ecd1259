import { type ApiCall, type ApiToken, lacksScope, scopesFor } from '../losant/token.ts';
import { type Action, changesOf, type Plan, RefusedPlan } from './plan.ts';

/**
 * Ends the run before it changes anything when the plan deletes more than is allowed.
 * @param limit how many deletes are allowed
 * @param isGiven whether `max-deletes` was given, or its default for the selection holds
 * @throws RefusedPlan that names the webhooks
 */
export function guardDeletes(plan: Plan, limit: number, isGiven: boolean): void {
  const deletes = changesOf(plan).filter(({ action }) => action === 'delete');
  if (deletes.length <= limit) return;
  const named = deletes
    .slice(0, 10)
    .map(({ id, name }) => `${name === null ? 'webhook' : JSON.stringify(name)} (${id})`);
  const more = deletes.length > named.length ? `, and ${deletes.length - named.length} more` : '';
  throw new RefusedPlan(
    plan,
    'Too many deletes',
    `The plan deletes ${deletes.length} webhooks, and max-deletes ${isGiven ? 'is' : 'was not given, which allows'} ${limit}. ` +
      `Nothing was changed. They are: ${named.join(', ')}${more}. ` +
      `If all of them are meant, set max-deletes to ${deletes.length}.`,
  );
}

const CALLS: Readonly<Record<Action, ApiCall>> = {
  create: 'webhooks.post',
  update: 'webhook.patch',
  delete: 'webhook.delete',
};

/**
 * Ends a dry run where the real one would fail, since the token's own scopes do not allow what is planned.
 * @throws RefusedPlan that names the scopes
 */
export function guardScopes(plan: Plan, token: ApiToken): void {
  const missing = new Set(
    changesOf(plan)
      .map(({ action }) => CALLS[action])
      .filter((call) => lacksScope(token, call)),
  );
  for (const call of missing) {
    throw new RefusedPlan(
      plan,
      'Token lacks a scope',
      `The plan can not be carried out with this token: the real run would fail. Any one of these scopes would do: ${scopesFor(call).join(', ')}. ` +
        `The token has: ${token.scopes?.join(', ') || 'none'}.`,
    );
  }
}
