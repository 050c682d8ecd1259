/** `npm run probe`: see --help. */
import { writeFileSync } from 'node:fs';
import { HELP, LOSANT_URL, type Options, readOptions } from './options.ts';
import { createPlan, isConfirmed } from './plan.ts';
import { leftoverText, markdownReport, summaryOf, terminalTable, withoutConfidential } from './report.ts';
import { type Outcome, Refused, runProbe } from './run.ts';

/** A probe usually takes less than a minute. If the server is slower than this, it is stopped. */
const DEADLINE = 5 * 60 * 1000;

const stop = new AbortController();
let isRunning = false;

function onSignal(): void {
  if (isRunning && !stop.signal.aborted)
    console.error('\nInterrupted: deleting everything that the probe created. Please wait.');
  stop.abort();
}

function showProgress(done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\rChecking ${done + 1} of ${all} `);
}

function exitCodeOf({ results, leftovers, endedEarly }: Outcome): number {
  if (leftovers.length > 0 || endedEarly !== null) return 1;
  return results.some(({ finding }) => finding.verdict === 'differs') ? 2 : 0;
}

/** The message of an expected error: of the probe, its settings, or a file. Other messages may contain anything. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return 'Unexpected error';
  if (error instanceof TypeError && 'code' in error)
    return `${error.message.split('. ')[0]}. List the flags with --help`;
  const isExpected = error instanceof Refused || error.constructor === Error || 'code' in error;
  return isExpected ? error.message : `Unexpected error: ${error.name}`;
}

/** Why the probe must not start, or null. */
async function findObjection(isYes: boolean): Promise<string | null> {
  if (isYes) return null;
  if (process.stdin.isTTY) return (await isConfirmed(stop.signal)) ? null : 'Nothing was sent.';
  const isFlagTaken = process.env['npm_config_yes'] === 'true';
  const fix = isFlagTaken
    ? 'npm took the flag for itself: use npm run probe -- --yes'
    : 'Add --yes to start without confirmation.';
  return `There is no terminal to ask for confirmation. ${fix}`;
}

/** Shows the findings, and writes the report. */
function present(outcome: Outcome, { settings, report }: Options): void {
  const { apiUrl, applicationId, token } = settings;
  const secret = [token.reveal(), applicationId, apiUrl.host, apiUrl.hostname, ...outcome.confidential];
  console.log(withoutConfidential(terminalTable(outcome.results, process.stdout.columns ?? 140), secret));
  console.log(`\n${summaryOf(outcome.results)}`);
  const text = markdownReport(outcome, { isLosant: apiUrl.origin === LOSANT_URL, date: new Date() });
  writeFileSync(report, withoutConfidential(text, secret));
  console.log(
    `The report is in ${report}. It contains no secrets, ids, or URLs: please paste it into an issue ("Report of a probe").`,
  );
}

async function main(options: Options): Promise<number> {
  console.log(`${createPlan(options.settings)}\n`);
  const objection = await findObjection(options.isConfirmed);
  if (objection !== null) {
    console.error(objection);
    return 1;
  }
  const deadline = setTimeout(() => stop.abort(), DEADLINE).unref();
  isRunning = true;
  const outcome = await runProbe(options.settings, stop.signal, showProgress);
  isRunning = false;
  clearTimeout(deadline);
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  const { leftovers, endedEarly } = outcome;
  console.error(leftovers.length > 0 ? leftoverText(leftovers) : 'Everything that the probe created has been deleted.');
  if (endedEarly !== null) console.error(`Not everything was checked: ${endedEarly}.`);
  present(outcome, options);
  return exitCodeOf(outcome);
}

// Created resources are deleted whatever happens, even if the terminal is closed or there is an uncaught exception.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
process.on('uncaughtException', onSignal);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') console.log(HELP);
  else process.exitCode = await main(options);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
// A proxy that never responds would keep the process alive, but everything has been written by now.
setTimeout(() => process.exit(), 500).unref();
