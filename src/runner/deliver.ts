import * as core from '@actions/core';
import { type AtomicFile, OWNER_ONLY, startAtomicFile } from '../files.ts';
import { isOperationName, operationRow } from '../inputs/operations.ts';
import { inputTable, inputVariable } from '../inputs/table.ts';
import { toComment } from '../inputs/values.ts';
import { type Explanation, explain } from '../report/explain.ts';
import { matters, summary } from '../report/markdown.ts';
import { masksFor } from '../report/masks.ts';
import { createOutputs, createResult, type Result, resultParts } from '../report/outputs.ts';
import type { Remarks } from '../report/remarks.ts';
import type { Run } from '../report/run.ts';
import { createView, viewFailure, viewRemarks } from '../report/view.ts';
import { type Annotation, createAnnotations } from './annotations.ts';
import type { Comment } from './comment.ts';
import { helpLink } from './help.ts';
import { readOrigin } from './origin.ts';
import { setOutputs, writeSummary } from './outputs.ts';
import type { RunnerLog } from './runner-log.ts';
import type { Secrets } from './secrets.ts';

/**
 * Reports what is known about a run, whatever happened: `output-file`, annotations, summary, outputs, and finally the
 * comment.
 * @param draft the `output-file`, if it was started before the first change
 * @returns whether anything failed
 */
export async function deliver(
  run: Run,
  draft: AtomicFile | null,
  secrets: Secrets,
  log: RunnerLog,
  stop: AbortSignal,
): Promise<boolean> {
  const masks = masksFor(run.inputs, secrets);
  const result = createResult(run, masks);
  const problems = writeOutputFile(run, draft, result, secrets);
  const annotations = createAnnotations(run, problems, secrets, process.env);
  const remarks = await findRemarks(run);
  logRemarks(remarks, log);
  const view = createView(run, masks);
  const shown = viewRemarks(remarks, masks);
  // Errors come first, so that they are reported even if one of the runner's files cannot be written.
  for (const annotation of annotations) logError(annotation, log);
  const report = (space?: number): string =>
    summary(view, readOrigin(core.getInput, process.env), shown, problems[0], space);
  writeSummary(report, log);
  try {
    setOutputs(createOutputs(run, result), result, run.inputs?.redact === true, secrets, log);
  } catch (error) {
    const problem = viewFailure(explain(error, run.inputs, secrets), masks);
    logError({ ...problem, place: null }, log);
    problems.push(problem);
  }
  const hasFailed = annotations.length + problems.length > 0;
  // If the run was cancelled, the run that replaces it writes the next comment.
  const pullRequest = stop.aborted ? false : readCommentInput(log);
  if (pullRequest !== false) await comment({ pullRequest, report, matters: matters(view, hasFailed) }, log, stop);
  return hasFailed;
}

/** An error annotation with a link to its explanation. */
function logError(annotation: Annotation, log: RunnerLog): void {
  const link = helpLink(annotation.title, process.env);
  log.error(link === null ? annotation : { ...annotation, message: `${annotation.message}\n${link}` });
}

/** Loads what finds remarks on demand, since an operation that changes no webhooks has only warnings. */
async function findRemarks(run: Run): Promise<Remarks> {
  if (run.inputs !== null && operationRow(run.inputs.operation).access === 'write')
    return (await import('../report/remarks.ts')).createRemarks(run);
  const { warnings = [] } = run.plan ?? {};
  return { notices: warnings.map((message) => ({ kind: 'warning', message })), advice: null };
}

/** Logs what a reader should notice, and as the last line what the token would need to apply the plan. */
function logRemarks({ notices, advice }: Remarks, log: RunnerLog): void {
  for (const { kind, message } of notices) {
    if (kind === 'warning') log.warning(message);
    else log.info(message);
  }
  if (advice !== null) log.info(advice);
}

/** Writes the complete result to `output-file`, if it is given. If that fails, the step fails, but everything else is still reported. */
function writeOutputFile(run: Run, draft: AtomicFile | null, result: Result, secrets: Secrets): Explanation[] {
  const file = run.inputs?.outputFile ?? null;
  if (file === null) return [];
  try {
    (draft ?? startAtomicFile(file, OWNER_ONLY)).write(resultParts(result));
    return [];
  } catch (error) {
    const explanation = viewFailure(explain(error, run.inputs, secrets), masksFor(run.inputs, secrets));
    // If the draft could not be started, that has already failed the run.
    return explanation.message === run.failure?.message ? [] : [explanation];
  }
}

/** The pull request to comment on, whatever is wrong with other inputs: `true` for that of the event, `false` for none. */
function readCommentInput(log: RunnerLog): boolean | number {
  const operation = core.getInput('operation');
  if (isOperationName(operation) && operationRow(operation).access !== 'write') return false;
  if (process.env[inputVariable('comment')]?.trim() === '') log.info('No comment: the input comment is empty');
  try {
    return toComment(core.getInput('comment') || inputTable.comment.default);
  } catch {
    return false;
  }
}

/** Loads what writes comments on demand, since GitHub's client is as large as everything that a get needs. */
async function comment(comment: Omit<Comment, 'key'>, log: RunnerLog, stop: AbortSignal): Promise<void> {
  const { commentKey, keepComment } = await import('./comment.ts');
  const key = commentKey(core.getInput, process.env);
  await keepComment({ ...comment, key }, core.getInput('github-token'), process.env, log, stop);
}
