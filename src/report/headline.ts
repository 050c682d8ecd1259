import { operationRow } from '../inputs/operations.ts';
import { ACTIONS, RefusedPlan } from '../plan/plan.ts';
import { plural } from '../wording.ts';
import { code, prose } from './escape.ts';
import type { Parts } from './parts.ts';
import { getOutcome, isDryRun, type Run } from './run.ts';
import { ACTION_WORDS, countResults, resultWords } from './words.ts';

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

/** How many digits of the application's id are shown with `redact`. */
const ID_DIGITS = 8;

/** "### Losant webhooks · production · sync: ❌ 2 of 12 changes did not go through". */
export function heading(run: Run, { label }: Origin, { changes, failed }: Parts, hasFailure: boolean): string {
  const operation = run.inputs?.operation ?? '';
  const what = isDryRun(run) ? `${operation} (plan)` : operation;
  const title = ['Losant webhooks', prose(label), what].filter((text) => text !== '').join(' · ');
  if (failed.length > 0)
    return `### ${title}: ❌ ${failed.length} of ${plural(changes.length, 'change')} did not go through`;
  return `### ${title}${hasFailure ? ': ❌ failed' : ''}`;
}

/** "🔴 **3 to delete** · 20 unchanged, in `6b06de8e…`". */
export function statusLine(run: Run, parts: Parts): string {
  const { inputs, plan } = run;
  if (inputs === null) return '';
  const application = `in ${applicationText(inputs)}`;
  if (plan === null) return run.failure === null ? '' : `Application: ${applicationText(inputs)}`;
  const { access } = operationRow(inputs.operation);
  if (access === 'read') {
    const disabled = plan.items.filter(({ before }) => before?.['enabled'] === false).length;
    return `**${plural(plan.items.length, 'webhook')}**${disabled > 0 ? `, ${disabled} disabled` : ''}, ${application}`;
  }
  if (plan.file !== undefined) {
    const [changed, same] = isDryRun(run) ? ['would change', 'is up to date'] : ['was updated', 'was up to date'];
    const end = run.failure !== null ? 'was not written' : plan.file.changes ? changed : same;
    return `**${plural(plan.items.length, 'webhook')}** exported, ${application}: ${code(plan.file.target.name)} ${end}`;
  }
  const unchanged = plan.items.length - parts.changes.length;
  const counts = [...resultCounts(run, parts), ...(unchanged > 0 ? [`${unchanged} unchanged`] : [])];
  const refused = run.failure instanceof RefusedPlan ? 'The plan was refused: ' : '';
  const start = parts.changes.length === 0 ? ['Nothing to do', ...counts].join(': ') : counts.join(' · ');
  return `${refused}${start}, ${application}`;
}

const MARKS: Readonly<Record<string, string>> = {
  ...{ failed: '❌', 'not known': '❓', 'not started': '⏭️', skipped: '⏭️' },
  ...Object.fromEntries(
    Object.values(ACTION_WORDS).flatMap(({ mark, planned, done }) => [
      [planned, mark],
      [done, mark],
    ]),
  ),
};

function resultCounts(run: Run, { changes, failed }: Parts): string[] {
  const results = changes.map((change) => resultWords(change.action, getOutcome(run, change)));
  const done = ACTIONS.map((action) => ACTION_WORDS[action].done);
  const applied = results.filter((result) => done.includes(result)).length;
  const counts = countResults(results)
    .filter(([result]) => failed.length === 0 || !done.includes(result))
    .map(([result, count]) => `${MARKS[result]} **${count} ${result}**`);
  return failed.length > 0 && applied > 0 ? [...counts, `✅ ${applied} applied`] : counts;
}

/** The application's id, linked if the address of its page is known; with `redact`, only its beginning. */
function applicationText({ applicationId, apiUrl, redact }: NonNullable<Run['inputs']>): string {
  if (redact) return code(`${applicationId.slice(0, ID_DIGITS)}…`);
  if (apiUrl.origin !== 'https://api.losant.com') return code(applicationId);
  return `[${code(applicationId)}](https://app.losant.com/applications/${applicationId})`;
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
