import type { Inputs } from '../inputs/inputs.ts';
import { operationRow } from '../inputs/operations.ts';
import { isSecretField } from '../losant/fields.ts';
import { isComparable, type Webhook } from '../losant/webhook.ts';
import type { Change, Outcome, Plan } from '../plan/plan.ts';
import { type ShownField, shownFields } from '../plan/shown.ts';
import type { Explanation } from './explain.ts';
import { counts, DONE, type Mask, shortened } from './lines.ts';
import { isDryRun, nameOf, outcomeOf, type Run, sortedChanges } from './run.ts';

/** GitHub throws away a whole summary of more than 1 MiB. */
const MAX_SUMMARY_BYTES = 1_000_000;

/** Of the reason why a change failed, in its row. */
const LONGEST_REASON = 1000;

/** The job summary: what was done to which webhook, the fields that changed, and what failed. */
export function summary(run: Run, failures: readonly Explanation[], mask: Mask, space = MAX_SUMMARY_BYTES): string {
  const { inputs } = run;
  const head = [
    `### Losant webhooks: ${inputs?.operation ?? 'failed'}${isDryRun(run) ? ' (dry run: nothing was changed)' : ''}`,
    '',
  ];
  if (inputs !== null) head.push(headline(run, inputs, mask), '');
  // Half of the space is for the failures, so that a server with much to say leaves some to the table.
  const share = Math.floor(space / 2 / Math.max(1, failures.length));
  for (const { title, message } of failures)
    head.push(`> ❌ **${escapeText(title)}**: ${lines(mask(message, share), share)}`, '');
  return `${head.join('\n')}\n${table(run, mask, space - Buffer.byteLength(head.join('\n')) - 100)}`;
}

/** The result in one line: what is planned, or what became of it. */
function headline(run: Run, inputs: Inputs, mask: Mask): string {
  const { operation, exportFile } = inputs;
  const { plan, failure } = run;
  const application = `application ${code(inputs.applicationId, mask)}`;
  const reads = operationRow(operation).access === 'read';
  if (plan === null) return `**${reads ? 'Nothing was read' : 'Nothing was changed'}** in ${application}.`;
  if (exportFile !== null && plan.file !== undefined) {
    const [becomes, stays] = isDryRun(run) ? ['would change', 'is up to date'] : ['was written', 'was up to date'];
    const end = failure !== null ? 'was not written' : plan.file.changes ? becomes : stays;
    return `**${plan.items.length} exported** from ${application}: ${code(exportFile.name, mask)} ${end}.`;
  }
  return `**${reads || isDryRun(run) ? counts(operation, plan) : outcomeCounts(run, plan)}** in ${application}.`;
}

/** "1 created, 2 failed, 37 unchanged". */
function outcomeCounts(run: Run, plan: Plan): string {
  const changes = sortedChanges(run);
  const words = changes.map((change) => {
    const { status } = outcomeOf(run, change);
    return status === 'applied' ? DONE[change.action] : status === 'planned' ? 'not started' : status;
  });
  const all = [...words, ...Array<string>(plan.items.length - changes.length).fill('unchanged')];
  const order = ['created', 'updated', 'deleted', 'failed', 'unknown', 'skipped', 'not started', 'unchanged'];
  const numbers = order.map((word) => [all.filter((one) => one === word).length, word] as const);
  const texts = numbers.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return texts.join(', ') || 'Nothing to do';
}

/** The table of changes, or of the webhooks that were read; cut with "and N more" before it gets too large. */
function table(run: Run, mask: Mask, space: number): string {
  const changes = sortedChanges(run);
  if (changes.length === 0) return readTable(run, mask, space);
  const row = (change: Change): string => changeRow(change, outcomeOf(run, change), mask);
  return rowsWithin(['| Webhook | Result | Changes |', '| --- | --- | --- |'], changes, row, space);
}

function readTable({ inputs, plan }: Run, mask: Mask, space: number): string {
  if (inputs === null || plan === null || operationRow(inputs.operation).access !== 'read') return '';
  const webhooks = plan.items.map(({ before }) => before).filter((webhook) => webhook !== null);
  if (webhooks.length === 0) return '';
  const row = ({ id, name, enabled }: Webhook): string =>
    `| ${code(name, mask)} | ${code(id, mask)} | ${enabled === false ? 'disabled' : 'enabled'} |`;
  return rowsWithin(['| Webhook | Id | |', '| --- | --- | --- |'], webhooks, row, space);
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

const PLANNED: Readonly<Record<Change['action'], string>> = { create: '➕', update: '✏️', delete: '🗑️' };

function changeRow(change: Change, outcome: Outcome, mask: Mask): string {
  const id = change.id ?? outcome.after?.id;
  const webhook = `${code(nameOf(change, outcome) ?? '(not readable)', mask)}${id === undefined ? '' : `<br><sub>${code(id, mask)}</sub>`}`;
  return `| ${webhook} | ${resultText(change, outcome, mask)} | ${details(change, mask)} |`;
}

function resultText({ action }: Change, { status, remark, error }: Outcome, mask: Mask): string {
  // The space does not break: the column stays narrow, and each result on one line.
  const words = {
    applied: `✅\u00A0${DONE[action]}`,
    planned: `${PLANNED[action]}\u00A0${action}`,
    failed: '❌\u00A0**failed**',
    skipped: '⏭️\u00A0skipped',
    unknown: `❓\u00A0**not known whether ${DONE[action]}**`,
  }[status];
  if (remark !== undefined) return `${words}: ${escapeText(mask(remark))}`;
  if (error === undefined) return words;
  return `${words}: <code>${escapeText(mask(error.message, LONGEST_REASON))}</code>`;
}

function details(change: Change, mask: Mask): string {
  // A new webhook's name stands in the first column already.
  const shown = shownFields(change).filter(({ name }) => change.action !== 'create' || name !== 'name');
  const fields = shown.map((field) => `${escapeText(field.name)}: ${fieldChange(change, field, mask)}`);
  const workflows = (change.workflows ?? []).map(({ name }) => `with workflow ${code(name, mask)}`);
  return [...fields, ...workflows].join('<br>');
}

/** "`200` → `201`"; a secret's values are not shown, so what is known of them is said. */
function fieldChange({ action, before }: Change, { name, from, to }: ShownField, mask: Mask): string {
  const after = code(shortened(to, mask), mask);
  if (action === 'create') return after;
  if (before === null) return `(not readable) → ${after}`;
  if (!isSecretField(name)) return `${code(shortened(from, mask), mask)} → ${after}`;
  return `${after} (${isComparable(before, name) ? 'changed' : 'sent again: its value is hidden'})`;
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
  // Most texts are plain. The pattern below takes longer to compile than to use.
  if (/^[A-Za-z0-9 -]*$/.test(text)) return text;
  return visible(text).replace(MEANINGFUL, (characters) =>
    [...characters].map((one) => `&#${one.codePointAt(0)};`).join(''),
  );
}

/** Characters that would not be seen, or would turn what is seen around, as their code. */
export function visible(text: string): string {
  // Most texts are plain. The pattern below takes longer to compile than to use.
  if (/^[ -~]*$/.test(text)) return text;
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    if (character === '\n') return '\\n';
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
}
