import type { Inputs } from '../inputs/inputs.ts';
import { assertApproved } from '../plan/approval.ts';
import {
  assertDeleteLimit,
  assertNoLostRename,
  assertNoSharedWorkflows,
  assertScopes,
  assertWorkflowsListed,
} from '../plan/guard.ts';
import type { Plan } from '../plan/plan.ts';
import type { Limits } from './limits.ts';

/**
 * Checks a plan before anything is changed.
 * @throws RefusedPlan if it was not approved, exceeds a limit, or cannot be applied with the token
 */
export function checkPlan(plan: Plan, { operation, applicationId, dryRun, token }: Inputs, limits: Limits): void {
  const { expectedChanges, source, includeWorkflows, maxDeletes, isMaxDeletesGiven } = limits;
  const toKeep =
    operation === 'sync'
      ? 'add them to the file, or narrow the scope'
      : 'select fewer of them, or raise keep or older-than';
  if (includeWorkflows === 'true' || expectedChanges !== 'any') assertWorkflowsListed(plan);
  assertApproved(plan, expectedChanges, applicationId, source);
  assertNoLostRename(plan);
  if (includeWorkflows === 'true') assertNoSharedWorkflows(plan);
  assertDeleteLimit(plan, maxDeletes, isMaxDeletesGiven, `To keep webhooks, ${toKeep}.`);
  if (!dryRun) assertScopes(plan, token);
}
