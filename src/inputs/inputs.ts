import type { WorkspaceFile } from '../files.ts';
import type { ApiToken } from '../losant/token.ts';
import type { OperationName } from './operations.ts';
import { checkSameFile, readOutputPath } from './paths.ts';
import type { Reader } from './reader.ts';
import { checkSelection } from './selection.ts';

/** The inputs that every operation uses: validated, typed, and frozen. */
export interface Inputs {
  readonly operation: OperationName;
  readonly applicationId: string;
  readonly token: ApiToken;
  readonly apiUrl: URL;
  /** For one attempt, in milliseconds. */
  readonly timeout: number;
  readonly retries: number;
  readonly concurrency: number;
  readonly dryRun: boolean;
  readonly redact: boolean;
  readonly outputFile: WorkspaceFile | null;
}

/**
 * Checks all inputs, and reads those that every operation uses.
 * @throws InvalidInput, which the reader reports
 */
export async function readInputs(reader: Reader): Promise<Inputs> {
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
