import type { Inputs } from '../inputs/inputs.ts';
import { operationRow } from '../inputs/operations.ts';
import { guardExpected } from '../plan/expected.ts';
import {
  guardDeletes,
  guardScopes,
  guardSharedWorkflows,
  guardUnlistedWorkflows,
  missingScopes,
} from '../plan/guard.ts';
import type { Plan } from '../plan/plan.ts';

/** The plan of a dry run with a warning if the token could not carry it out: to plan, a token that reads is enough. */
export function withScopesNotice(plan: Plan, { dryRun, token }: Inputs): Plan {
  const missing = dryRun ? missingScopes(plan, token, true) : null;
  if (missing === null) return plan;
  return { ...plan, notices: [...plan.notices, { kind: 'scopes', message: `The real run would fail: ${missing}` }] };
}

/**
 * Refuses a plan before anything is changed.
 * @throws RefusedPlan if it is not what was approved, exceeds a limit, or cannot be carried out with the token
 */
export function checkPlan(plan: Plan, inputs: Inputs): void {
  const { expectedChanges, includeWorkflows, selection, maxDeletes, operation } = inputs;
  if (includeWorkflows === 'true' || expectedChanges !== 'any') guardUnlistedWorkflows(plan);
  guardExpected(plan, expectedChanges);
  if (includeWorkflows === 'true') guardSharedWorkflows(plan);
  const byName = operationRow(operation).selects === 'all' ? 0 : 1;
  const limit = selection.by === 'id' ? selection.ids.length : byName;
  guardDeletes(plan, maxDeletes ?? limit, maxDeletes !== null);
  if (!inputs.dryRun) guardScopes(plan, inputs.token);
}
