import { checkSameFile, readOutputPath } from './paths.ts';
import type { Reader } from './reader.ts';
import { checkSelection } from './selection.ts';

/** The inputs that every operation uses: validated, typed, and frozen. Times are in milliseconds. */
export type Inputs = Awaited<ReturnType<typeof readInputs>>;

/**
 * Checks all inputs, and reads those that every operation uses.
 * @throws InvalidInput, which the reader reports
 */
export async function readInputs(reader: Reader) {
  reader.check();
  checkSelection(reader);
  checkSameFile(reader);
  return Object.freeze({
    outputFile: readOutputPath(reader, 'output-file'),
    operation: reader.value('operation'),
    applicationId: reader.value('application-id'),
    token: reader.value('api-token'),
    apiUrl: reader.value('api-url'),
    timeout: reader.value('timeout'),
    retries: reader.value('retries'),
    concurrency: reader.value('concurrency'),
    dryRun: reader.value('dry-run'),
    redact: reader.value('redact'),
  });
}
