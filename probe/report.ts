/** The results as a table for a terminal, and as a Markdown report that can be made public. */
import { stripVTControlCharacters } from 'node:util';
import { version } from '../src/version.ts';
import type { Verdict } from './finding.ts';
import type { Leftover } from './made.ts';
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

/** "3 of 46 assumptions differ, 40 hold, 3 were not checked." */
export function summaryOf(results: readonly Result[]): string {
  const count = (verdict: Verdict): number => results.filter(({ finding }) => finding.verdict === verdict).length;
  const differing = count('differs');
  return `Of ${results.length} assumptions, ${count('holds')} hold, ${differing} ${differing === 1 ? 'differs' : 'differ'}, and ${count('not checked')} could not be checked.`;
}

/** Breaks a text into lines at blanks. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** @param columns of the terminal */
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

/** The report: it says nothing of the application, the token, or where the API is. */
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
    ...(endedEarly === null ? [] : [`* Not everything was asked: ${endedEarly}`]),
    ...(leftovers.length === 0 ? [] : ['* Not everything that the probe made could be deleted']),
    '',
    `| ${HEAD.join(' | ')} |`,
    `| ${HEAD.map(() => '---').join(' | ')} |`,
    ...rows,
    '',
  ].join('\n');
}

/** What is left, so that a person can delete it. */
export function leftoverText(leftovers: readonly Leftover[]): string {
  const lines = leftovers.map(({ kind, id, name }) => {
    const what = kind === 'flows' ? 'workflow' : 'webhook';
    if (id !== '') return `  ${what} ${name} (id ${id})`;
    return `  perhaps a ${what} whose name begins with ${name.replace('…', '')}`;
  });
  return `Could not delete everything that the probe made. Delete by hand in Losant:\n${lines.join('\n')}`;
}

/** The text without anything confidential, however that got into it. */
export function withoutConfidential(text: string, confidential: readonly string[]): string {
  const clean = stripVTControlCharacters(text);
  // Short names, such as "a", are in every text.
  const long = confidential.filter((value) => value.length >= 6).toSorted((a, b) => b.length - a.length);
  return long.reduce((rest, value) => rest.replaceAll(value, '***'), clean);
}
