/** Checks all assumptions, deletes what was created for it, and shows what was found. */
import { stripVTControlCharacters } from 'node:util';
import { version } from '../src/version.ts';
import { type ApiSettings, Interrupted, NotChecked, Unclear } from './api.ts';
import { type Assumption, assumptions } from './assumptions.ts';
import { NAME_PREFIX, Probe } from './probe.ts';

export interface Result {
  readonly assumption: Assumption;
  readonly verdict: 'holds' | 'differs' | 'not checked';
  /** In a few words, with nothing confidential. */
  readonly found: string;
}

export interface Outcome {
  readonly results: readonly Result[];
  /** What was created and could not be deleted, as lines for a person. */
  readonly leftovers: readonly string[];
  /** Why not everything was checked, or null. */
  readonly endedEarly: string | null;
}

/** The probe cannot run. Nothing was created. */
export class CannotRun extends Error {}

type Progress = (done: number) => void;
/** @param stop stops the checks; what was created is still deleted. @throws CannotRun */
export async function runProbe(settings: ApiSettings, stop: AbortSignal, onProgress?: Progress): Promise<Outcome> {
  const probe = new Probe(settings, stop);
  await assertUsable(probe);
  const results: Result[] = [];
  let endedEarly: string | null = null;
  try {
    await probe.createAll();
    for (const assumption of assumptions) {
      onProgress?.(results.length);
      results.push(await check(assumption, probe));
    }
    if (probe.isSilent) endedEarly = 'the server stopped responding';
  } catch (error) {
    endedEarly = error instanceof Interrupted ? 'it was interrupted' : 'there was an unexpected error';
  }
  const leftovers = await probe.deleteAll();
  const unchecked = { verdict: 'not checked', found: endedEarly ?? '' } as const;
  const rest = assumptions.slice(results.length).map((assumption) => ({ assumption, ...unchecked }));
  return { results: [...results, ...rest], leftovers, endedEarly };
}

async function check(assumption: Assumption, probe: Probe): Promise<Result> {
  const { expected, alsoGood, find } = assumption;
  try {
    const result = await find(probe);
    const texts = typeof result === 'string' ? [result] : 'summary' in result ? [result.summary] : result;
    const found = [...new Set(texts.filter((text) => text))].join('; ') || expected;
    return { assumption, verdict: found === expected || alsoGood.test(found) ? 'holds' : 'differs', found };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    if (error instanceof NotChecked) return { assumption, verdict: 'not checked', found: error.message };
    // The message of an unexpected error may contain anything.
    const why = error instanceof Unclear ? error.message : 'unexpected error';
    return { assumption, verdict: 'differs', found: `could not be determined: ${why}` };
  }
}

/** @throws CannotRun if the webhooks cannot be listed, or some have names that the probe uses */
async function assertUsable(probe: Probe): Promise<void> {
  const webhooks = await probe.list('webhooks').catch((error: unknown) => {
    if (error instanceof Interrupted) throw new CannotRun('Interrupted before anything was created.');
    const why = `${error instanceof Error ? error.message : ''} ${probe.log.at(-1)?.reply.message ?? ''}`.trim();
    throw new CannotRun(
      `The webhooks cannot be listed: ${why}. Are LOSANT_APPLICATION_ID and LOSANT_API_URL correct, ` +
        'and is LOSANT_API_TOKEN complete, active, and allowed to list webhooks?',
    );
  });
  const taken = webhooks.filter(({ name }) => name.trim().startsWith(NAME_PREFIX)).length;
  const fix = `npm run action -- delete --webhook-name '${NAME_PREFIX}*' --max-deletes ${taken} --dry-run`;
  if (taken > 0)
    throw new CannotRun(
      `The application has webhooks whose names begin with "${NAME_PREFIX}" (${taken}). The probe uses such names, and touches nothing ` +
        `that it did not create. If they are left over from an earlier probe, see what would be deleted: ${fix}`,
    );
}

const MARKS = { differs: '✗ differs', holds: '✓ holds', 'not checked': '– not checked' } as const;
const MEANINGS = { holds: 'It works as documented', 'not checked': 'Unknown' } as const;
const HEAD = ['Result', 'Assumption', 'Expected', 'Found', 'What it means for the action'];

const byVerdict = (results: readonly Result[]) =>
  Object.keys(MARKS).flatMap((verdict) => results.filter((result) => result.verdict === verdict));

/** "Of 47 assumptions, 43 hold, 1 differs, and 3 could not be checked." */
function summaryOf(results: readonly Result[]): string {
  const count = (verdict: string): number => results.filter((result) => result.verdict === verdict).length;
  const differing = `${count('differs')} ${count('differs') === 1 ? 'differs' : 'differ'}`;
  return `Of ${results.length} assumptions, ${count('holds')} hold, ${differing}, and ${count('not checked')} could not be checked.`;
}

/** A line for each assumption, and below those that differ, what that means. Nothing confidential is in it. */
export function terminalReport({ results }: Outcome, confidential: readonly string[]): string {
  const line = (result = '', id = '', expected = '', found = ''): string =>
    `${result.padEnd(14)} ${id.padEnd(22)} ${expected.padEnd(29)} ${found}`;
  const lines = byVerdict(results).map(({ assumption: { id, expected, otherwise }, verdict, found }) => {
    const meaning = verdict === 'differs' ? `\n${' '.repeat(15)}→ ${otherwise}` : '';
    return `${line(MARKS[verdict], id, expected, found)}${meaning}`;
  });
  return `${withoutConfidential([line(...HEAD), ...lines].join('\n'), confidential)}\n\n${summaryOf(results)}`;
}

/** The report, without the application, the token, the URL of the API, and anything else that is confidential. */
export function markdownReport(outcome: Outcome, confidential: readonly string[], isLosant: boolean): string {
  const { results, endedEarly, leftovers } = outcome;
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  const rows = byVerdict(results).map(({ assumption: { id, claim, expected, otherwise }, verdict, found }) => {
    const meaning = verdict === 'differs' ? otherwise : MEANINGS[verdict];
    return line([MARKS[verdict], `\`${id}\`: ${claim}`, expected, found, meaning]);
  });
  const text = [
    `# What \`npm run probe\` found\n\n${summaryOf(results)}\n`,
    `* API: ${isLosant ? "Losant's own" : 'another installation'}`,
    `* Losant webhook action: ${version}, Node.js ${process.versions.node}`,
    `* Date: ${new Date().toISOString().slice(0, 10)}`,
    ...(endedEarly === null ? [] : [`* Not everything was checked: ${endedEarly}`]),
    ...(leftovers.length === 0 ? [] : ['* Not everything that the probe created could be deleted']),
    `\n${line(HEAD)}\n${line(HEAD.map(() => '---'))}\n${rows.join('\n')}\n`,
  ].join('\n');
  return withoutConfidential(text, confidential);
}

/** Replaces everything confidential in a text, ids, and names that the probe uses, however they got there. */
function withoutConfidential(text: string, confidential: readonly string[]): string {
  const clean = stripVTControlCharacters(text).replaceAll(/\b[0-9a-f]{24}\b|probe-[0-9a-f]{8}/giu, '***');
  // Short values, such as "a", appear in every text.
  const long = confidential.filter((value) => value.length >= 6).toSorted((a, b) => b.length - a.length);
  return long.reduce((rest, value) => rest.replaceAll(value, '***'), clean);
}
