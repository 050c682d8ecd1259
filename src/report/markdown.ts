import type { Notice } from '../plan/notices.ts';
import { code, prose } from './escape.ts';
import { type Explanation, helpLink } from './explain.ts';
import { footer, heading, type Origin, statusLine, unchangedText } from './headline.ts';
import { collapsible, inline, layout, paragraphs, type Section } from './layout.ts';
import { exportSections, listSection, webhookSection } from './read-sections.ts';
import type { createRemarks } from './remarks.ts';
import type { RunView } from './view.ts';

/** GitHub discards a summary of more than 1 MiB. */
const MAX_SUMMARY_BYTES = 1_000_000;
/** The maximum number of warnings. */
const MOST_NOTICES = 20;

/** What a report says besides the changes, and how it lays out the changes. */
export type Remarks = ReturnType<typeof createRemarks>;

/**
 * The run as Markdown, for the job summary and the comment: failures, deletes, updates, creates, and what is unchanged.
 * @param problem what failed apart from the run itself and its changes
 * @param space the maximum size in bytes
 */
export function summary(
  view: RunView,
  origin: Origin,
  { notices, advice, changeSections }: Remarks,
  problem: Explanation | null = null,
  space = MAX_SUMMARY_BYTES,
): string {
  const failures = view.failures.length > 0 || problem === null ? view.failures : [problem];
  const head = [heading(view, origin, failures.length > 0), statusLine(view), prose(view.extent)];
  // Drift is all that there is to say.
  const alerts = view.drift === null ? failures : [];
  const sections = [
    paragraphs(alerts, (failure) => failureAlert(failure, origin.help)),
    ...operationSections(view, noticesSection(notices), changeSections),
    paragraphs(advice === null ? [] : [advice], (text) => `<sub>${prose(text)}</sub>`),
  ];
  return layout(head.filter((text) => text !== '').join('\n\n'), sections, footer(origin), space);
}

function alert(kind: 'CAUTION' | 'WARNING' | 'TIP', text: string): string {
  return `> [!${kind}]\n> ${text}`;
}

/** @param help the address of docs/troubleshooting.md */
function failureAlert({ title, message, quotes }: Explanation, help: string | null): string {
  const link = helpLink(title, help);
  const shown = link === null ? prose(title) : `[${prose(title)}](${link})`;
  return alert('CAUTION', `**${shown}**: ${prose(message, quotes)}`);
}

function noticesSection(notices: readonly Notice[]): Section {
  const texts = notices.slice(0, MOST_NOTICES).map(({ kind, message }) => {
    const text = prose(message);
    return kind === 'fact' ? text : alert(kind === 'tip' ? 'TIP' : 'WARNING', text);
  });
  const more = notices.length - texts.length;
  return paragraphs(more > 0 ? [...texts, alert('WARNING', `There are ${more} more warnings.`)] : texts, String);
}

function operationSections(view: RunView, notices: Section, changeSections: Remarks['changeSections']): Section[] {
  const { operation, hasPlan, webhooks, file } = view;
  if (!hasPlan) return [];
  if (operation === 'get') return [notices, ...Iterator.from(webhooks).map(webhookSection)];
  if (operation === 'list') return [notices, listSection(webhooks)];
  if (file !== null) return [notices, ...exportSections(file)];
  const unchanged = collapsible(inline('', view.unchanged, code), unchangedText(view), false);
  return [...changeSections(view, notices), unchanged];
}

/** Whether a comment has something to say: a change or a failure. */
export function matters({ access, changes }: RunView, hasFailed: boolean): boolean {
  return hasFailed || (access === 'write' && changes.some(({ kind }) => kind !== 'resend'));
}
