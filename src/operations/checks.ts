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

/** How to keep webhooks that would be deleted. */
const TO_KEEP = {
  sync: 'To keep webhooks, add them to the file, or narrow the scope.',
  delete: 'To keep webhooks, select fewer of them, or raise keep or older-than.',
};

/**
 * Checks a plan before anything is changed.
 * @throws RefusedPlan if it was not approved, exceeds a limit, or cannot be applied with the token
 */
export function checkPlan(plan: Plan, { operation, applicationId, dryRun, token }: Inputs, limits: Limits): void {
  const { expectedChanges, source, includeWorkflows, maxDeletes, isMaxDeletesGiven } = limits;
  if (includeWorkflows === 'true' || expectedChanges !== 'any') assertWorkflowsListed(plan);
  assertApproved(plan, expectedChanges, applicationId, source);
  assertNoLostRename(plan);
  if (includeWorkflows === 'true') assertNoSharedWorkflows(plan);
  assertDeleteLimit(plan, maxDeletes, isMaxDeletesGiven, operation === 'sync' ? TO_KEEP.sync : TO_KEEP.delete);
  if (!dryRun) assertScopes(plan, token);
}
