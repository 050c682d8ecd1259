import { ACTIONS, type Action, type Outcome, SOURCES, type Status } from '../plan/plan.ts';
import { driftWords } from '../plan/shown.ts';

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

const driftResults = (action: Action): string[] => SOURCES.map((source) => driftWords(source)[action]);
const withMark = (mark: string, results: readonly string[]) => results.map((result) => [result, mark] as const);

/** The marks of results, in the order in which reports list them: failures first. A plan, and a drift, have results too. */
const RESULT_MARKS = new Map([
  ...Object.entries({ failed: '❌', 'not known': '❓', 'not started': '⏭️', skipped: '⏭️' }),
  ...KINDS.map((kind) => KIND_WORDS[kind]).flatMap(({ mark, planned, done }) => withMark(mark, [planned, done])),
  ...ACTIONS.flatMap((action) => withMark(KIND_WORDS[action].mark, driftResults(action))),
]);
export const RESULTS = [...RESULT_MARKS.keys()];

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
export type Group = Status | 'flawed' | 'gone';

export function groupOf({ status, error, remark }: Outcome): Group {
  if (status === 'skipped') return remark === undefined || remark.startsWith(NOT_STARTED) ? 'skipped' : 'gone';
  return status === 'applied' && error !== undefined ? 'flawed' : status;
}

/** A remark, without what the result already says. */
export function toRemark({ remark }: Outcome): string | null {
  return remark?.replace(NOT_STARTED, '') ?? null;
}

/** How many changes have each result, failures first: "2 failed", "3 updated". */
export function countResults(
  changes: readonly { readonly result: string }[],
  show = (count: string, _mark: string) => count,
): string[] {
  const counts = Map.groupBy(changes, ({ result }) => result);
  return [...RESULT_MARKS].flatMap(([result, mark]) => {
    const count = counts.get(result)?.length ?? 0;
    return count === 0 ? [] : show(`${count} ${result}`, mark);
  });
}
