import type { Losant } from '../api/client.ts';
import { ApiError, CancelledError, ConnectionError } from '../api/errors.ts';
import { pool } from '../pool.ts';
import { type Application, carryOut, checkLateCreates, skipped } from './carry-out.ts';
import { type Change, listChanges, type Outcome, type Plan } from './plan.ts';

export interface ApplySettings extends Pick<Application, 'includeWorkflows' | 'missingIsError'> {
  readonly concurrency: number;
  /** Receives every outcome as soon as it is known, and once more if a later check changes it. */
  readonly onOutcome: (change: Change, outcome: Outcome) => void;
}

/** Statuses that all later changes would get too. */
const REFUSED = [401, 403];

/** After this many unanswered changes in a row, the rest are skipped. A higher `concurrency` raises the number to its value. */
const MIN_UNANSWERED = 4;
/** After this many server errors of Losant's own in a row too: a few webhooks that it cannot save must not stop the others. */
const MAX_SERVER_ERRORS = 20;

/**
 * Carries out the changes: creates and updates first, then deletes, which are skipped if anything before them failed. If one
 * change fails, the others continue, unless the token is refused, Losant does not respond, or the run is cancelled: then the
 * rest are skipped.
 */
export async function apply(plan: Plan, losant: Losant, settings: ApplySettings): Promise<void> {
  const changes = listChanges(plan);
  const outcomes = new Map<Change, Outcome>();
  const application: Application = { ...settings, losant, known: new Set(plan.listing.map(({ id }) => id)) };
  const outage = outageAfter(Math.max(MIN_UNANSWERED, settings.concurrency));
  let stopped: string | null = null;
  const end = (change: Change, outcome: Outcome): void => {
    outcomes.set(change, outcome);
    settings.onOutcome(change, outcome);
  };
  const carryOutAll = (group: readonly Change[]): Promise<unknown> =>
    pool(group, settings.concurrency, async (change) => {
      if (stopped !== null) return end(change, skipped(stopped));
      const outcome = await carryOut(change, application);
      const reason = outage(outcome);
      if (reason !== null) losant.stopRetrying();
      stopped ??= reason ?? reasonToStop(outcome);
      end(change, outcome);
    });
  await carryOutAll(changes.filter(({ action }) => action !== 'delete'));
  for (const [change, outcome] of await checkLateCreates(outcomes, application)) end(change, outcome);
  const isComplete = [...outcomes.values()].every(({ error }) => error === undefined);
  if (!isComplete) stopped ??= 'not started: an earlier change failed';
  await carryOutAll(changes.filter(({ action }) => action === 'delete'));
}

function reasonToStop({ error }: Outcome): string | null {
  if (error instanceof CancelledError) return 'not started: the run was cancelled';
  if (error instanceof ApiError && REFUSED.includes(error.status)) return 'not started: the token was refused';
  return null;
}

/**
 * Counts changes in a row that ended without an answer of Losant's, or with a server error of its own. Any other outcome
 * resets both counts, also a 429 or a change that a later read confirmed.
 * @returns receives each outcome, and returns why the rest should be skipped, or null
 */
function outageAfter(limit: number): (outcome: Outcome) => string | null {
  let [unanswered, serverErrors] = [0, 0];
  return ({ error }) => {
    const isServerError = error instanceof ApiError && error.status >= 500;
    const isAnswered = !(isServerError || error instanceof ConnectionError) || error.isAnswered;
    unanswered = isAnswered ? 0 : unanswered + 1;
    serverErrors = isServerError && isAnswered ? serverErrors + 1 : 0;
    if (unanswered >= limit) return 'not started: Losant is not responding';
    return serverErrors >= MAX_SERVER_ERRORS ? 'not started: Losant responds only with server errors' : null;
  };
}
