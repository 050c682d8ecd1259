/** `npm run probe`: see probe/options.ts, or --help. */
import { writeFileSync } from 'node:fs';
import { HELP, LOSANT_URL, type Options, readOptions } from './options.ts';
import { isConfirmed, planOf } from './plan.ts';
import { leftoverText, markdownReport, summaryOf, terminalTable, withoutConfidential } from './report.ts';
import { type Outcome, Refused, runProbe } from './run.ts';

/** The whole probe takes a minute at most; a server that is slower than this is not waited for. */
const DEADLINE = 5 * 60 * 1000;

const stop = new AbortController();
let isRunning = false;

function onSignal(): void {
  if (isRunning && !stop.signal.aborted) console.error('\nInterrupted: deleting what was made. Please wait.');
  stop.abort();
}

function showProgress(done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\rAsking ${done + 1} of ${all} `);
}

function exitCodeOf({ results, leftovers, endedEarly }: Outcome): number {
  if (leftovers.length > 0 || endedEarly !== null) return 1;
  return results.some(({ finding }) => finding.verdict === 'differs') ? 2 : 0;
}

/** The message of an error of the probe, of its settings or of a file. That of any other error may hold anything. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return 'Unexpected error';
  if (error instanceof TypeError && 'code' in error)
    return `${error.message.split('. ')[0]}. List the flags with --help`;
  const isExpected = error instanceof Refused || error.constructor === Error || 'code' in error;
  return isExpected ? error.message : `Unexpected error: ${error.name}`;
}

/** Why the probe must not begin, or null. */
async function findObjection(isYes: boolean): Promise<string | null> {
  if (isYes) return null;
  if (process.stdin.isTTY) return (await isConfirmed(stop.signal)) ? null : 'Nothing was sent.';
  const isTaken = process.env['npm_config_yes'] === 'true';
  const fix = isTaken ? 'npm kept the flag: write npm run probe -- --yes' : 'Add --yes to begin without being asked.';
  return `There is no terminal to ask on. ${fix}`;
}

/** Shows what was found, and writes it to the report. */
function present(outcome: Outcome, { settings, report }: Options): void {
  const { apiUrl, applicationId, token } = settings;
  const secret = [token.reveal(), applicationId, apiUrl.host, apiUrl.hostname, ...outcome.confidential];
  console.log(withoutConfidential(terminalTable(outcome.results, process.stdout.columns ?? 140), secret));
  console.log(`\n${summaryOf(outcome.results)}`);
  const text = markdownReport(outcome, { isLosant: apiUrl.origin === LOSANT_URL, date: new Date() });
  writeFileSync(report, withoutConfidential(text, secret));
  console.log(
    `The report is in ${report}. It has no secret, id, or URL: please paste it into an issue ("Report of a probe").`,
  );
}

async function main(options: Options): Promise<number> {
  console.log(`${planOf(options.settings)}\n`);
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
  console.error(leftovers.length > 0 ? leftoverText(leftovers) : 'Everything that the probe made is deleted.');
  if (endedEarly !== null) console.error(`Not everything was asked: ${endedEarly}.`);
  present(outcome, options);
  return exitCodeOf(outcome);
}

// What was made is deleted whatever happens: also when the terminal is closed, or something fails that nobody waits for.
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
// A proxy that never responds keeps the process alive: everything is written by now.
setTimeout(() => process.exit(), 500).unref();
