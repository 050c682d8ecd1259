/** `npm run probe`: docs/assumptions.md describes it, and `--help` prints the block in it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { parseArgs, parseEnv } from 'node:util';
import { proxyProblem } from '../src/api/proxy.ts';
import { bareToken, toApiUrl, toApplicationId, toToken, toWholeNumber } from '../src/inputs/values.ts';
import { asError, errorMessage } from '../src/problem.ts';
import type { ApiSettings } from './api.ts';
import { assumptions, document } from './assumptions.ts';
import { CannotRun, markdownReport, type Outcome, runProbe, terminalReport } from './run.ts';

const LOSANT_URL = 'https://api.losant.com';
const stop = new AbortController();

function parse<T>(name: string, text: string | undefined, read: (text: string) => T): T {
  if (!text) throw new CannotRun(`${name} must be set: copy .env.example to .env and fill it in`);
  try {
    return read(text);
  } catch (error) {
    throw new CannotRun(`${name} ${errorMessage(error)}`);
  }
}

/** Variables in the file are added to those of the process, as `npm run action` does. */
function readSettings(envFile: string, timeout: string, env: NodeJS.ProcessEnv): ApiSettings {
  const file = existsSync(envFile) ? parseEnv(readFileSync(envFile, 'utf8')) : {};
  for (const [name, value] of Object.entries(file)) env[name] ||= value;
  const settings = {
    timeout: parse('--timeout', timeout, toWholeNumber(1, 30)) * 1000,
    applicationId: parse('LOSANT_APPLICATION_ID', env['LOSANT_APPLICATION_ID'], toApplicationId),
    token: parse('LOSANT_API_TOKEN', env['LOSANT_API_TOKEN'], (text) => toToken(bareToken(text))),
    apiUrl: parse('LOSANT_API_URL', env['LOSANT_API_URL'] || LOSANT_URL, toApiUrl),
  };
  const problem = proxyProblem(settings.apiUrl, env);
  if (problem !== null) throw new CannotRun(problem);
  // Node.js reads this variable before the file is known.
  const authority = file['NODE_EXTRA_CA_CERTS'];
  if (authority) setDefaultCACertificates([...getCACertificates('default'), readFileSync(authority, 'utf8')]);
  return { ...settings, wait };
}

/** Asks on a terminal. Only "y" or "yes" is a yes. */
async function confirm(): Promise<void> {
  const taken = 'npm took the flag for itself: use npm run probe -- --yes';
  const fix = process.env['npm_config_yes'] === 'true' ? taken : 'Add --yes to start without it.';
  if (!process.stdin.isTTY) throw new CannotRun(`There is no terminal to ask for confirmation. ${fix}`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Otherwise Ctrl+C would only cancel the question.
  terminal.once('SIGINT', () => stop.abort());
  const answer = await terminal.question('Continue? [y/N] ', { signal: stop.signal }).catch(() => '');
  terminal.close();
  if (!/^y(?:es)?$/iu.test(answer.trim())) throw new CannotRun('Nothing was sent.');
}

function present(outcome: Outcome, { apiUrl, applicationId, token }: ApiSettings, report: string): void {
  const { leftovers, endedEarly } = outcome;
  const secret = [token.reveal(), applicationId, apiUrl.host, apiUrl.hostname];
  const left = ['Could not delete everything that the probe created. Delete the rest by hand in Losant:', ...leftovers];
  console.error(leftovers.length > 0 ? left.join('\n  ') : 'Everything that the probe created has been deleted.');
  if (endedEarly !== null) console.error(`Not everything was checked: ${endedEarly}.`);
  console.log(terminalReport(outcome, secret));
  writeFileSync(report, markdownReport(outcome, secret, apiUrl.origin === LOSANT_URL));
  const remark = 'It contains no secrets, ids, or URLs: please paste it into an issue ("Report of a probe").';
  console.log(`The report is in ${report}. ${remark}`);
}

/** Returns the exit code. */
async function main(): Promise<number> {
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    options: { yes: flag, help: flag, report: text('probe-report.md'), 'env-file': text('.env'), timeout: text('15') },
  });
  const [help, plan] = [...document.matchAll(/^```text\n(.*?)```$/gmsu)].map(([, block]) => block);
  if (values.help) {
    console.log(help);
    return 0;
  }
  const settings = readSettings(values['env-file'], values.timeout, process.env);
  const where = `the application ${settings.applicationId} at ${settings.apiUrl.host}`;
  console.log(`The probe checks ${assumptions.length} assumptions about Losant in ${where}:\n${plan}`);
  if (!values.yes) await confirm();
  // A probe usually takes less than a minute.
  setTimeout(() => stop.abort(), 5 * 60 * 1000).unref();
  const notice = '\nInterrupted: deleting everything that the probe created. Please wait.';
  stop.signal.addEventListener('abort', () => console.error(notice));
  const show = (line: string): unknown => process.stderr.isTTY && process.stderr.write(line);
  const outcome = await runProbe(settings, stop.signal, (done) => show(`\rChecked ${done} of ${assumptions.length} `));
  show('\r\u001b[K');
  present(outcome, settings, values.report);
  if (outcome.leftovers.length > 0 || outcome.endedEarly !== null) return 1;
  return outcome.results.some(({ verdict }) => verdict === 'differs') ? 2 : 0;
}

/** The message of an expected error. Other messages may contain anything. */
function explain(thrown: unknown): string {
  const error = asError(thrown);
  if (!('code' in error)) return error instanceof CannotRun ? error.message : `Unexpected error: ${error.name}`;
  return error instanceof TypeError ? `${error.message.split('. ')[0]}. List the flags with --help` : error.message;
}

// Created resources are deleted whatever happens, even if the terminal is closed or there is an uncaught exception.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
for (const event of ['uncaughtException', 'SIGINT', 'SIGTERM', 'SIGHUP']) process.on(event, () => stop.abort());
process.exitCode = await main().catch((error: unknown) => {
  console.error(explain(error));
  return 1;
});
// A proxy that never responds would keep the process alive, but everything has been written by now.
setTimeout(() => process.exit(), 500).unref();
