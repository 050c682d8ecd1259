import { ACTIONS, type Action, type Outcome, type Status } from '../plan/plan.ts';

/** What log, summary, and comment call an action, in the order they show changes in. */
export const ACTION_WORDS: Readonly<Record<Action, { sign: string; mark: string; planned: string; done: string }>> = {
  delete: { sign: '-', mark: '🔴', planned: 'to delete', done: 'deleted' },
  update: { sign: '~', mark: '🟡', planned: 'to update', done: 'updated' },
  create: { sign: '+', mark: '🟢', planned: 'to create', done: 'created' },
};

/** The result of a change, or the planned action, in words. Failures come first wherever results are listed. */
export const RESULTS = [
  'failed',
  'not known',
  'not started',
  'skipped',
  ...ACTIONS.flatMap((action) => [ACTION_WORDS[action].planned, ACTION_WORDS[action].done]),
];

const NOT_STARTED = 'not started: ';

/** One of `RESULTS`. */
export function resultWords(action: Action, { status, remark = '' }: Outcome): string {
  const { planned, done } = ACTION_WORDS[action];
  const words: Readonly<Record<Status, string>> = {
    planned,
    applied: done,
    refused: planned,
    failed: 'failed',
    unknown: 'not known',
    skipped: remark.startsWith(NOT_STARTED) ? 'not started' : 'skipped',
  };
  return words[status];
}

/** A remark, without what the result already says. */
export function toRemark({ remark }: Outcome): string | null {
  return remark?.replace(NOT_STARTED, '') ?? null;
}

/** How many changes ended in each way, in the order of `RESULTS`. */
export function countResults(results: readonly string[]): [result: string, count: number][] {
  const counts = Map.groupBy(results, (result) => result);
  return RESULTS.map((result): [string, number] => [result, counts.get(result)?.length ?? 0]).filter(
    ([, count]) => count > 0,
  );
}

/** Losant's page about outages. */
export const STATUS_PAGE = 'https://status.losant.com';
