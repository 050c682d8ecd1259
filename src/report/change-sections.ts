import type { Action, Change } from '../plan/plan.ts';
import { firstFew, plural } from '../wording.ts';
import { code, codeBlock, prose } from './escape.ts';
import { collapsible, inline, paragraphs, row, type Section, table } from './layout.ts';
import type { Masks } from './masks.ts';
import { getOutcome, type Run } from './run.ts';
import { type ChangeView, createView, type FieldView, type WorkflowView } from './view.ts';
import { ACTION_WORDS, countResults } from './words.ts';

/** A section with more changes is collapsed. */
const MOST_OPEN = 10;
/** The maximum number of names in a heading, or of workflows in a row. */
const MOST_NAMES = 10;

/** What the sections are made from. */
export interface Source {
  readonly run: Run;
  readonly masks: Masks;
  /** Names that several of the changed webhooks share: only their ids distinguish them. */
  readonly shared: ReadonlySet<string | null>;
}

function* each(
  { run, masks }: Source,
  changes: Iterable<Change>,
  show: (view: ChangeView) => string,
): Generator<string> {
  for (const change of changes) yield show(createView(run, change, masks));
}

function title({ shared }: Source, { name, id }: ChangeView): string {
  if (name === null) return id === null ? 'a webhook' : `webhook ${code(id)}`;
  return id !== null && shared.has(name) ? `${code(name)} (${code(id)})` : code(name);
}

/** Webhooks that will be deleted, as a warning before all other changes. */
export function deletesPlanned(source: Source, deletes: readonly Change[], will: 'will' | 'would'): Section {
  const workflows = deletes.reduce((sum, change) => sum + (change.workflows?.length ?? 0), 0);
  const isOne = deletes.length === 1;
  const along = workflows === 0 ? '' : `, and ${plural(workflows, 'workflow')} with ${isOne ? 'it' : 'them'}`;
  const urls = isOne ? 'Its URL stops' : 'Their URLs stop';
  const section = deleteTable(source, deletes, ['Delete', 'Workflows that go too'], '> ');
  const warning = `**${plural(deletes.length, 'webhook')} ${will} be deleted${along}.** ${urls} working for good.`;
  return { ...section, before: `> [!CAUTION]\n> ${warning}\n>\n${section.before}` };
}

function deleteTable(
  source: Source,
  deletes: readonly Change[],
  [what, along]: readonly [string, string],
  quote = '',
): Section {
  const hasWorkflows = deletes.some(({ workflows = [] }) => workflows.length > 0);
  const columns = [what, ...(hasWorkflows ? [along] : []), 'Last updated'];
  const show = (view: ChangeView): string =>
    row(
      title(source, view),
      ...(hasWorkflows ? [firstFew(view.workflows.map(workflowText), MOST_NAMES) || 'none'] : []),
      view.lastUpdated ?? 'not known',
    );
  return table(columns, each(source, deletes, show), deletes.length, quote);
}

function workflowText({ name, otherTriggers }: WorkflowView): string {
  const others = otherTriggers.map((trigger) => prose(trigger));
  return others.length === 0 ? code(name) : `${code(name)} ⚠️ also triggered by ${firstFew(others, MOST_NAMES)}`;
}

/** Changes of one kind, planned or applied. */
export function changesSection(source: Source, changes: readonly Change[], action: Action, isOpen: boolean): Section {
  const { mark, planned, done } = ACTION_WORDS[action];
  const isPlan = changes.every((change) => getOutcome(source.run, change).status === 'planned');
  const section =
    action === 'delete'
      ? deleteTable(source, changes, ['Deleted', 'Workflows that went too'])
      : paragraphs(
          each(source, changes, (view) => changeBlock(source, view)),
          changes.length,
        );
  const first = [...each(source, changes.slice(0, MOST_NAMES), (view) => title(source, view))];
  const more = changes.length > first.length ? `, and ${changes.length - first.length} more` : '';
  const heading = `${mark} <b>${changes.length} ${isPlan ? planned : done}</b>`;
  return isOpen && changes.length <= MOST_OPEN
    ? collapsible(section, heading, true)
    : collapsible(section, `${heading}: ${first.join(', ')}${more}`, false);
}

/** A webhook with its fields as lines of a diff. */
function changeBlock(source: Source, view: ChangeView): string {
  const lines = view.fields.filter(({ name }) => view.action !== 'create' || name !== 'name').flatMap(diffLines);
  const remark = view.remark === null ? '' : `: ${prose(view.remark)}`;
  return `**${title(source, view)}**${remark}${lines.length === 0 ? '' : `\n\n${codeBlock('diff', lines)}`}`;
}

const PLAIN = /^[^\s"'{}[\]](?:.*\S)?$/u;

/** The value, without quotes unless that would be ambiguous. */
function shown(value: string): string {
  return PLAIN.test(value) ? value : JSON.stringify(value);
}

function diffLines({ name, from, to, note }: FieldView): string[] {
  const end = note === null ? '' : `   (${note})`;
  const isSecret = from === '***' || to === '***';
  if (from === null || from === to) return [`${from === null ? '+' : '!'} ${name}: ${shown(to)}${end}`];
  if (isSecret && to === '') return [`! ${name}: *** → (empty)`];
  if (from.includes('…') || to.includes('…')) {
    return [`  ${name}:${end}`, `-   ${shown(from)}`, `+   ${shown(to)}`];
  }
  return [`- ${name}: ${shown(from)}`, `+ ${name}: ${shown(to)}${end}`];
}

/** What failed or is unknown, and what to do about it. */
export function failuresSection(source: Source, changes: readonly Change[]): Section {
  const show = (view: ChangeView): string => {
    const { what = '', advice = '', quotes = [] } = view.failure ?? {};
    const isUnknown = view.result === 'not known';
    const isDone = !isUnknown && view.result !== 'failed';
    const happened = prose(source.masks.mask(isDone ? `${view.result}, but ${what}` : what), quotes);
    const mark = isUnknown ? '❓' : view.result === 'failed' ? '❌' : '⚠️';
    const todo = isUnknown ? 'Run the job again: it changes only what still differs.' : advice;
    return row(`${mark}\u00A0${title(source, view)}`, happened, prose(source.masks.mask(todo)));
  };
  return table(['Webhook', 'What happened', 'What to do'], each(source, changes, show), changes.length);
}

/** What was skipped, grouped by reason. */
export function skippedSections(source: Source, changes: readonly Change[]): Section[] {
  const remark = (change: Change): string => getOutcome(source.run, change).remark ?? 'not started';
  const groups = Map.groupBy(changes, (change) => `${ACTION_WORDS[change.action].planned}, ${remark(change)}`);
  return [...groups].map(([reason, group]) =>
    inline(
      `⏭️ ${group.length} ${prose(reason)}: `,
      each(source, group, (view) => title(source, view)),
      group.length,
    ),
  );
}

/** Changes that were applied although others failed. */
export function appliedSection(source: Source, changes: readonly Change[]): Section {
  const results = changes.map(({ action }) => ACTION_WORDS[action].done);
  const counts = countResults(results).map(([result, count]) => `${count} ${result}`);
  const items = each(source, changes, (view) =>
    view.action === 'delete' ? `**${title(source, view)}** deleted` : changeBlock(source, view),
  );
  return collapsible(paragraphs(items, changes.length), `✅ ${changes.length} applied: ${counts.join(', ')}`, false);
}
