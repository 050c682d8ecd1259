import type { Log } from '../log.ts';
import { type Outputs, outputNames } from '../report/outputs.ts';
import { setOutputs as writeOutputs } from './commands.ts';
import type { Secrets } from './secrets.ts';

/** An output is whole or empty. GitHub passes no more than 1 MB of UTF-16 between jobs. */
const LONGEST_OUTPUT = 500_000;

/**
 * Sets all outputs. One that is too long is left empty; with `redact`, one that still holds a secret is warned of, for
 * the runner would drop it on its way to another job.
 */
export function setOutputs(outputs: Outputs, redact: boolean, secrets: Secrets, log: Log): void {
  const fitting = outputNames.map((name) => {
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
    return [name, fits ? value : ''] as const;
  });
  writeOutputs(Object.fromEntries(fitting));
}
