import type { Inputs } from '../inputs/inputs.ts';
import { assertApproved } from '../plan/expected.ts';
import {
  assertDeleteLimit,
  assertNoSharedWorkflows,
  assertScopes,
  assertWorkflowsListed,
  missingScopes,
} from '../plan/guard.ts';
import type { Plan } from '../plan/plan.ts';
import type { Limits } from './limits.ts';

/** In a dry run, warns if the token could not apply the plan. It is no error, since a read-only token is enough to plan. */
export function withScopesNotice(plan: Plan, { dryRun, token }: Inputs): Plan {
  const missing = dryRun ? missingScopes(plan, token, true) : null;
  if (missing === null) return plan;
  return { ...plan, notices: [...plan.notices, { kind: 'scopes', message: `The real run would fail: ${missing}` }] };
}

/**
 * Checks a plan before anything is changed.
 * @throws RefusedPlan if it was not approved, exceeds a limit, or cannot be applied with the token
 */
export function checkPlan(plan: Plan, { dryRun, token }: Inputs, limits: Limits): void {
  const { expectedChanges, includeWorkflows, maxDeletes, isMaxDeletesGiven } = limits;
  if (includeWorkflows === 'true' || expectedChanges !== 'any') assertWorkflowsListed(plan);
  assertApproved(plan, expectedChanges);
  if (includeWorkflows === 'true') assertNoSharedWorkflows(plan);
  assertDeleteLimit(plan, maxDeletes, isMaxDeletesGiven);
  if (!dryRun) assertScopes(plan, token);
}
