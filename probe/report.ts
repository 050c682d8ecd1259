/** Formats the results as a table for a terminal, and as a Markdown report that can be published. */
import { stripVTControlCharacters } from 'node:util';
import { version } from '../src/version.ts';
import type { Verdict } from './finding.ts';
import type { Leftover } from './resources.ts';
import type { Outcome, Result } from './run.ts';

const MARKS: Readonly<Record<Verdict, string>> = {
  differs: '✗ differs',
  holds: '✓ holds',
  'not checked': '– not checked',
};
const ORDER: readonly Verdict[] = ['differs', 'holds', 'not checked'];
const HEAD = ['Result', 'Assumption', 'Expected', 'Found', 'What it means for the action'] as const;

function meaningOf({ assumption, finding }: Result): string {
  if (finding.verdict === 'differs') return assumption.otherwise;
  return finding.verdict === 'holds' ? 'It works as documented' : 'Unknown';
}

function inOrder(results: readonly Result[]): Result[] {
  return results.toSorted((a, b) => ORDER.indexOf(a.finding.verdict) - ORDER.indexOf(b.finding.verdict));
}

/** "Of 46 assumptions, 40 hold, 3 differ, and 3 could not be checked." */
export function summaryOf(results: readonly Result[]): string {
  const count = (verdict: Verdict): number => results.filter(({ finding }) => finding.verdict === verdict).length;
  const differing = count('differs');
  return `Of ${results.length} assumptions, ${count('holds')} hold, ${differing} ${differing === 1 ? 'differs' : 'differ'}, and ${count('not checked')} could not be checked.`;
}

/** Wraps a text at spaces. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** @param columns the width of the terminal */
export function terminalTable(results: readonly Result[], columns: number): string {
  const total = Math.min(Math.max(columns, 120), 160);
  const widths = [13, 34, 22, 28].concat(total - 13 - 34 - 22 - 28 - 8);
  const line = (cells: readonly string[]): string => {
    const wrapped = cells.map((cell, column) => wrap(cell, widths[column] ?? 0));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    const rows = Array.from({ length: height }, (_, row) =>
      wrapped
        .map((lines, column) => (lines[row] ?? '').padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
    return rows.join('\n');
  };
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  const rows = inOrder(results).map((result) => {
    const { assumption, finding } = result;
    const assumed = `${assumption.id}: ${assumption.assumed}`;
    return line([MARKS[finding.verdict], assumed, assumption.expected, finding.found, meaningOf(result)]);
  });
  return [line(HEAD), rule, ...rows].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** The report. It does not contain the application, the token, or the URL of the API. */
export function markdownReport(outcome: Outcome, { isLosant, date }: { isLosant: boolean; date: Date }): string {
  const { results, endedEarly, leftovers } = outcome;
  const rows = inOrder(results).map((result) => {
    const { assumption, finding } = result;
    const cells = [MARKS[finding.verdict], `\`${assumption.id}\`: ${assumption.assumed}`, assumption.expected];
    return `| ${[...cells, finding.found, meaningOf(result)].map(cell).join(' | ')} |`;
  });
  return [
    '# What `npm run probe` found',
    '',
    summaryOf(results),
    '',
    `* API: ${isLosant ? "Losant's own" : 'another installation'}`,
    `* Losant webhook action: ${version}, Node.js ${process.versions.node}`,
    `* Date: ${date.toISOString().slice(0, 10)}`,
    ...(endedEarly === null ? [] : [`* Not everything was checked: ${endedEarly}`]),
    ...(leftovers.length === 0 ? [] : ['* Not everything that the probe created could be deleted']),
    '',
    `| ${HEAD.join(' | ')} |`,
    `| ${HEAD.map(() => '---').join(' | ')} |`,
    ...rows,
    '',
  ].join('\n');
}

/** Lists what could not be deleted, so that a person can do it. */
export function leftoverText(leftovers: readonly Leftover[]): string {
  const lines = leftovers.map(({ kind, id, name }) => {
    const what = kind === 'flows' ? 'workflow' : 'webhook';
    if (id !== '') return `  ${what} ${name} (id ${id})`;
    return `  possibly a ${what} whose name begins with ${name.replace('…', '')}`;
  });
  return `Could not delete everything that the probe created. Delete the rest by hand in Losant:\n${lines.join('\n')}`;
}

/** Replaces everything confidential in a text, however it got there. */
export function withoutConfidential(text: string, confidential: readonly string[]): string {
  const clean = stripVTControlCharacters(text);
  // Short values, such as "a", appear in every text.
  const long = confidential.filter((value) => value.length >= 6).toSorted((a, b) => b.length - a.length);
  return long.reduce((rest, value) => rest.replaceAll(value, '***'), clean);
}
