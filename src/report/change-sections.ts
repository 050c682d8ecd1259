import type { Source } from '../plan/plan.ts';
import { firstFew, plural } from '../wording.ts';
import { code, codeBlock, noBreak, prose } from './escape.ts';
import { collapsible, inline, lazy, paragraphs, type Section, table } from './layout.ts';
import type { ChangeView, FieldView, RunView, WorkflowView } from './view.ts';
import { countResults, KIND_WORDS, type Kind } from './words.ts';

/** A section with more changes is collapsed. In a plan with more, so are all creates. */
const MOST_OPEN = 10;

type Changes = readonly ChangeView[];

function title({ name, id, isShared }: ChangeView): string {
  if (name === null) return id === null ? 'a webhook' : `webhook ${code(id)}`;
  return id !== null && isShared ? `${code(name)} (${code(id)})` : code(name);
}

/** The order is the same everywhere: failures, deletes, updates, creates. */
export function changeSections(view: RunView, notices: Section): Section[] {
  const { changes, isRefused, drift } = view;
  if (drift !== null) return driftSections(view, drift);
  const hasUnapproved = changes.some(({ isUnapproved }) => isUnapproved);
  const parts = Object.groupBy(changes, ({ group, isUnapproved }) => {
    if (group === 'failed' || group === 'unknown' || group === 'flawed') return 'failed';
    if (group === 'skipped' || group === 'gone') return 'skipped';
    return hasUnapproved && !isUnapproved ? 'approved' : 'made';
  });
  const { made = [], failed = [], skipped = [], approved = [] } = parts;
  const skips = skippedSections(skipped);
  if (failed.length > 0) return [failuresSection(failed), notices, ...skips, appliedSection(made)];
  const blocks = (group: Changes): Section => paragraphs(group, changeBlock);
  const isPlanned = made.some(({ group }) => group === 'planned' || group === 'refused');
  return [
    isPlanned
      ? plannedDeletes(made, isRefused)
      : kindSection(made, 'delete', (deletes) => deleteTable(deletes, 'Deleted')),
    notices,
    ...skips,
    kindSection(made, 'update', blocks),
    kindSection(made, 'resend', blocks),
    kindSection(made, 'create', blocks, hasUnapproved || changes.length <= MOST_OPEN),
    folded(blocks(approved), `${approved.length} approved`, approved, false),
  ];
}

/** Webhooks that will be deleted, as a warning before all other changes. */
function plannedDeletes(changes: Changes, isRefused: boolean): Section {
  const deletes = changes.filter(({ kind }) => kind === 'delete');
  const workflows = deletes.reduce((sum, change) => sum + change.workflows.length, 0);
  const isOne = deletes.length === 1;
  const along = workflows === 0 ? '' : `, and ${plural(workflows, 'workflow')} with ${isOne ? 'it' : 'them'}`;
  const [will, stops, stop] = isRefused ? ['would', 'would stop', 'would stop'] : ['will', 'stops', 'stop'];
  const urls = isOne ? `Its URL ${stops}` : `Their URLs ${stop}`;
  const warning = `**${plural(deletes.length, 'webhook')} ${will} be deleted${along}.** ${urls} working permanently.`;
  const section = deleteTable(deletes, 'Delete', '> ');
  return { ...section, before: `> [!CAUTION]\n> ${warning}\n>\n${section.before}` };
}

function deleteTable(deletes: Changes, what: string, quote = ''): Section {
  const hasWorkflows = deletes.some(({ workflows }) => workflows.length > 0);
  const columns = [what, ...(hasWorkflows ? ['Workflows also deleted'] : []), 'Last updated'];
  const show = (change: ChangeView): string[] => {
    const workflows = hasWorkflows ? [firstFew(change.workflows.map(workflowText)) || 'none'] : [];
    return [title(change), ...workflows, noBreak(change.lastUpdated)];
  };
  return table(columns, deletes, show, quote);
}

function workflowText({ name, otherTriggers }: WorkflowView): string {
  const others = otherTriggers.map((trigger) => prose(trigger));
  return others.length === 0 ? code(name) : `${code(name)} ⚠️ also triggered by ${firstFew(others)}`;
}

/** The changes of one kind, below their number. */
function kindSection(all: Changes, kind: Kind, show: (changes: Changes) => Section, isOpen = true): Section {
  const changes = all.filter((change) => change.kind === kind);
  const heading = countResults(changes, (count, mark) => `${mark} <b>${count}</b>`).join(', ');
  return folded(show(changes), heading, changes, isOpen);
}

