import * as core from '@actions/core';
import type { Log } from '../log.ts';
import { type Outputs, outputNames } from '../report/outputs.ts';
import type { Secrets } from './secrets.ts';

/** An output is whole or empty. GitHub passes no more than 1 MB of UTF-16 between jobs. */
const LONGEST_OUTPUT = 500_000;

/**
 * Sets all outputs. One that is too long is left empty; with `redact`, one that still holds a secret is warned of, for
 * the runner would drop it on its way to another job.
 */
export function setOutputs(outputs: Outputs, redact: boolean, secrets: Secrets, log: Log): void {
  // Without the file, core would print them.
  if (!process.env['GITHUB_OUTPUT']) {
    log.warning('The outputs are not set: GITHUB_OUTPUT names no file.');
    return;
  }
  for (const name of outputNames) {
    const value = outputs[name];
    const fits = value.length <= LONGEST_OUTPUT;
    if (!fits)
      log.warning(
        `The output ${name} is left empty: it has ${value.length} characters, and more than ${LONGEST_OUTPUT} are not passed on. Use output-file for the whole result.`,
      );
    if (redact && secrets.shows(value))
      log.warning(
        `The output ${name} holds a masked value although redact is set, in a text that is no secret field: GitHub will not pass it to another job.`,
      );
    core.setOutput(name, fits ? value : '');
  }
}

/** Writes the job summary, where there is one. Failing, it is a warning: the outputs have told the truth already. */
export async function writeSummary(markdown: string, log: Log): Promise<void> {
  if (!process.env['GITHUB_STEP_SUMMARY']) return;
  try {
    await core.summary.addRaw(markdown).write();
  } catch (error) {
    log.warning(`The job summary is not written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
