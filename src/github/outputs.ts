import type { Log } from '../log.ts';
import { LONGEST_OUTPUT, type Outputs, outputNames } from '../report/outputs.ts';
import { setOutputs as writeOutputs } from './commands.ts';
import type { Secrets } from './secrets.ts';

/**
 * Sets all outputs. One that is too long is left empty; with `redact`, one that still holds a secret is warned of, for
 * the runner would drop it on its way to another job.
 */
export function setOutputs(outputs: Outputs, redact: boolean, secrets: Secrets, log: Log): void {
  const fitting = outputNames.map((name) => {
    const value = outputs[name];
    if (typeof value !== 'string' || value.length > LONGEST_OUTPUT) {
      log.warning(
        `The output ${name} is left empty: it has ${value.length} characters, and more than ${LONGEST_OUTPUT} are not passed on. Use output-file for the whole result.`,
      );
      return [name, ''] as const;
    }
    if (redact && secrets.shows(value))
      log.warning(
        `The output ${name} holds a masked value although redact is set, in a text that is no secret field: GitHub will not pass it to another job.`,
      );
    return [name, value] as const;
  });
  writeOutputs(Object.fromEntries(fitting));
}
