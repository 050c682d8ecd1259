import type { Inputs } from '../inputs/inputs.ts';
import { byName } from '../losant/webhook.ts';
import { type Change, listChanges, type Outcome, type Plan, RefusedPlan, type Source } from '../plan/plan.ts';

/** What is known about a run. Reports are made from it, even if the run failed or was cancelled. */
export interface Run {
  readonly inputs: Inputs | null;
  readonly plan: Plan | null;
  readonly outcomes: ReadonlyMap<Change, Outcome>;
  /** What Losant is compared with in a check for drift; null for any other run. */
  readonly drift: Source | null;
  /** What went wrong, apart from changes that failed. */
  readonly failure: Error | null;
}

/** What became of a change. One that never started is `refused` or `skipped`, unless a dry run ended with its plan. */
export function getOutcome(run: Run, change: Change): Outcome {
  const outcome = run.outcomes.get(change);
  if (outcome !== undefined) return outcome;
  if (run.failure instanceof RefusedPlan) return { status: 'refused', after: null };
  return { status: run.failure === null || isDryRun(run) ? 'planned' : 'skipped', after: null };
}

/** The name of a change's webhook, as it may be shown. If the webhook could not be read, its name after the change. */
export function displayName({ name, templates }: Change, { after }: Outcome): string | null {
  return name ?? (after === null ? null : (templates.name ?? after.name));
}

export function sortedChanges({ plan }: Run): Change[] {
  return plan === null ? [] : listChanges(plan).sort(byName);
}

export function isDryRun({ inputs }: Run): boolean {
  return inputs?.dryRun === true;
}
