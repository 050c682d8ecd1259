import { isDifference } from '../plan/compare.ts';
import type { Notice } from '../plan/notices.ts';
import { type Change, type Item, isChange } from '../plan/plan.ts';
import { listErrors } from '../problem.ts';
import {
  appliedSection,
  changesSection,
  deletesPlanned,
  failuresSection,
  type Source,
  skippedSections,
} from './change-sections.ts';
import { code, prose } from './escape.ts';
import { type Explanation, explain } from './explain.ts';
import { footer, heading, type Origin, statusLine } from './headline.ts';
import { helpLink } from './help.ts';
import { collapsible, inline, layout, paragraphs, type Section } from './layout.ts';
import type { Masks } from './masks.ts';
import { groupChanges, type Parts } from './parts.ts';
import { exportSections, listSection, webhookSection } from './read-sections.ts';
import type { Remarks } from './remarks.ts';
import { getOutcome, type Run, sortedChanges } from './run.ts';

/** GitHub discards a summary of more than 1 MiB. */
const MAX_SUMMARY_BYTES = 1_000_000;
/** The maximum length of a message, in characters. */
const LONGEST_MESSAGE = 4000;
/** The maximum number of warnings. */
const MOST_NOTICES = 20;
/**
 * The run as Markdown, for the job summary and the comment: failures, deletes, updates, creates, and what is unchanged.
 * @param remarks what it says besides the changes
 * @param problem what failed apart from the run itself and its changes
 * @param space the maximum size in bytes
 */
export function summary(
  run: Run,
  origin: Origin,
  masks: Masks,
  { notices, advice }: Remarks,
  problem: Explanation | null = null,
  space = MAX_SUMMARY_BYTES,
): string {
  const parts = groupChanges(run);
  const errors = run.failure === null ? [] : listErrors(run.failure);
  const failures = errors.map((error) => explain(error, run.inputs, masks));
  if (failures.length === 0 && problem !== null) failures.push(problem);
  const extent = prose(masks.mask(run.plan?.extent ?? '', LONGEST_MESSAGE));
  const head = [heading(run, origin, parts, failures.length > 0), statusLine(run, parts), extent];
  const alerts = failures.map((failure) => alert('CAUTION', failureText(failure, masks, origin.help)));
  const advices = advice === null ? [] : [`<sub>${prose(advice)}</sub>`];
  const sections = [
    paragraphs(alerts, alerts.length),
    ...operationSections(run, parts, notices, masks),
    paragraphs(advices, advices.length),
  ];
  return layout(head.filter((text) => text !== '').join('\n\n'), sections, footer(origin), space);
}

function alert(kind: 'CAUTION' | 'WARNING' | 'TIP', text: string): string {
  return `> [!${kind}]\n> ${text}`;
}

/** @param help the address of docs/troubleshooting.md */
function failureText({ title, message, quotes }: Explanation, masks: Masks, help: string | null): string {
  const link = helpLink(title, help);
  return `**${link === null ? prose(title) : `[${prose(title)}](${link})`}**: ${prose(masks.mask(message, LONGEST_MESSAGE), quotes)}`;
}

function operationSections(run: Run, parts: Parts, found: readonly Notice[], masks: Masks): Section[] {
  const { inputs, plan } = run;
  if (inputs === null || plan === null) return [];
  const notices = paragraphs(noticeTexts(found, masks), Math.min(found.length, MOST_NOTICES + 1));
  const webhooks = plan.items.map(({ before }) => before).filter((webhook) => webhook !== null);
  if (inputs.operation === 'get') return [notices, ...webhooks.map((webhook) => webhookSection(webhook, masks))];
  if (inputs.operation === 'list') return [notices, listSection(webhooks, masks)];
  if (plan.file !== undefined) return [notices, ...exportSections(plan.file, masks)];
  const source = { run, masks, shared: sharedNames(parts.changes) };
  return [...changeSections(source, parts, notices), unchangedSection(plan.items, masks)];
}

function* noticeTexts(notices: readonly Notice[], masks: Masks): Generator<string> {
  for (const { kind, message } of notices.slice(0, MOST_NOTICES)) {
    const text = prose(masks.mask(message, LONGEST_MESSAGE));
    yield kind === 'fact' ? text : alert(kind === 'tip' ? 'TIP' : 'WARNING', text);
  }
  if (notices.length > MOST_NOTICES)
    yield alert('WARNING', `There are ${notices.length - MOST_NOTICES} more warnings.`);
}

/** The order is the same everywhere: failures, deletes, updates, creates. */
function changeSections(source: Source, { failed, skipped, others }: Parts, notices: Section): Section[] {
  const skips = skippedSections(source, skipped);
  if (failed.length > 0) {
    return [failuresSection(source, failed), notices, ...skips, appliedSection(source, others)];
  }
  const of = (action: Change['action']): Change[] => others.filter((change) => change.action === action);
  const isPlan = others.some((change) => getOutcome(source.run, change).status === 'planned');
  const deletes = isPlan
    ? deletesPlanned(source, of('delete'), source.run.failure === null ? 'will' : 'would')
    : changesSection(source, of('delete'), 'delete', true);
  return [
    deletes,
    notices,
    ...skips,
    changesSection(source, of('update'), 'update', true),
    changesSection(source, of('create'), 'create', false),
  ];
}

function unchangedSection(items: readonly Item[], masks: Masks): Section {
  const unchanged = items.filter((item) => !isChange(item));
  const names = unchanged.values().map(({ name }) => code(masks.mask(String(name))));
  return collapsible(inline('', names, unchanged.length), `${unchanged.length} unchanged`, false);
}

function sharedNames(changes: readonly Change[]): Set<string | null> {
  const seen = new Set<string | null>();
  return new Set(changes.map(({ name }) => name).filter((name) => seen.has(name) || !seen.add(name)));
}

/** Whether a comment has something to say: a change or a failure. */
export function matters(run: Run, hasFailed: boolean): boolean {
  return hasFailed || (run.plan?.file === undefined && sortedChanges(run).some(isDifference));
}
