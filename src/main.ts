import { addSummary, getInput, printCommand } from './github/commands.ts';
import { PRIVATE, writeWhole } from './github/files.ts';
import { setOutputs } from './github/outputs.ts';
import { RunnerLog } from './github/runner.ts';
import { Secrets } from './github/secrets.ts';
import { userAgent } from './github/user-agent.ts';
import { bareToken, readInputs } from './inputs/read.ts';
import type { Request } from './inputs/request.ts';
import type { Losant } from './losant/client.ts';
import { connect } from './losant/connect.ts';
import { CancelledError } from './losant/errors.ts';
import { proxySecrets } from './losant/proxy.ts';
import type { ApiToken } from './losant/token.ts';
import { secretsOf } from './losant/webhook.ts';
import { operations } from './operations/index.ts';
import { apply } from './plan/apply.ts';
import { guardScopes } from './plan/guard.ts';
import { type Change, changesOf, type Outcome, type Plan } from './plan/plan.ts';
import { type Explanation, explain } from './report/explain.ts';
import { counts, outcomeLine, planLine, retryLine } from './report/lines.ts';
import { summary } from './report/markdown.ts';
import { outputsOf, resultOf } from './report/outputs.ts';
import type { Run } from './report/run.ts';

/** GitHub shows ten annotations of a kind. */
const MAX_ANNOTATIONS = 10;
const PROGRESS_INTERVAL = 5000;
const TOKEN_WARNING = 14 * 24 * 60 * 60 * 1000;

/** What is known of a run so far. It is filled in as the run goes on, so that a report can be made at any moment. */
interface Progress extends Run {
  request: Request | null;
  plan: Plan | null;
  readonly outcomes: Map<Change, Outcome>;
  failure: unknown;
}

/**
 * The step, from the inputs to the report. It never throws: whatever goes wrong ends in an annotation and exit code 1.
 * @param stop is aborted when the step is cancelled
 */
export async function main(stop: AbortSignal): Promise<void> {
  const secrets = new Secrets((secret) => printCommand('add-mask', secret));
  const log = new RunnerLog(secrets);
  const run: Progress = { request: null, plan: null, outcomes: new Map(), failure: null };
  try {
    await perform(run, secrets, log, stop);
  } catch (error) {
    run.failure = error ?? new Error('something without a value was thrown');
  }
  if (stop.aborted) run.failure ??= new CancelledError('the run was cancelled');
  try {
    await report(run, secrets, log);
  } catch (error) {
    log.error(explain(error, null));
    process.exitCode = 1;
  }
  // A proxy that never answers would keep the process alive. Everything is written, so nothing is lost.
  process.stdout.write('', () => setTimeout(() => process.exit(), 100).unref());
}

async function perform(run: Progress, secrets: Secrets, log: RunnerLog, stop: AbortSignal): Promise<void> {
  const token = getInput('api-token');
  const known = [token, bareToken(token), getInput('github-token'), ...proxySecrets(process.env)];
  for (const secret of known) secrets.add(secret);
  const request = await readInputs({ getInput, environment: process.env });
  run.request = request;
  for (const fields of bodyFields(request)) for (const secret of secretsOf(fields)) secrets.add(secret);
  warnOfExpiry(request.token, log);
  const { operation, dryRun } = request;
  using losant = connect(
    {
      ...request,
      userAgent: userAgent(process.env),
      readOnly: dryRun || operation === 'get' || operation === 'list' || operation === 'export',
      stop,
      onRetry: (retry) => log.info(retryLine(retry)),
      onWebhook: (webhook) => {
        for (const secret of secretsOf(webhook)) secrets.add(secret);
      },
    },
    process.env,
  );
  const plan = await operations[operation]({ request, losant, log });
  run.plan = plan;
  log.info(`${operation}${dryRun ? ' (dry run)' : ''}: ${counts(operation, plan)}`);
  for (const change of changesOf(plan)) log.info(planLine(change));
  if (dryRun) guardScopes(plan, request.token);
  else await carryOut(run, plan, request, losant, log);
}

async function carryOut(run: Progress, plan: Plan, request: Request, losant: Losant, log: RunnerLog): Promise<void> {
  const total = changesOf(plan).length;
  const progress = setInterval(() => log.info(`${run.outcomes.size} of ${total} changes are done`), PROGRESS_INTERVAL);
  try {
    await apply(plan, losant, {
      concurrency: request.concurrency,
      includeWorkflows: request.includeWorkflows,
      missingIsError: (request.ifNotFound ?? 'error') === 'error',
      onOutcome: (change, outcome) => {
        run.outcomes.set(change, outcome);
        log.info(outcomeLine(change, outcome));
      },
    });
  } finally {
    clearInterval(progress);
  }
}

function bodyFields({ body }: Request) {
  if (body === null) return [];
  return body.kind === 'webhook'
    ? [body.entry.fields]
    : [body.file.defaults, ...body.file.entries.map(({ fields }) => fields)];
}

function warnOfExpiry({ expires }: ApiToken, log: RunnerLog): void {
  const left = expires === null ? Number.POSITIVE_INFINITY : expires.getTime() - Date.now();
  if (left > 0 && left < TOKEN_WARNING)
    log.warning(`The API token expires on ${expires?.toISOString()}: make a new one in time.`);
}

/** Outputs, annotations and summary: what is known, whatever happened. */
async function report(run: Run, secrets: Secrets, log: RunnerLog): Promise<void> {
  const failures = failuresOf(run);
  if (failures.length > 0) process.exitCode = 1;
  const result = resultOf(run);
  setOutputs(outputsOf(run, result), run.request?.redact === true, secrets, log);
  const file = run.request?.outputFile;
  if (file != null) writeWhole(file.path, `${JSON.stringify(result)}\n`, PRIVATE);
  addSummary(summary(run, failures.slice(0, MAX_ANNOTATIONS), (text) => secrets.mask(text)));
  for (const explanation of failures.slice(0, MAX_ANNOTATIONS)) log.error(explanation);
  if (failures.length > MAX_ANNOTATIONS)
    log.info(`${failures.length - MAX_ANNOTATIONS} more failures stand in the output "changes" and in the summary`);
}

function failuresOf({ request, outcomes, failure }: Run): Explanation[] {
  const errors = [...outcomes.values()].map(({ error }) => error).filter((error) => error !== undefined);
  const all: unknown[] = failure === null ? errors : [failure, ...errors];
  return all.map((error) => explain(error, request));
}
