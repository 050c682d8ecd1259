import * as core from '@actions/core';
import type { Losant } from './api/client.ts';
import { connect } from './api/connect.ts';
import { CancelledError } from './api/errors.ts';
import { type AtomicFile, OWNER_ONLY, startAtomicFile } from './files.ts';
import type { Inputs } from './inputs/inputs.ts';
import { operationRow } from './inputs/table.ts';
import type { ApiToken } from './losant/token.ts';
import { type Prepared, prepare } from './operations/prepare.ts';
import { type Change, listChanges, type Outcome, type Plan } from './plan/plan.ts';
import { asError } from './problem.ts';
import { explain } from './report/explain.ts';
import { fileLine, outcomeLines, planLines, retryLine } from './report/lines.ts';
import type { Run } from './report/run.ts';
import { createView } from './report/view.ts';
import { deliver } from './runner/deliver.ts';
import { learnBody, learnTokens, learnWebhook } from './runner/learn.ts';
import { userAgent } from './runner/origin.ts';
import { remarkOnBody } from './runner/remark.ts';
import { RunnerLog } from './runner/runner-log.ts';
import { Secrets } from './runner/secrets.ts';

const PROGRESS_INTERVAL = 5000;
const TOKEN_WARNING = 14 * 24 * 60 * 60 * 1000;

/** What is known about a run so far. It is filled in along the way, so a report can be made at any time. */
type Progress = { -readonly [K in keyof Run]: Run[K] } & {
  readonly outcomes: Map<Change, Outcome>;
  /** The output-file, once it has been started. */
  draft: AtomicFile | null;
};

/** What the steps of a run share. */
interface Session {
  readonly run: Progress;
  readonly secrets: Secrets;
  readonly log: RunnerLog;
  /** Aborted when the step is cancelled. */
  readonly stop: AbortSignal;
}

/**
 * The step, from the inputs to the report. It never throws: anything that goes wrong becomes an annotation and exit code 1.
 * @param stop is aborted when the step is cancelled
 */
export async function main(stop: AbortSignal): Promise<void> {
  const secrets = new Secrets(core.setSecret);
  const log = new RunnerLog(secrets);
  const run: Progress = { inputs: null, plan: null, outcomes: new Map(), drift: null, failure: null, draft: null };
  try {
    await Promise.race([perform({ run, secrets, log, stop }), stall()]);
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

async function perform(session: Session): Promise<void> {
  const { run, secrets, log } = session;
  const prepared = await readStep(session);
  const { inputs, limits } = prepared;
  const losant = connectTo(inputs, session);
  const plan = await prepared.plan({ inputs, losant, log });
  run.plan = plan;
  const view = createView(run, secrets);
  log.infoLines(planLines(view));
  const state = inputs.dryRun || plan.file?.changes === false ? fileLine(view) : null;
  if (state !== null) log.info(state);
  if (listChanges(plan).length > 0) (await import('./operations/checks.ts')).checkPlan(plan, inputs, limits);
  if (!inputs.dryRun) await carryOut(plan, prepared, losant, session);
}

/** Reads all inputs. What must not be shown comes first. */
async function readStep({ run, secrets, log }: Session): Promise<Prepared> {
  learnTokens(secrets);
  // A copy, because case does not count in process.env on Windows.
  const prepared = await prepare({ ...process.env });
  run.inputs = prepared.inputs;
  if (prepared.limits.expectedChanges === 'none') run.drift = prepared.limits.source;
  learnBody(secrets, prepared.body);
  remarkOnBody(prepared.body, log, process.env);
  warnOfExpiry(prepared.inputs.token, log);
  return prepared;
}

function connectTo(inputs: Inputs, { secrets, log, stop }: Session): Losant {
  const { access } = operationRow(inputs.operation);
  return connect(
    {
      ...inputs,
      userAgent: userAgent(process.env),
      readOnly: inputs.dryRun || access !== 'write',
      stop,
      mask: (text) => secrets.mask(text),
      onRetry: (retry) => log.info(retryLine(retry, secrets)),
      onResponse: (line) => log.debug(line),
      onWebhook: (webhook) => learnWebhook(secrets, webhook),
    },
    // Without requests, it does not matter how they would be sent.
    access === 'none' ? {} : process.env,
  );
}

async function carryOut(
  plan: Plan,
  { inputs, limits }: Prepared,
  losant: Losant,
  { run, secrets, log, stop }: Session,
): Promise<void> {
  const { file } = plan;
  // The listing may have finished after the signal, and nothing new is started then.
  if (file?.changes === true && !stop.aborted) {
    startAtomicFile(file.target).write([file.text], file.before);
    log.info(String(fileLine(createView(run, secrets))));
  }
  const total = listChanges(plan).length;
  if (total === 0) return;
  // If `previous` cannot be written, fail before anything is deleted.
  if (inputs.outputFile !== null) run.draft = startAtomicFile(inputs.outputFile, OWNER_ONLY);
  const { apply } = await import('./plan/apply.ts');
  const progress = setInterval(() => log.info(`${run.outcomes.size} of ${total} changes are done`), PROGRESS_INTERVAL);
  try {
    await apply(plan, losant, {
      concurrency: inputs.concurrency,
      includeWorkflows: limits.includeWorkflows !== 'false',
      missingIsError: limits.ifNotFound === 'error',
      onOutcome: (change, outcome) => {
        run.outcomes.set(change, outcome);
        if (outcome.isMissing && limits.ifNotFound === 'warn')
          log.warning(`Found no webhook ${change.id} in application ${inputs.applicationId}.`);
      },
    });
  } finally {
    clearInterval(progress);
    log.infoLines(outcomeLines(createView(run, secrets)));
  }
}

function warnOfExpiry({ expires }: ApiToken, log: RunnerLog): void {
  const left = expires === null ? Number.POSITIVE_INFINITY : expires.getTime() - Date.now();
  if (left > 0 && left < TOKEN_WARNING)
    log.warning(`The API token expires on ${expires?.toISOString()}: create a new one before then.`);
}
