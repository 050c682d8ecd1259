import { bulletList, Problem } from '../problem.ts';
import { readExportTarget } from './export-target.ts';
import { checkSameFile, outputPath, readBody, readExpected } from './input-files.ts';
import { Reader } from './input-reader.ts';
import type { Inputs } from './inputs.ts';
import { checkSelection, readSelection } from './selection.ts';
import { inputNames } from './table.ts';
import { unknownInputs } from './unknown.ts';

/**
 * Reads and checks all inputs.
 * @throws Problem that lists everything that is wrong
 */
export async function readInputs(env: NodeJS.ProcessEnv): Promise<Inputs> {
  const reader = new Reader(env);
  reader.problems.push(...unknownInputs(env));
  for (const name of inputNames) reader.check(name);
  checkSelection(reader);
  checkSameFile(reader);
  const files = {
    exportFile: reader.row?.access === 'file' ? await readExportTarget(reader) : null,
    outputFile: outputPath(reader, 'output-file'),
    body: await readBody(reader),
    expectedChanges: await readExpected(reader),
  };
  assertValid(reader);
  return Object.freeze({
    ...files,
    operation: reader.value('operation'),
    applicationId: reader.value('application-id'),
    token: reader.value('api-token'),
    selection: readSelection(reader),
    olderThan: reader.value('older-than'),
    keep: reader.value('keep'),
    variables: reader.value('variables'),
    environment: reader.value('environment'),
    includeWorkflows: reader.value('include-workflows'),
    ifNotFound: reader.value('if-not-found'),
    ifExists: reader.value('if-exists'),
    prune: reader.value('prune'),
    maxDeletes: reader.value('max-deletes'),
    dryRun: reader.value('dry-run'),
    redact: reader.value('redact'),
    label: reader.value('label'),
    comment: reader.value('comment'),
    apiUrl: reader.value('api-url'),
    timeout: reader.value('timeout'),
    retries: reader.value('retries'),
    concurrency: reader.value('concurrency'),
  });
}

function assertValid(reader: Reader): void {
  if (reader.problems.length === 0) return;
  const text = bulletList(reader.problems);
  const end = text.includes('\n') ? '\n' : /[.?]$/.test(text) ? ' ' : '. ';
  throw new Problem('Invalid inputs', `${text}${end}Nothing was sent.`, reader.findings());
}
