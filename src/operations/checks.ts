import type { Inputs } from '../inputs/inputs.ts';
import { operationRow } from '../inputs/operations.ts';
import { assertApproved } from '../plan/approval.ts';
import {
  assertDeleteLimit,
  assertNoSharedWorkflows,
  assertScopes,
  assertWorkflowsListed,
  missingScopes,
} from '../plan/guard.ts';
import type { Plan } from '../plan/plan.ts';

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
export function checkPlan(plan: Plan, inputs: Inputs): void {
  const { expectedChanges, includeWorkflows, selection, maxDeletes, operation } = inputs;
  if (includeWorkflows === 'true' || expectedChanges !== 'any') assertWorkflowsListed(plan);
  assertApproved(plan, expectedChanges, inputs.applicationId);
  if (includeWorkflows === 'true') assertNoSharedWorkflows(plan);
  const byName = operationRow(operation).selects === 'all' ? 0 : 1;
  const limit = selection.by === 'id' ? selection.ids.length : byName;
  assertDeleteLimit(plan, maxDeletes ?? limit, maxDeletes !== null);
  if (!inputs.dryRun) assertScopes(plan, inputs.token);
}
