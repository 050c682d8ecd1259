import { appendFileSync } from 'node:fs';
import * as core from '@actions/core';
import type { Log } from '../log.ts';
import { messageOf, Problem } from '../problem.ts';
import { LONGEST_OUTPUT, type Outputs, outputNames } from '../report/outputs.ts';
import type { Secrets } from './secrets.ts';

/**
 * Sets all outputs. One that is too long is left empty; with `redact`, one that still holds a secret is warned of, for
 * the runner would drop it on its way to another job.
 * @throws Problem when the runner's file can't be written
 */
export function setOutputs(outputs: Outputs, redact: boolean, secrets: Secrets, log: Log): void {
  // Without the file, core would print them.
  if (!process.env['GITHUB_OUTPUT']) {
    log.warning('The outputs are not set: GITHUB_OUTPUT names no file.');
    return;
  }
  for (const name of outputNames) {
    const value = outputs[name];
    const text = typeof value === 'string' && value.length <= LONGEST_OUTPUT ? value : null;
    if (text === null)
      log.warning(
        `The output ${name} is left empty: it has ${value.length} characters, and more than ${LONGEST_OUTPUT} are not passed on. Use output-file for the whole result.`,
      );
    else if (redact && secrets.shows(text))
      log.warning(
        `The output ${name} holds a masked value although redact is set, in a text that is no secret field: GitHub will not pass it to another job.`,
      );
    try {
      core.setOutput(name, text ?? '');
    } catch (error) {
      throw new Problem('Outputs not set', `The output ${name} can not be set: ${messageOf(error)}.`);
    }
  }
}

/** Writes the job summary, where there is one. Failing, it is a warning: the outputs tell the truth too. */
export function writeSummary(markdown: string, log: Log): void {
  const path = process.env['GITHUB_STEP_SUMMARY'];
  if (!path) return;
  try {
    appendFileSync(path, markdown);
  } catch (error) {
    log.warning(`The job summary is not written: ${messageOf(error)}`);
  }
}
