import { isDifference } from '../plan/diff.ts';
import type { Change, Item, Outcome } from '../plan/plan.ts';
import type { Explanation } from './explain.ts';
import { counts, shortened } from './lines.ts';
import { shownFields } from './outputs.ts';
import { isDryRun, outcomeOf, type Run, sortedChanges } from './run.ts';

/** GitHub throws away a whole summary of more than 1 MiB. */
const MAX_SUMMARY_BYTES = 1_000_000;

/** How texts from outside reach Markdown: secrets masked first, then escaped. */
export type Mask = (text: string) => string;

/** The job summary: what was done to which webhook, the fields that changed, and what failed. */
export function summary(run: Run, failures: readonly Explanation[], mask: Mask): string {
  const { request, plan } = run;
  const head = [`### Losant webhooks: ${request?.operation ?? 'failed'}${isDryRun(run) ? ' (dry run)' : ''}`, ''];
  if (request !== null)
    head.push(
      `Application ${code(request.applicationId, mask)}: ${plan === null ? 'nothing was planned' : counts(request.operation, plan)}.`,
      '',
    );
  if (isDryRun(run)) head.push('This was a dry run: nothing was changed.', '');
  for (const { title, message } of failures) head.push(`> **${escapeText(title)}**: ${lines(message, mask)}`, '');
  return `${head.join('\n')}\n${table(run, mask, MAX_SUMMARY_BYTES - 100_000)}`;
}

/** The table of changes, or of the webhooks that were read; cut with "and N more" before it gets too large. */
function table(run: Run, mask: Mask, space: number): string {
  const changes = sortedChanges(run);
  if (changes.length === 0) return readTable(run, mask, space);
  const row = (change: Change): string => changeRow(change, outcomeOf(run, change), mask);
  return rowsWithin(['| Webhook | Result | Changes |', '| --- | --- | --- |'], changes, row, space);
}

function readTable({ plan }: Run, mask: Mask, space: number): string {
  const items = plan?.items ?? [];
  if (items.length === 0) return '';
  const row = ({ id, webhook }: Item): string =>
    `| ${code(webhook?.name ?? '', mask)} | ${code(id ?? '', mask)} | ${webhook?.['enabled'] === false ? 'disabled' : 'enabled'} |`;
  return rowsWithin(['| Webhook | Id | |', '| --- | --- | --- |'], items, row, space);
}

function rowsWithin<T>(head: readonly string[], items: readonly T[], row: (item: T) => string, space: number): string {
  const kept: string[] = [];
  let size = 0;
  for (const item of items) {
    const line = row(item);
    size += Buffer.byteLength(line) + 1;
    if (size > space) break;
    kept.push(line);
  }
  const more = items.length > kept.length ? ['', `… and ${items.length - kept.length} more.`] : [];
  return `${[...head, ...kept, ...more].join('\n')}\n`;
}

const RESULTS: Readonly<Record<Change['action'], readonly [done: string, planned: string]>> = {
  create: ['created', 'to be created'],
  update: ['updated', 'to be updated'],
  delete: ['deleted', 'to be deleted'],
};

function changeRow(change: Change, outcome: Outcome, mask: Mask): string {
  const id = change.id ?? outcome.after?.id;
  const webhook = `${code(change.name ?? outcome.after?.name ?? '(not readable)', mask)}${id === undefined || id === null ? '' : `<br>${code(id, mask)}`}`;
  return `| ${webhook} | ${resultText(change, outcome, mask)} | ${details(change, mask)} |`;
}

function resultText({ action }: Change, { status, remark, error }: Outcome, mask: Mask): string {
  const [done, planned] = RESULTS[action];
  const words = {
    applied: done,
    planned,
    failed: '**failed**',
    skipped: 'skipped',
    unknown: `**not known whether ${done}**`,
  }[status];
  const why = remark ?? error?.message;
  return why === undefined ? words : `${words}: ${code(why, mask)}`;
}

function details(change: Change, mask: Mask): string {
  const fields = shownFields(change).map(({ name, from, to }) => {
    const before =
      change.action === 'create'
        ? ''
        : `${from === null && change.before === null ? '(not readable)' : code(shortened(from), mask)} → `;
    return `${escapeText(name)}: ${before}${code(shortened(to), mask)}`;
  });
  const workflows = (change.workflows ?? []).map(({ name }) => `with workflow ${code(name, mask)}`);
  const again = isDifference(change) ? [] : ['(sent again: its value is hidden)'];
  return [...fields, ...workflows, ...again].join('<br>');
}

function lines(text: string, mask: Mask): string {
  return text
    .split('\n')
    .map((line) => escapeText(mask(line)))
    .join('<br>');
}

/**
 * A text from outside, as code: GitHub makes no mentions, links or references of what stands there. Every character that
 * Markdown or HTML could take for its own is written as a number.
 */
export function code(text: string, mask: Mask): string {
  return `<code>${escapeText(mask(text))}</code>`;
}

/** What has no meaning in Markdown or HTML. A dot, colon or underscore has one only where a link or emphasis begins. */
const MEANINGFUL =
  /www\.|(?:mailto|xmpp):|:(?=\/)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|[^\p{L}\p{N} _.:/(),;+=%?'"→…-]/giu;

function escapeText(text: string): string {
  // Most texts are plain. The pattern below takes longer to compile than to use.
  if (/^[A-Za-z0-9 -]*$/.test(text)) return text;
  return visible(text).replace(MEANINGFUL, (characters) =>
    [...characters].map((one) => `&#${one.codePointAt(0)};`).join(''),
  );
}

/** Characters that would not be seen, or would turn what is seen around, as their code. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    if (character === '\n') return '\\n';
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
}
