import { visibleDifferences } from '../losant/compare.ts';
import { missingScopes } from '../plan/guard.ts';
import { createNotices, type Notice } from '../plan/notices.ts';
import { type Change, isChange, type Outcome, RefusedPlan } from '../plan/plan.ts';
import { changeSections } from './change-sections.ts';
import { getOutcome, isDryRun, type Run } from './run.ts';

/** Everything that only a run that plans changes needs. It is loaded on demand. */
export function createRemarks(run: Run) {
  return { notices: listNotices(run), advice: scopesAdvice(run), changeSections };
}

/** What a reader should notice: about an accepted plan, or about what was applied. Nothing about anything else. */
function listNotices(run: Run): Notice[] {
  const { plan, failure } = run;
  if (plan === null || failure instanceof RefusedPlan) return [];
  const items = plan.items.flatMap((item) => {
    if (!isChange(item)) return item;
    if (isDryRun(run)) return failure === null ? item : [];
    return confirmed(item, getOutcome(run, item));
  });
  return createNotices(plan, items, isDryRun(run) ? 'planned' : 'applied');
}

/** The change with the fields that the response confirmed, if it was applied. */
function confirmed(change: Change, { status, after }: Outcome): Change[] {
  if (status !== 'applied') return [];
  const unconfirmed: readonly string[] = after === null ? [] : visibleDifferences(after, change.fields);
  const fields = Object.entries(change.fields).filter(([name]) => !unconfirmed.includes(name));
  return [{ ...change, fields: Object.fromEntries(fields) }];
}

/** What a token still needs to apply an accepted plan; null if it needs nothing. */
function scopesAdvice(run: Run): string | null {
  const { inputs, plan, failure } = run;
  if (inputs?.dryRun !== true || plan === null || failure !== null) return null;
  const missing = missingScopes(plan, inputs.token, true);
  if (missing.length === 0) return null;
  return `To apply this, a token also needs ${new Intl.ListFormat('en').format(missing.toSorted())}.`;
}