/** The section below its heading, which has the first few names if it is collapsed. */
function folded(section: Section, heading: string, changes: Changes, isOpen: boolean): Section {
  if (isOpen && changes.length <= MOST_OPEN) return collapsible(section, heading, true);
  return collapsible(section, `${heading}: ${firstFew(lazy(changes, title))}`, false);
}

/** A webhook with its fields as lines of a diff. */
function changeBlock(change: ChangeView): string {
  const lines = change.fields.filter(({ name }) => change.kind !== 'create' || name !== 'name').flatMap(diffLines);
  const remark = change.remark === null ? '' : `: ${prose(change.remark)}`;
  return `**${title(change)}**${remark}${lines.length === 0 ? '' : `\n\n${codeBlock('diff', lines)}`}`;
}

const PLAIN = /^[^\s"'{}[\]](?:.*\S)?$/u;

/** The value, without quotes unless that would be ambiguous. */
function shown(value: string): string {
  return PLAIN.test(value) ? value : JSON.stringify(value);
}

function diffLines({ name, from, to, note }: FieldView): string[] {
  const end = note === null ? '' : `   (${note})`;
  const isSecret = from === '***' || to === '***';
  if (from === null || (from === to && to !== '')) return [`${from === null ? '+' : '!'} ${name}: ${shown(to)}${end}`];
  if (isSecret && to === '') return [`! ${name}: *** → (empty)${end}`];
  if (from.includes('…') || to.includes('…')) return [`  ${name}:${end}`, `-   ${shown(from)}`, `+   ${shown(to)}`];
  return [`- ${name}: ${shown(from)}`, `+ ${name}: ${shown(to)}${end}`];
}

/** What failed or is not known, and what to do about it. */
function failuresSection(changes: Changes): Section {
  return table(['Webhook', 'What happened', 'What to do'], changes, (change) => {
    const { what = '', advice = '', quotes = [] } = change.failure ?? {};
    const flaw = `${change.result}, but ${what}${change.remark === null ? '' : `; ${change.remark}`}`;
    const failures: Readonly<Record<string, readonly [mark: string, happened: string, todo: string]>> = {
      failed: ['❌', what, advice],
      unknown: ['❓', what, 'Run the job again: it changes only what still differs.'],
    };
    const [mark, happened, todo] = failures[change.group] ?? ['⚠️', flaw, advice];
    return [`${mark}\u00A0${title(change)}`, prose(happened, quotes), prose(todo)];
  });
}

/** What was skipped, a line for each reason. */
function skippedSections(changes: Changes): Section[] {
  const reason = ({ kind, group, remark }: ChangeView): string => {
    const why = group === 'skipped' ? ['not started', remark] : [remark];
    return `${KIND_WORDS[kind].planned}, ${why.filter((text) => text !== null).join(': ')}`;
  };
  return [...Map.groupBy(changes, reason)].map(([why, group]) =>
    inline(`⏭️ ${group.length} ${prose(why)}: `, group, title),
  );
}

/** Changes that were applied although others failed. */
function appliedSection(changes: Changes): Section {
  const counts = countResults(changes).join(', ');
  const show = (change: ChangeView): string =>
    change.kind === 'delete' ? `**${title(change)}** deleted` : changeBlock(change);
  return collapsible(paragraphs(changes, show), `✅ ${changes.length} applied: ${counts}`, false);
}

/** How to end a drift between Losant and the file of a sync. */
const WAYS = [
  `* To overwrite Losant with the file, run ${code('sync')} without ${code('expected-changes')}.`,
  `* To accept what is in Losant, run ${code('export')}, which changes the file.`,
];

/** What differs between Losant and the file, or the body, and how to end it. */
function driftSections({ changes, operation }: RunView, source: Source): Section[] {
  const names = (group: Changes): Section => inline('', group, title);
  const values = (change: ChangeView): string => {
    const lines = change.fields.flatMap((field) => driftLines(field, source));
    return `**${title(change)}**\n\n${codeBlock('text', lines)}`;
  };
  return [
    kindSection(changes, 'delete', names),
    kindSection(changes, 'update', (group) => paragraphs(group, values)),
    kindSection(changes, 'create', names),
    paragraphs(operation === 'sync' && source === 'the file' ? WAYS : [], String, '\n'),
  ];
}

function driftLines({ name, from, to, note }: FieldView, source: Source): string[] {
  const end = note === null || note === 'changed' ? '' : `   (${note})`;
  const inLosant = from === null ? [] : [`  in Losant: ${shown(from)}`];
  return [name, ...inLosant, `  in ${source}: ${shown(to)}${end}`];
}
