import { appendFileSync } from 'node:fs';
import * as core from '@actions/core';
import type { JsonObject } from '../json.ts';
import type { Log } from '../log.ts';
import { collectSecrets } from '../losant/webhook.ts';
import { errorMessage, Problem } from '../problem.ts';
import { type OutputName, type Outputs, outputNames, type Result } from '../report/outputs.ts';
import type { RunnerLog } from './runner-log.ts';
import type { Secrets } from './secrets.ts';

/** The maximum length of an input or environment variable, in bytes, minus some space for its name. */
const LONGEST_INPUT = 100_000;

/** The runner searches every later line of the job for each mask: with 3000 of them, for more than a millisecond. */
const MANY_MASKS = 1000;

/**
 * Sets all outputs. The secrets in each are registered with the runner first, and no others. An output that is too long is left
 * empty. With `redact`, an output that still contains a secret is reported as a warning: the runner would not pass it to another
 * job.
 * @throws Problem if the runner's file cannot be written
 */
export function setOutputs(
  outputs: Outputs,
  { webhooks, previous }: Result,
  redact: boolean,
  secrets: Secrets,
  log: Pick<RunnerLog, 'warning' | 'notice'>,
): void {
  // Without the file, core would print the outputs.
  if (!process.env['GITHUB_OUTPUT']) {
    log.warning('The outputs were not set: GITHUB_OUTPUT does not name a file.');
    return;
  }
  const contents: { readonly [name in OutputName]?: readonly JsonObject[] } = { webhook: webhooks, webhooks, previous };
  const large: OutputName[] = [];
  for (const name of outputNames) {
    const value = outputs[name];
    const text = typeof value === 'string' ? value : '';
    if (typeof value !== 'string') {
      const unmasked = redact ? '' : '; GitHub does not mask secrets that are only in that file';
      log.warning(
        `The output ${name} is left empty: ${value.problem}. Use output-file for the complete result${unmasked}.`,
      );
    }
    const found = secrets.findIn(text);
    const derived = text === '' ? [] : (contents[name] ?? []).flatMap(collectSecrets);
    if (secrets.register([...found, ...derived]) > MANY_MASKS) large.push(name);
    if (redact && found.size > 0)
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
  if (large.length > 0)
    log.notice(
      `More than ${MANY_MASKS} secrets in ${large.join(' and ')} had to be masked, which slows down this job: use redact, or select fewer webhooks.`,
    );
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
