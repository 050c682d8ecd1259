import { ACTIONS, type Source } from '../plan/plan.ts';
import { driftText } from '../plan/shown.ts';
import { plural } from '../wording.ts';
import { code, prose } from './escape.ts';
import { checkedText } from './lines.ts';
import type { ChangeView, RunView } from './view.ts';
import { countResults, KIND_WORDS, RESULT_MARKS } from './words.ts';

/** Where a report comes from. What is not known is null. */
export interface Origin {
  /** The input `label`; empty if there is none. */
  readonly label: string;
  readonly bodyFile: string | null;
  readonly commit: { readonly sha: string; readonly url: string } | null;
  readonly run: { readonly id: string; readonly attempt: string; readonly url: string } | null;
  readonly time: Date;
  /** The address of docs/troubleshooting.md. */
  readonly help: string | null;
}

/** "### Losant webhooks · production · sync: ❌ 3 of 6 changes were not made". */
export function heading(view: RunView, { label }: Origin, hasFailed: boolean): string {
  const operation = view.operation ?? '';
  const what = view.isPlan ? `${operation} (plan)` : operation;
  const title = ['Losant webhooks', prose(label), what].filter((text) => text !== '').join(' · ');
  const end = outcomeText(view) ?? (hasFailed ? 'failed' : null);
  return `### ${title}${end === null ? '' : `: ❌ ${end}`}`;
}

/** What went wrong with the changes: how many differ, or were not made; null if nothing did. */
function outcomeText({ drift, changes, failures, isRefused, isPlan }: RunView): string | null {
  if (drift !== null) return driftText(changes.length, drift);
  const count = (...groups: ChangeView['group'][]): number =>
    changes.filter(({ group }) => groups.includes(group)).length;
  const [failed, refused, unknown, flawed] = [count('failed'), count('refused'), count('unknown'), count('flawed')];
  if (isRefused && isPlan) return 'refused';
  if (failed + refused + unknown + flawed === 0 && failures.length === 0) return null;
  const of = `of ${plural(changes.length, 'change')}`;
  const missing = failed + refused + count('skipped');
  const parts = [
    ...(missing === 0 ? [] : [`${missing} ${of} ${missing === 1 ? 'was' : 'were'} not made`]),
    ...(unknown === 0 ? [] : [`${unknown} ${missing === 0 ? `${of} ` : ''}${unknown === 1 ? 'is' : 'are'} not known`]),
  ];
  if (parts.length > 0) return parts.join(', ');
  return flawed === 0 ? null : `${flawed} ${of} ${flawed === 1 ? 'has' : 'have'} an error`;
}

/** "🔴 **3 to delete** · 20 unchanged, in `6b06de8e…`". */
export function statusLine(view: RunView): string {
  const { application, access, changes, count, file, checked } = view;
  if (checked !== null) return prose(checkedText(count, checked));
  if (application === null || access === 'none') return '';
  const shown = code(application.id);
  const link = application.url === null ? shown : `[${shown}](${application.url})`;
  if (!view.hasPlan) return view.failures.length === 0 ? '' : `Application: ${link}`;
  const webhooks = `**${plural(count, 'webhook')}**`;
  if (access === 'read') {
    const disabled = view.webhooks.filter(({ isEnabled }) => !isEnabled).length;
    return `${webhooks}${disabled > 0 ? `, ${disabled} disabled` : ''}, in ${link}`;
  }
  if (file !== null) return `${webhooks} exported, in ${link}: ${code(file.name)} ${file.state}`;
  const same =
    view.unchanged.length > 0 ? [`${view.unchanged.length} ${view.drift === null ? 'unchanged' : 'the same'}`] : [];
  const counts = [...(view.drift === null ? resultCounts(changes) : driftCounts(changes, view.drift)), ...same];
  const refused = view.isRefused && view.drift === null ? 'The plan was refused: ' : '';
  const start = changes.length === 0 ? ['Nothing to do', ...counts].join(': ') : counts.join(' · ');
  return `${refused}${start}, in ${link}`;
}

/** After a failure, everything that was applied is one number. */
function resultCounts(changes: readonly ChangeView[]): string[] {
  const hasFailed = changes.some(({ group }) => ['failed', 'unknown', 'flawed'].includes(group));
  const applied = changes.filter(({ group }) => group === 'applied' || group === 'flawed');
  const others = hasFailed ? changes.filter((change) => !applied.includes(change)) : changes;
  const counts = countResults(others.map(({ result }) => result)).map(
    ([result, count]) => `${RESULT_MARKS[result]} **${count} ${result}**`,
  );
  return hasFailed && applied.length > 0 ? [...counts, `✅ ${applied.length} applied`] : counts;
}

function driftCounts(changes: readonly ChangeView[], file: Source): string[] {
  const words = { delete: 'only in Losant', update: 'different', create: `only in ${file}` };
  return ACTIONS.flatMap((action) => {
    const { length } = changes.filter(({ kind }) => kind === action);
    return length === 0 ? [] : `${KIND_WORDS[action].mark} **${length} ${words[action]}**`;
  });
}

/** `losant/webhooks.yml` at abcdef0 · run 4242, attempt 1 · 2026-11-25 13:11 UTC. */
export function footer({ bodyFile, commit, run, time }: Origin): string {
  const at = commit === null ? '' : `[${code(commit.sha.slice(0, 7))}](${commit.url})`;
  const source = [bodyFile === null ? '' : code(bodyFile), at].filter((text) => text !== '').join(' at ');
  const parts = [
    source,
    run === null ? '' : `[run ${run.id}](${run.url}), attempt ${run.attempt}`,
    `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  ];
  return `<sub>${parts.filter((text) => text !== '').join(' · ')}</sub>`;
}
