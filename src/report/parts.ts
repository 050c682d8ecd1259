import { CancelledError } from '../api/errors.ts';
import type { Change } from '../plan/plan.ts';
import { getOutcome, type Run, sortedChanges } from './run.ts';

/** The changes of a run, grouped by outcome. */
export interface Parts {
  readonly changes: readonly Change[];
  /** Failed, unknown, or applied otherwise than sent. */
  readonly failed: readonly Change[];
  readonly skipped: readonly Change[];
  readonly others: readonly Change[];
}

export function groupChanges(run: Run): Parts {
  const changes = sortedChanges(run);
  const {
    failed = [],
    skipped = [],
    others = [],
  } = Object.groupBy(changes, (change) => {
    const { status, error } = getOutcome(run, change);
    if (status === 'skipped' || error instanceof CancelledError) return 'skipped';
    return error === undefined ? 'others' : 'failed';
  });
  return { changes, failed, skipped, others };
}
