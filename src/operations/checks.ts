import type { Inputs } from '../inputs/inputs.ts';
import { operationRow } from '../inputs/operations.ts';
import { assertApproved } from '../plan/expected.ts';
import { assertNoLostRename } from '../plan/former-names.ts';
import { assertDeleteLimit, assertNoSharedWorkflows, assertScopes, assertWorkflowsListed } from '../plan/guard.ts';
import type { Plan } from '../plan/plan.ts';

/** How to keep webhooks that would be deleted. */
const TO_KEEP = {
  sync: 'To keep webhooks, add them to the file, or narrow the scope.',
  delete: 'To keep webhooks, select fewer of them, or raise keep or older-than.',
};

/**
 * Checks a plan before anything is changed.
 * @throws RefusedPlan if it was not approved, exceeds a limit, or cannot be applied with the token
 */
export function checkPlan(plan: Plan, inputs: Inputs): void {
  const { expectedChanges, includeWorkflows, selection, maxDeletes, operation } = inputs;
  if (includeWorkflows === 'true' || expectedChanges !== 'any') assertWorkflowsListed(plan);
  assertApproved(plan, expectedChanges);
  assertNoLostRename(plan);
  if (includeWorkflows === 'true') assertNoSharedWorkflows(plan);
  const byName = operationRow(operation).selects === 'all' ? 0 : 1;
  const limit = selection.by === 'id' ? selection.ids.length : byName;
  assertDeleteLimit(
    plan,
    maxDeletes ?? limit,
    maxDeletes !== null,
    operation === 'sync' ? TO_KEEP.sync : TO_KEEP.delete,
  );
  if (!inputs.dryRun) assertScopes(plan, inputs.token);
}
