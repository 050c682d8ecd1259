import type { Action, Outcome } from '../plan/plan.ts';

/** What a change does. An update that only sends hidden secrets again is a kind of its own. */
export type Kind = Action | 'resend';

/** What log, summary, and comment call a change. Its line in the log begins with `sign`. */
export const KIND_WORDS: Readonly<Record<Kind, Readonly<Record<'sign' | 'mark' | 'planned' | 'done', string>>>> = {
  delete: { sign: '-', mark: '🔴', planned: 'to delete', done: 'deleted' },
  update: { sign: '~', mark: '🟡', planned: 'to update', done: 'updated' },
  resend: { sign: '=', mark: '🔁', planned: 'to be sent again', done: 'sent again' },
  create: { sign: '+', mark: '🟢', planned: 'to create', done: 'created' },
};

/** The order in which changes are shown. */
export const KINDS: readonly Kind[] = ['delete', 'update', 'resend', 'create'];

const OWN_MARKS = { failed: '❌', 'not known': '❓', 'not started': '⏭️', skipped: '⏭️' };

/** The marks of results, or of planned actions. Failures come first wherever results are listed. */
export const RESULT_MARKS: Readonly<Record<string, string>> = Object.fromEntries([
  ...Object.entries(OWN_MARKS),
  ...KINDS.map((kind) => KIND_WORDS[kind]).flatMap(({ mark, planned, done }) => [
    [planned, mark],
    [done, mark],
  ]),
]);
export const RESULTS = Object.keys(RESULT_MARKS);

const NOT_STARTED = 'not started: ';

/** One of `RESULTS`. */
export function resultWords(kind: Kind, group: Group): string {
  const { planned, done } = KIND_WORDS[kind];
  const words: Readonly<Record<Group, string>> = {
    ...{ planned, refused: planned, applied: done, flawed: done },
    ...{ failed: 'failed', unknown: 'not known', gone: 'skipped', skipped: 'not started' },
  };
  return words[group];
}

/** What became of a change. `flawed` was made, but not as sent, or not only; `gone` had nothing left to do. */
export type Group = 'failed' | 'unknown' | 'flawed' | 'skipped' | 'gone' | 'applied' | 'planned' | 'refused';

export function groupOf({ status, error, remark }: Outcome): Group {
  if (status === 'skipped') return remark === undefined || remark.startsWith(NOT_STARTED) ? 'skipped' : 'gone';
  return status === 'applied' && error !== undefined ? 'flawed' : status;
}

/** A remark, without what the result already says. */
export function toRemark({ remark }: Outcome): string | null {
  return remark?.replace(NOT_STARTED, '') ?? null;
}

/** How many changes ended in each way, in the order of `RESULTS`: "2 failed", "3 updated". */
export function countResults(results: readonly string[], show = (text: string, _result: string) => text): string[] {
  const counts = Map.groupBy(results, (result) => result);
  return RESULTS.filter((result) => counts.has(result)).map((result) =>
    show(`${counts.get(result)?.length} ${result}`, result),
  );
}

/** The changes of one kind. */
export function ofKind<T extends { readonly kind: Kind }>(changes: readonly T[], kind: Kind): T[] {
  return changes.filter((change) => change.kind === kind);
}
