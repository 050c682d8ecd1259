/** The results as a table for a terminal, and as a Markdown report that can be published. */
import { stripVTControlCharacters } from 'node:util';
import { version } from '../src/version.ts';
import type { Outcome, Result } from './run.ts';

const MARKS = { differs: '✗ differs', holds: '✓ holds', 'not checked': '– not checked' } as const;
const MEANINGS = { holds: 'It works as documented', 'not checked': 'Unknown' } as const;
const HEAD = ['Result', 'Assumption', 'Expected', 'Found', 'What it means for the action'];

const byVerdict = (results: readonly Result[]) =>
  Object.keys(MARKS).flatMap((verdict) => results.filter((result) => result.verdict === verdict));

/** "Of 47 assumptions, 43 hold, 1 differs, and 3 could not be checked." */
export function summaryOf(results: readonly Result[]): string {
  const count = (verdict: string): number => results.filter((result) => result.verdict === verdict).length;
  const differing = `${count('differs')} ${count('differs') === 1 ? 'differs' : 'differ'}`;
  return `Of ${results.length} assumptions, ${count('holds')} hold, ${differing}, and ${count('not checked')} could not be checked.`;
}

/** A line for each assumption, and below those that differ, what that means. */
export function terminalTable(results: readonly Result[]): string {
  const line = (result = '', id = '', expected = '', found = ''): string =>
    `${result.padEnd(14)} ${id.padEnd(22)} ${expected.padEnd(29)} ${found}`;
  const lines = byVerdict(results).map(({ assumption: { id, expected, otherwise }, verdict, found }) => {
    const meaning = verdict === 'differs' ? `\n${' '.repeat(15)}→ ${otherwise}` : '';
    return `${line(MARKS[verdict], id, expected, found)}${meaning}`;
  });
  return [line(...HEAD), ...lines].join('\n');
}

/** The report. It does not contain the application, the token, or the URL of the API. */
export function markdownReport({ results, endedEarly, leftovers }: Outcome, isLosant: boolean): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  const rows = byVerdict(results).map(({ assumption: { id, claim, expected, otherwise }, verdict, found }) => {
    const meaning = verdict === 'differs' ? otherwise : MEANINGS[verdict];
    return line([MARKS[verdict], `\`${id}\`: ${claim}`, expected, found, meaning]);
  });
  return [
    `# What \`npm run probe\` found\n\n${summaryOf(results)}\n`,
    `* API: ${isLosant ? "Losant's own" : 'another installation'}`,
    `* Losant webhook action: ${version}, Node.js ${process.versions.node}`,
    `* Date: ${new Date().toISOString().slice(0, 10)}`,
    ...(endedEarly === null ? [] : [`* Not everything was checked: ${endedEarly}`]),
    ...(leftovers.length === 0 ? [] : ['* Not everything that the probe created could be deleted']),
    `\n${line(HEAD)}\n${line(HEAD.map(() => '---'))}\n${rows.join('\n')}\n`,
  ].join('\n');
}

/** Replaces everything confidential in a text, ids, and names that the probe uses, however they got there. */
export function withoutConfidential(text: string, confidential: readonly string[]): string {
  const clean = stripVTControlCharacters(text).replaceAll(/\b[0-9a-f]{24}\b|probe-[0-9a-f]{8}/giu, '***');
  // Short values, such as "a", appear in every text.
  const long = confidential.filter((value) => value.length >= 6).toSorted((a, b) => b.length - a.length);
  return long.reduce((rest, value) => rest.replaceAll(value, '***'), clean);
}
