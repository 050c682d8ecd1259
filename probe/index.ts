/** `npm run probe`: see probe/options.ts, or --help. */
import { writeFileSync } from 'node:fs';
import { HELP, LOSANT_URL, type Options, readOptions } from './options.ts';
import { isConfirmed, planOf } from './plan.ts';
import { leftoverText, markdownReport, summaryOf, terminalTable, withoutConfidential } from './report.ts';
import { type Outcome, Refused, runProbe } from './run.ts';

/** The whole probe takes a minute at most; a server that is slower than this is not waited for. */
const DEADLINE = 5 * 60 * 1000;

const stop = new AbortController();

function onSignal(): void {
  if (!stop.signal.aborted) console.error('\nInterrupted: deleting what was made. Please wait.');
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

async function main({ settings, report, isConfirmed: isYes }: Options): Promise<number> {
  console.log(`${planOf(settings)}\n`);
  if (!isYes && !process.stdin.isTTY) {
    const isTaken = process.env['npm_config_yes'] === 'true';
    const hint = isTaken
      ? ' npm kept the flag: write npm run probe -- --yes'
      : ' Add --yes to begin without being asked.';
    console.error(`There is no terminal to ask on.${hint}`);
    return 1;
  }
  if (!isYes && !(await isConfirmed(stop.signal))) {
    console.error('Nothing was sent.');
    return 1;
  }
  const deadline = setTimeout(() => stop.abort(), DEADLINE).unref();
  const outcome = await runProbe(settings, stop.signal, showProgress);
  clearTimeout(deadline);
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');

  const { apiUrl, applicationId, token } = settings;
  const secret = [token.reveal(), applicationId, apiUrl.host, apiUrl.hostname, ...outcome.confidential];
  console.log(withoutConfidential(terminalTable(outcome.results, process.stdout.columns ?? 140), secret));
  console.log(`\n${summaryOf(outcome.results)}`);
  const text = markdownReport(outcome, { isLosant: apiUrl.origin === LOSANT_URL, date: new Date() });
  writeFileSync(report, withoutConfidential(text, secret));
  console.log(
    `The report is in ${report}. It has no secret, id or URL: please paste it into an issue ("Report of a probe").`,
  );
  if (outcome.endedEarly !== null) console.error(`Not everything was asked: ${outcome.endedEarly}.`);
  console.error(
    outcome.leftovers.length > 0 ? leftoverText(outcome.leftovers) : 'Everything that the probe made is deleted.',
  );
  return exitCodeOf(outcome);
}

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
