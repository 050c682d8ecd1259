import * as core from '@actions/core';
import { PRIVATE, writeAtomically } from '../files.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { isDifference } from '../plan/compare.ts';
import { changesOf } from '../plan/plan.ts';
import type { Explanation } from '../report/explain.ts';
import type { Mask } from '../report/lines.ts';
import { summary } from '../report/markdown.ts';
import { outputsOf, type Result, resultOf } from '../report/outputs.ts';
import type { Run } from '../report/run.ts';
import { setOutputs, writeSummary } from './outputs.ts';
import type { RunnerLog } from './runner-log.ts';
import type { Secrets } from './secrets.ts';

/** GitHub shows ten annotations of a kind. */
const MAX_ANNOTATIONS = 10;

/**
 * Reports what is known of a run, whatever happened: outputs, `output-file`, summary and annotations, and last of all the
 * comment. Sets the exit code where something failed.
 */
export async function deliver(run: Run, secrets: Secrets, log: RunnerLog, stop: AbortSignal): Promise<void> {
  const mask: Mask = (text, limit) => secrets.mask(text, limit);
  const result = resultOf(run, mask);
  const failures = [...(await explainFailures(run)), ...(await writeOutputFile(run.inputs, result))];
  if (failures.length > 0) process.exitCode = 1;
  const shown = failures.slice(0, MAX_ANNOTATIONS);
  // What failed is said first: it must not get lost when a file of the runner can't be written.
  for (const explanation of shown) log.error(explanation);
  if (failures.length > shown.length) {
    log.info(`${failures.length - shown.length} more failures stand in the output "changes" and in the summary`);
  }
  writeSummary(summary(run, shown, mask), log);
  setOutputs(outputsOf(run, result), run.inputs?.redact === true, secrets, log);
  if (run.inputs?.comment === true && !stop.aborted) await comment(run, run.inputs, shown, mask, log);
}

/** What failed. A step that succeeds does without what explains it. */
async function explainFailures(run: Run): Promise<Explanation[]> {
  const hasFailed = run.failure !== null || [...run.outcomes.values()].some(({ error }) => error !== undefined);
  return hasFailed ? (await import('../report/explain.ts')).failuresOf(run) : [];
}

/** Writes the whole result where it is wanted. That it can't be written fails the step, and keeps nothing else back. */
async function writeOutputFile(inputs: Inputs | null, result: Result): Promise<Explanation[]> {
  if (inputs?.outputFile == null) return [];
  try {
    writeAtomically(inputs.outputFile, `${JSON.stringify(result)}\n`, PRIVATE);
    return [];
  } catch (error) {
    return [(await import('../report/explain.ts')).explain(error, inputs)];
  }
}

/** Loaded only when it is wanted: GitHub's client is larger than everything else together. */
async function comment(
  run: Run,
  inputs: Inputs,
  failures: readonly Explanation[],
  mask: Mask,
  log: RunnerLog,
): Promise<void> {
  const { keepComment, MAX_COMMENT_CHARACTERS } = await import('./comment.ts');
  const markdown = summary(run, failures, mask, MAX_COMMENT_CHARACTERS);
  const matters = failures.length > 0 || (run.plan !== null && changesOf(run.plan).some(isDifference));
  const key = [inputs.applicationId, core.getInput('body-file') || inputs.operation];
  await keepComment({ markdown, matters, key }, core.getInput('github-token'), process.env, log);
}
