import * as core from '@actions/core';
import type { Losant } from './api/client.ts';
import { connect } from './api/connect.ts';
import { CancelledError } from './api/errors.ts';
import { proxySecrets } from './api/proxy.ts';
import { type AtomicFile, OWNER_ONLY, startAtomicFile, writeAtomically } from './files.ts';
import type { Inputs } from './inputs/inputs.ts';
import { operationRow } from './inputs/operations.ts';
import { readInputs } from './inputs/read-inputs.ts';
import { bareToken } from './inputs/values.ts';
import type { ApiToken } from './losant/token.ts';
import { collectSecrets } from './losant/webhook.ts';
import { operations } from './operations/index.ts';
import { type Change, listChanges, type Outcome, type Plan } from './plan/plan.ts';
import { webhookText } from './plan/shown.ts';
import { asError } from './problem.ts';
import { explain } from './report/explain.ts';
import { counts, outcomeLines, planLines, retryLine } from './report/lines.ts';
import type { Run } from './report/run.ts';
import { deliver } from './runner/deliver.ts';
import { RunnerLog } from './runner/runner-log.ts';
import { Secrets } from './runner/secrets.ts';
import { userAgent } from './runner/user-agent.ts';

const PROGRESS_INTERVAL = 5000;
const TOKEN_WARNING = 14 * 24 * 60 * 60 * 1000;

/** What is known about a run so far. It is filled in along the way, so a report can be made at any time. */
interface Progress extends Run {
  inputs: Inputs | null;
  plan: Plan | null;
  readonly outcomes: Map<Change, Outcome>;
  failure: Error | null;
  /** The output-file, once it has been started. */
  draft: AtomicFile | null;
}

/**
 * The step, from the inputs to the report. It never throws: anything that goes wrong becomes an annotation and exit code 1.
 * @param stop is aborted when the step is cancelled
 */
export async function main(stop: AbortSignal): Promise<void> {
  const secrets = new Secrets(core.setSecret);
  const log = new RunnerLog(secrets);
  const run: Progress = { inputs: null, plan: null, outcomes: new Map(), failure: null, draft: null };
  try {
    await Promise.race([perform(run, secrets, log, stop), stall()]);
  } catch (error) {
    run.failure = asError(error);
  }
  if (stop.aborted) run.failure ??= new CancelledError('the run was cancelled');
  let hasFailed = true;
  try {
    hasFailed = await deliver(run, run.draft, secrets, log, stop);
  } catch (error) {
    log.error({ ...explain(error, null, secrets), place: null });
  }
  // Everything has been written. Without this, a proxy that never responds would keep the process alive.
  process.stdout.write('', () => process.exit(hasFailed ? 1 : 0));
}

/** Rejects if a promise never settles: with nothing left to wait for, Node would end the process, without a report. */
function stall(): Promise<never> {
  return new Promise((_, reject) => {
    process.once('beforeExit', () => reject(new Error('The run stalled: there was nothing left to wait for')));
  });
}

async function perform(run: Progress, secrets: Secrets, log: RunnerLog, stop: AbortSignal): Promise<void> {
  const token = core.getInput('api-token');
  const known = [token, bareToken(token), core.getInput('github-token'), ...proxySecrets(process.env)];
  for (const secret of known) secrets.add(secret);
  // A copy, because case does not count in process.env on Windows.
  const inputs = await readInputs({ ...process.env });
  run.inputs = inputs;
  const addAll = (values: readonly string[]): void => {
    for (const secret of values) secrets.add(secret);
  };
  for (const fields of bodyFields(inputs)) addAll(collectSecrets(fields));
  for (const { value, isSecret } of inputs.body?.variables ?? []) {
    if (isSecret) secrets.add(value);
    else secrets.addVariable(value);
  }
  warnOfExpiry(inputs.token, log);
  const { operation, dryRun } = inputs;
  const { access } = operationRow(operation);
  const losant = connect(
    {
      ...inputs,
      userAgent: userAgent(process.env),
      readOnly: dryRun || access !== 'write',
      stop,
      mask: (text) => secrets.mask(text),
      onRetry: (retry) => log.info(retryLine(retry, secrets)),
      onResponse: (line) => log.debug(line),
      onWebhook: (webhook) => addAll(collectSecrets(webhook)),
    },
    process.env,
  );
  const planned = await operations[operation]({ inputs, losant, log });
  const checks = listChanges(planned).length === 0 ? null : await import('./operations/checks.ts');
  const plan = checks === null ? planned : checks.withScopesNotice(planned, inputs);
  run.plan = plan;
  // A password in the plan belongs to a user name that was read, or vice versa.
  for (const { before, fields } of listChanges(plan)) addAll(collectSecrets({ ...before, ...fields }));
  log.info(`${operation}${dryRun ? ' (dry run)' : ''}: ${counts(operation, plan)}`);
  if (plan.extent !== undefined) log.info(plan.extent);
  if (access === 'read') for (const item of plan.items) log.info(webhookText(item));
  for (const line of planLines(run, secrets)) log.info(line);
  logNotices(plan, log);
  checks?.checkPlan(plan, inputs);
  if (dryRun) return;
  // The listing may have finished after the signal, and nothing new is started then.
  const writes = plan.file?.changes === true && !stop.aborted;
  if (writes && inputs.exportFile !== null) writeAtomically(inputs.exportFile, plan.file.text);
  await carryOut(run, plan, inputs, losant, log, secrets);
}

function logNotices({ notices }: Plan, log: RunnerLog): void {
  for (const { kind, message } of notices) {
    if (kind === 'rename') log.info(message);
    else log.warning(message);
  }
}

async function carryOut(
  run: Progress,
  plan: Plan,
  inputs: Inputs,
  losant: Losant,
  log: RunnerLog,
  secrets: Secrets,
): Promise<void> {
  const total = listChanges(plan).length;
  if (total === 0) return;
  // If `previous` cannot be written, fail before anything is deleted.
  if (inputs.outputFile !== null) run.draft = startAtomicFile(inputs.outputFile, OWNER_ONLY);
  const { apply } = await import('./plan/apply.ts');
  const progress = setInterval(() => log.info(`${run.outcomes.size} of ${total} changes are done`), PROGRESS_INTERVAL);
  try {
    await apply(plan, losant, {
      concurrency: inputs.concurrency,
      includeWorkflows: inputs.includeWorkflows !== 'false',
      missingIsError: (inputs.ifNotFound ?? 'error') === 'error',
      onOutcome: (change, outcome) => {
        run.outcomes.set(change, outcome);
        if (outcome.isMissing && inputs.ifNotFound === 'warn')
          log.warning(`Found no webhook ${change.id} in application ${inputs.applicationId}.`);
      },
    });
  } finally {
    clearInterval(progress);
    for (const line of outcomeLines(run, secrets)) log.info(line);
  }
}

function bodyFields({ body }: Inputs) {
  if (body === null) return [];
  return body.kind === 'webhook' ? [body.entry.fields] : body.file.entries.map(({ fields }) => fields);
}

function warnOfExpiry({ expires }: ApiToken, log: RunnerLog): void {
  const left = expires === null ? Number.POSITIVE_INFINITY : expires.getTime() - Date.now();
  if (left > 0 && left < TOKEN_WARNING)
    log.warning(`The API token expires on ${expires?.toISOString()}: create a new one before then.`);
}
