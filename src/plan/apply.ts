import type { Losant } from '../api/client.ts';
import { ApiError, CancelledError, DuplicateError, RequestError } from '../api/errors.ts';
import { createdSince } from '../losant/webhook.ts';
import { pool } from '../pool.ts';
import { type Application, carryOut, skipped, toAttempt } from './carry-out.ts';
import { type Change, listChanges, type Outcome, type Plan } from './plan.ts';

export interface ApplySettings {
  readonly concurrency: number;
  readonly includeWorkflows: boolean;
  /** Whether it is an error if a webhook that could not be read does not exist. */
  readonly missingIsError: boolean;
  /** Receives every outcome as soon as it is known, and once more if a later check changes it. */
  readonly onOutcome: (change: Change, outcome: Outcome) => void;
}

/** Statuses that all later changes would get too. */
const REFUSED = [401, 403];

/** After this many unanswered changes in a row, the rest are skipped. A higher `concurrency` raises the number to its value. */
const MIN_UNANSWERED = 4;

/**
 * The pause after the last create, in milliseconds, before the check for duplicates. If its response is lost, a create may
 * take effect later: a gateway gives up after 30 or 60 s while the server behind it continues. With the pause before a
 * create is repeated, effects within 10 s are noticed. No pause is long enough for every server, and only steps that
 * repeated a create wait.
 */
const LATE_CREATE_DELAY = 8000;

/**
 * Carries out the changes: creates and updates first, then deletes, which are skipped if anything before them failed. If one
 * change fails, the others continue, unless the token is refused, Losant does not respond, or the run is cancelled: then the
 * rest are skipped.
 */
export async function apply(plan: Plan, losant: Losant, settings: ApplySettings): Promise<void> {
  const changes = listChanges(plan);
  const outcomes = new Map<Change, Outcome>();
  const application: Application = { ...settings, losant, known: new Set(plan.existing) };
  const isOutage = outageAfter(Math.max(MIN_UNANSWERED, settings.concurrency));
  let stopped: string | null = null;
  const end = (change: Change, outcome: Outcome): void => {
    outcomes.set(change, outcome);
    settings.onOutcome(change, outcome);
  };
  const carryOutAll = (group: readonly Change[]): Promise<unknown> =>
    pool(group, settings.concurrency, async (change) => {
      if (stopped !== null) return end(change, skipped(stopped));
      const outcome = await carryOut(change, application);
      if (isOutage(outcome)) {
        losant.stopRetrying();
        stopped ??= 'not started: Losant is not responding';
      }
      stopped ??= reasonToStop(outcome);
      end(change, outcome);
    });
  await carryOutAll(changes.filter(({ action }) => action !== 'delete'));
  for (const [change, outcome] of await findDuplicates(outcomes, application)) end(change, outcome);
  const isComplete = [...outcomes.values()].every(({ error }) => error === undefined);
  if (!isComplete) stopped ??= 'not started: an earlier change failed';
  await carryOutAll(changes.filter(({ action }) => action === 'delete'));
}

function reasonToStop({ error }: Outcome): string | null {
  if (error instanceof CancelledError) return 'not started: the run was cancelled';
  if (error instanceof ApiError && REFUSED.includes(error.status)) return 'not started: the token was refused';
  return null;
}

/** Counts transient failures in a row. A 429 does not count, since the server is responding. */
function outageAfter(limit: number): (outcome: Outcome) => boolean {
  let unanswered = 0;
  return ({ error }) => {
    const isRateLimit = error instanceof ApiError && error.status === 429;
    const isTransient = error instanceof RequestError && error.isTransient && !isRateLimit;
    unanswered = isTransient ? unanswered + 1 : 0;
    return unanswered >= limit;
  };
}

/**
 * Finds repeated creates whose earlier attempt created a webhook after all. Their error names both webhooks, since only a
 * person can decide which one to keep.
 */
async function findDuplicates(
  outcomes: ReadonlyMap<Change, Outcome>,
  { losant, known }: Application,
): Promise<(readonly [Change, Outcome])[]> {
  const repeated = [...outcomes].filter(([, { isRepeated }]) => isRepeated);
  if (repeated.length === 0) return [];
  try {
    const webhooks = await losant.listWebhooks({ delay: LATE_CREATE_DELAY });
    return repeated.flatMap(([change, outcome]) => {
      const others = createdSince(webhooks, change.fields.name, (id) => known.has(id));
      const ids = [outcome.after, ...others].filter((webhook) => webhook !== null).map(({ id }) => id);
      const error = new DuplicateError(ids, toAttempt(change));
      return others.length === 0 ? [] : [[change, { ...outcome, error }] as const];
    });
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const remark = 'the create was repeated, and the application could not be checked for a second webhook';
    return repeated.map(([change, outcome]) => [change, { ...outcome, error, remark }]);
  }
}
