import type { WorkspaceFile } from '../files.ts';
import { ApiToken } from '../losant/token.ts';
import { isId } from '../losant/webhook.ts';
import { bulletList, Problem } from '../problem.ts';
import { outputPath, readBody, refuseSameFile } from './input-files.ts';
import { Reader, type Source } from './input-reader.ts';
import type { Inputs } from './inputs.ts';
import { readSelection } from './selection.ts';
import { inputNames, inputTable, isOperationName, type OperationName, operationNames, usesInput } from './table.ts';
import { unknownInputs } from './unknown.ts';
import { quoted, toApiUrl, toBoolean, toDuration, toOneOf, toWholeNumber } from './values.ts';

/**
 * Reads and checks all inputs.
 * @throws Problem that names everything that is wrong
 */
export async function readInputs(source: Source): Promise<Inputs> {
  const reader = new Reader(source);
  const operation = readOperation(reader);
  reader.problems.push(...unknownInputs(reader.environment));
  if (operation !== null) refuseUnused(reader, operation);
  refuseSameFile(reader);
  const request = {
    operation: operation ?? 'get',
    applicationId: readApplicationId(reader),
    token: new ApiToken(readToken(reader)),
    selection: readSelection(reader, operation),
    olderThan: reader.value<number | null>('older-than', toDuration, null),
    keep: reader.value('keep', toWholeNumber(0, Number.MAX_SAFE_INTEGER), 0),
    body: await readBody(reader, operation),
    exportFile: operation === 'export' ? readExportFile(reader) : null,
    outputFile: outputPath(reader, 'output-file'),
    includeWorkflows: reader.value('include-workflows', toBoolean, false),
    ifNotFound: reader.value<Inputs['ifNotFound']>('if-not-found', toOneOf(['error', 'warn', 'ignore']), null),
    ifExists: reader.value<Inputs['ifExists']>('if-exists', toOneOf(['error', 'update', 'skip']), 'error'),
    prune: reader.value('prune', toBoolean, false),
    maxDeletes: reader.value<number | null>('max-deletes', toWholeNumber(0, Number.MAX_SAFE_INTEGER), null),
    dryRun: reader.value('dry-run', toBoolean, false),
    redact: reader.value('redact', toBoolean, false),
    comment: reader.value('comment', toBoolean, false),
    apiUrl: reader.value('api-url', toApiUrl, new URL(inputTable['api-url'].default)),
    timeout: reader.value('timeout', toWholeNumber(1, 3600), 30) * 1000,
    retries: reader.value('retries', toWholeNumber(0, 10), 4),
    concurrency: reader.value('concurrency', toWholeNumber(1, 16), 4),
  };
  if (reader.problems.length === 0) return Object.freeze(request);
  const text = bulletList(reader.problems);
  const end = text.includes('\n') ? '\n' : /[.?]$/.test(text) ? ' ' : '. ';
  throw new Problem('Invalid inputs', `${text}${end}Nothing was sent.`, reader.findings());
}

/**
 * The token without white space around it and a leading "Bearer ". Read before everything else, so that it is masked
 * before anything can go wrong.
 */
export function bareToken(text: string): string {
  return text.trim().replace(/^Bearer(\s+|$)/i, '');
}

function readOperation(reader: Reader): OperationName | null {
  const text = reader.text('operation');
  if (isOperationName(text)) return text;
  reader.problem(
    'operation',
    `must be one of ${operationNames.join(', ')}, got ${text === '' ? 'nothing' : quoted(text)}`,
  );
  return null;
}

/** An input that the operation does not use shows a misunderstanding. */
function refuseUnused(reader: Reader, operation: OperationName): void {
  for (const name of inputNames) {
    if (usesInput(operation, name) || !reader.isGiven(name)) continue;
    const users: readonly string[] = inputTable[name].for;
    reader.problem(name, `is not used by ${operation} (only by ${users.join(', ')}): leave it out`);
  }
  const prunes = reader.text('prune').toLowerCase() === 'true';
  if (operation === 'sync' && !prunes) {
    for (const name of ['webhook-name', 'include-workflows', 'max-deletes'] as const) {
      if (reader.isGiven(name)) reader.problem(name, 'is used by sync only with prune: true');
    }
  }
  if (operation === 'delete' && reader.isGiven('keep') && !reader.isGiven('webhook-name')) {
    reader.problem('keep', 'counts what webhook-name matches, and webhook-name was not given');
  }
}

function readExportFile(reader: Reader): WorkspaceFile | null {
  if (!reader.isGiven('body-file')) reader.problem('body-file', 'must name the file to write');
  return outputPath(reader, 'body-file');
}

function readApplicationId(reader: Reader): string {
  const text = reader.text('application-id');
  if (!isId(text)) {
    // What stands in the wrong place may be a token.
    const shown = text === '' ? 'nothing' : text.length <= 30 ? quoted(text) : `${text.length} characters`;
    reader.problem('application-id', `must be the 24 hex digits of an application's id, got ${shown}`);
  }
  return text;
}

function readToken(reader: Reader): string {
  const token = bareToken(reader.text('api-token'));
  if (token === '') {
    reader.problem(
      'api-token',
      'is empty. If it comes from a secret, see that the secret exists in this repository or environment: runs of forks and of Dependabot get no secrets',
    );
  } else if (!/^[\x21-\x7e]+$/.test(token)) {
    reader.problem(
      'api-token',
      'holds white space or other characters that no token has: was more than the token copied?',
    );
  }
  return token;
}
