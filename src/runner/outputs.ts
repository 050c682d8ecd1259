import { appendFileSync } from 'node:fs';
import * as core from '@actions/core';
import type { Log } from '../log.ts';
import { errorMessage, Problem } from '../problem.ts';
import { type Outputs, outputNames } from '../report/outputs.ts';
import type { RunnerLog } from './runner-log.ts';
import type { Secrets } from './secrets.ts';

/** The maximum length of an input or environment variable, in bytes, minus some space for its name. */
const LONGEST_INPUT = 100_000;

/**
 * Sets all outputs. An output that is too long is left empty. With `redact`, an output that still contains a secret is
 * reported as a warning: the runner would not pass it to another job.
 * @throws Problem if the runner's file cannot be written
 */
export function setOutputs(
  outputs: Outputs,
  redact: boolean,
  secrets: Secrets,
  log: Pick<RunnerLog, 'warning' | 'notice'>,
): void {
  // Without the file, core would print the outputs.
  if (!process.env['GITHUB_OUTPUT']) {
    log.warning('The outputs were not set: GITHUB_OUTPUT does not name a file.');
    return;
  }
  for (const name of outputNames) {
    const value = outputs[name];
    const text = typeof value === 'string' ? value : '';
    if (typeof value !== 'string')
      log.warning(`The output ${name} is left empty: ${value.problem}. Use output-file for the complete result.`);
    else if (redact && secrets.shows(text))
      log.warning(
        `The output ${name} contains a masked value although redact is set, in a field that is not secret: GitHub will not pass it to another job.`,
      );
    if (name === 'changes' && Buffer.byteLength(text) > LONGEST_INPUT)
      log.notice(
        `The output changes has more than ${LONGEST_INPUT} bytes, which is too much for an input: to use it as expected-changes, pass the path of an output-file.`,
      );
    try {
      core.setOutput(name, text);
    } catch (error) {
      throw new Problem('Outputs not set', `The output ${name} cannot be set: ${errorMessage(error)}.`);
    }
  }
}

/**
 * Writes the job summary, if the runner has one. A failure is only a warning, because the outputs contain the same facts.
 * @param report makes the Markdown
 */
export function writeSummary(report: () => string, log: Log): void {
  const path = process.env['GITHUB_STEP_SUMMARY'];
  if (!path) return;
  try {
    appendFileSync(path, report());
  } catch (error) {
    log.warning(`The job summary was not written: ${errorMessage(error)}`);
  }
}
