import * as core from '@actions/core';
import { type AtomicFile, OWNER_ONLY, startAtomicFile } from '../files.ts';
import { inputVariable, operationRow } from '../inputs/table.ts';
import { type Explanation, explain, helpLink } from '../report/explain.ts';
import { matters, type Remarks, summary } from '../report/markdown.ts';
import { masksFor } from '../report/masks.ts';
import { createOutputs, createResult, type Result, resultParts } from '../report/outputs.ts';
import type { Run } from '../report/run.ts';
import { createView, viewFailure, viewNotices } from '../report/view.ts';
import { type Annotation, createAnnotations } from './annotations.ts';
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
  const shown = { ...remarks, notices: viewNotices(remarks.notices, masks) };
  // Errors come first, so that they are reported even if one of the runner's files cannot be written.
  const origin = readOrigin(core.getInput, process.env);
  const logError = (annotation: Annotation): void => {
    const link = helpLink(annotation.title, origin.help);
    log.error(link === null ? annotation : { ...annotation, message: `${annotation.message}\n${link}` });
  };
  for (const annotation of annotations) logError(annotation);
  const report = (space?: number): string => summary(view, origin, shown, problems[0], space);
  writeSummary(report, log);
  try {
    setOutputs(createOutputs(run, result), result, run.inputs?.redact === true, secrets, log);
  } catch (error) {
    const problem = explainFor(run, error, secrets);
    logError({ ...problem, place: null });
    problems.push(problem);
  }
  const hasFailed = annotations.length + problems.length > 0;
  // If the run was cancelled, the run that replaces it writes the next comment.
  if (!stop.aborted && process.env[inputVariable('comment')] !== 'false') {
    const { keepComment } = await import('./comment.ts');
    await keepComment({ report, matters: matters(view, hasFailed) }, core.getInput, process.env, log, stop);
  }
  return hasFailed;
}

/** Loads what finds remarks on demand, since an operation that changes no webhooks has only warnings. */
async function findRemarks(run: Run): Promise<Remarks> {
  if (run.inputs !== null && operationRow(run.inputs.operation).access === 'write')
    return (await import('../report/remarks.ts')).createRemarks(run);
  const { warnings = [] } = run.plan ?? {};
  return {
    notices: warnings.map((message) => ({ kind: 'warning', message })),
    advice: null,
    changeSections: (_, notices) => [notices],
  };
}

/** Logs what a reader should notice, and as the last line what the token would need to apply the plan. */
function logRemarks({ notices, advice }: Remarks, log: RunnerLog): void {
  for (const { kind, message } of notices) {
    if (kind === 'warning') log.warning(message);
    else log.info(message);
  }
  if (advice !== null) log.info(advice);
}

/** What failed apart from the run itself, for people to read. */
function explainFor({ inputs }: Run, error: unknown, secrets: Secrets): Explanation {
  return viewFailure(explain(error, inputs, secrets), masksFor(inputs, secrets));
}

/** Writes the complete result to `output-file`, if it is given. If that fails, the step fails, but everything else is still reported. */
function writeOutputFile(run: Run, draft: AtomicFile | null, result: Result, secrets: Secrets): Explanation[] {
  const file = run.inputs?.outputFile ?? null;
  if (file === null) return [];
  try {
    (draft ?? startAtomicFile(file, OWNER_ONLY)).write(resultParts(result));
    return [];
  } catch (error) {
    const explanation = explainFor(run, error, secrets);
    // If the draft could not be started, that has already failed the run.
    return explanation.message === run.failure?.message ? [] : [explanation];
  }
}
