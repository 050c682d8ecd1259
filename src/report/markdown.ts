import { isDifference } from '../plan/diff.ts';
import type { Change, Outcome } from '../plan/plan.ts';
import type { Explanation } from './explain.ts';
import { counts, type Mask, shortened } from './lines.ts';
import { shownFields } from './outputs.ts';
import { isDryRun, outcomeOf, type Run, sortedChanges } from './run.ts';

/** GitHub throws away a whole summary of more than 1 MiB. */
const MAX_SUMMARY_BYTES = 1_000_000;

/** Of the reason why a change failed, in its row. */
const LONGEST_REASON = 1000;

/** The job summary: what was done to which webhook, the fields that changed, and what failed. */
export function summary(run: Run, failures: readonly Explanation[], mask: Mask, space = MAX_SUMMARY_BYTES): string {
  const { request, plan } = run;
  const head = [`### Losant webhooks: ${request?.operation ?? 'failed'}${isDryRun(run) ? ' (dry run)' : ''}`, ''];
  if (request !== null)
    head.push(
      `Application ${code(request.applicationId, mask)}: ${plan === null ? 'nothing was planned' : counts(request.operation, plan)}.`,
      '',
    );
  if (isDryRun(run)) head.push('This was a dry run: nothing was changed.', '');
  // Half of the space is for the failures, so that a server with much to say leaves some to the table.
  const share = Math.floor(space / 2 / Math.max(1, failures.length));
  for (const { title, message } of failures)
    head.push(`> **${escapeText(title)}**: ${lines(mask(message), share)}`, '');
  return `${head.join('\n')}\n${table(run, mask, space - Buffer.byteLength(head.join('\n')) - 100)}`;
}

/** The table of changes, or of the webhooks that were read; cut with "and N more" before it gets too large. */
function table(run: Run, mask: Mask, space: number): string {
  const changes = sortedChanges(run);
  if (changes.length === 0) return readTable(run, mask, space);
  const rows = changes.map((change) => changeRow(change, outcomeOf(run, change), mask));
  return rowsWithin(['| Webhook | Result | Changes |', '| --- | --- | --- |'], rows, space);
}

function readTable({ request, plan }: Run, mask: Mask, space: number): string {
  const isRead = request?.operation === 'get' || request?.operation === 'list';
  const items = isRead ? (plan?.items ?? []) : [];
  if (items.length === 0) return '';
  const rows = items.map(
    ({ id, webhook }) =>
      `| ${code(webhook?.name ?? '', mask)} | ${code(id ?? '', mask)} | ${webhook?.['enabled'] === false ? 'disabled' : 'enabled'} |`,
  );
  return rowsWithin(['| Webhook | Id | |', '| --- | --- | --- |'], rows, space);
}

function rowsWithin(head: readonly string[], rows: readonly string[], space: number): string {
  const kept: string[] = [];
  let size = 0;
  for (const row of rows) {
    size += Buffer.byteLength(row) + 1;
    if (size > space) break;
    kept.push(row);
  }
  const more = rows.length > kept.length ? ['', `… and ${rows.length - kept.length} more.`] : [];
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
  if (why === undefined) return words;
  const masked = mask(why);
  return `${words}: ${code(masked.slice(0, LONGEST_REASON), mask)}${masked.length > LONGEST_REASON ? '…' : ''}`;
}

function details(change: Change, mask: Mask): string {
  const fields = shownFields(change).map(({ name, from, to }) => {
    const before =
      change.action === 'create'
        ? ''
        : `${from === null && change.before === null ? '(not readable)' : code(shortened(from, mask), mask)} → `;
    return `${escapeText(name)}: ${before}${code(shortened(to, mask), mask)}`;
  });
  const workflows = (change.workflows ?? []).map(({ name }) => `with workflow ${code(name, mask)}`);
  const again = isDifference(change) ? [] : ['(sent again: its value is hidden)'];
  return [...fields, ...workflows, ...again].join('<br>');
}

/** The lines of a text, escaped; cut where they would take more than so many bytes. */
function lines(text: string, space: number): string {
  const escaped = (part: string): string => part.split('\n').map(escapeText).join('<br>');
  let part = text;
  while (Buffer.byteLength(escaped(part)) > space) part = part.slice(0, part.length / 2);
  return `${escaped(part)}${part === text ? '' : '…'}`;
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
