import { driftText } from '../plan/shown.ts';
import { plural } from '../wording.ts';
import { code, prose } from './escape.ts';
import { checkedText } from './lines.ts';
import type { ChangeView, RunView } from './view.ts';
import { countResults } from './words.ts';

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
function outcomeText({ drift, changes, isRefused, isPlan }: RunView): string | null {
  if (drift !== null) return driftText(changes.length, drift);
  if (isRefused && isPlan) return 'refused';
  const count = (...groups: ChangeView['group'][]): number =>
    changes.filter(({ group }) => groups.includes(group)).length;
  const [missing, unknown, flawed] = [count('failed', 'refused', 'skipped'), count('unknown'), count('flawed')];
  const of = `of ${plural(changes.length, 'change')}`;
  const notMade = `${missing} ${of} ${missing === 1 ? 'was' : 'were'} not made`;
  const are = unknown === 1 ? 'is' : 'are';
  if (missing > 0) return unknown === 0 ? notMade : `${notMade}, ${unknown} ${are} not known`;
  if (unknown > 0) return `${unknown} ${of} ${are} not known`;
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
    return `${webhooks}${view.disabled > 0 ? `, ${view.disabled} disabled` : ''}, in ${link}`;
  }
  if (file !== null) return `${webhooks} exported, in ${link}: ${code(file.name)} ${file.state}`;
  const counts = resultCounts(changes);
  const all = view.unchanged.length > 0 ? [...counts, unchangedText(view)] : counts;
  const start = changes.length === 0 ? ['Nothing to do', ...all].join(': ') : all.join(' · ');
  return `${view.isRefused ? 'The plan was refused: ' : ''}${start}, in ${link}`;
}

/** "20 unchanged". */
export function unchangedText({ unchanged, drift }: RunView): string {
  return `${unchanged.length} ${drift === null ? 'unchanged' : 'the same'}`;
}

/** After a failure, everything that was applied is one number. */
function resultCounts(changes: readonly ChangeView[]): string[] {
  const hasFailed = changes.some(({ group }) => ['failed', 'unknown', 'flawed'].includes(group));
  const isApplied = ({ group }: ChangeView): boolean => hasFailed && (group === 'applied' || group === 'flawed');
  const others = changes.filter((change) => !isApplied(change));
  const counts = countResults(others, (count, mark) => `${mark} **${count}**`);
  const applied = changes.length - others.length;
  return applied > 0 ? [...counts, `✅ ${applied} applied`] : counts;
}

/** `losant/webhooks.yml` at abcdef0 · run 4242, attempt 1 · 2026-11-25 13:11 UTC. */
export function footer({ bodyFile, commit, run, time }: Origin): string {
  const at = commit === null ? '' : `[${code(commit.sha.slice(0, 7))}](${commit.url})`;
  const source = [bodyFile === null ? '' : code(bodyFile), at].filter((text) => text !== '').join(' at ');
  const attempt = run === null ? '' : `[run ${run.id}](${run.url}), attempt ${run.attempt}`;
  const parts = [source, attempt, `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`];
  return `<sub>${parts.filter((text) => text !== '').join(' · ')}</sub>`;
}
