import type { Inputs } from '../inputs/inputs.ts';
import type { JsonObject } from '../json.ts';
import { newFields, withFields } from '../losant/compare.ts';
import { byName, type Webhook } from '../losant/webhook.ts';
import { isDifference } from '../plan/changes.ts';
import {
  type Change,
  type Item,
  isChange,
  listChanges,
  type Outcome,
  type Plan,
  RefusedPlan,
  type Source,
  type Status,
} from '../plan/plan.ts';

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

const PLANNED: Outcome = { status: 'planned', after: null };

export function getOutcome({ outcomes }: Run, change: Change): Outcome {
  return outcomes.get(change) ?? PLANNED;
}

/** The final status of a change. One that never started is `refused` or `skipped`, unless a dry run ended with its plan. */
export function finalStatus(run: Run, change: Change): Status {
  const { status } = getOutcome(run, change);
  if (status !== 'planned') return status;
  if (run.failure instanceof RefusedPlan) return 'refused';
  return run.failure === null || isDryRun(run) ? 'planned' : 'skipped';
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

/**
 * All selected or affected webhooks: as they are now, as they last were, or, in a dry run whose plan was accepted, as they
 * would be. One that the token is not allowed to read has only its id; one that was not created, or does not exist, is left out.
 */
export function affectedWebhooks(run: Run): JsonObject[] {
  const webhooks = (run.plan?.items ?? []).map((item) => affectedWebhook(run, item));
  return webhooks.filter((webhook) => webhook !== null).sort(byName);
}

function affectedWebhook(run: Run, item: Item): JsonObject | null {
  const { action, id, before, fields } = item;
  if (isChange(item)) {
    const { after, isMissing } = getOutcome(run, item);
    if (isMissing) return null;
    if (after !== null) return after;
    const isPlanned = isDryRun(run) && finalStatus(run, item) === 'planned';
    if (isPlanned && action === 'create') return newFields(fields);
    if (isPlanned && action === 'update') return before === null ? { id, ...fields } : withFields(before, fields);
  }
  return before ?? (id === null ? null : { id });
}

/** Whether anything was changed, or may have been; in a dry run, whether anything would be. */
export function isChanged(run: Run): boolean {
  if (run.plan?.file !== undefined) return run.plan.file.changes && run.failure === null;
  return sortedChanges(run).some((change) => hasEffect(run, change));
}

/** The changed webhooks as they were before. */
export function previousWebhooks(run: Run): Webhook[] {
  return sortedChanges(run)
    .filter((change) => hasEffect(run, change))
    .flatMap(({ before }) => before ?? []);
}

/** A hidden secret that is only sent again has no effect, but one that was sent with an unknown result may have. */
function hasEffect(run: Run, change: Change): boolean {
  const { status } = getOutcome(run, change);
  if (status === 'unknown') return true;
  return isDifference(change) && (status === 'applied' || (isDryRun(run) && run.failure === null));
}
