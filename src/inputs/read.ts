import type { Body } from '../body/body.ts';
import { ApiToken } from '../losant/token.ts';
import { isId } from '../losant/webhook.ts';
import { parsePatterns } from '../patterns.ts';
import { asText, messageOf, Problem } from '../problem.ts';
import { isFolder, readText, resolveInside } from './paths.ts';
import type { File, Request, Selection } from './request.ts';
import {
  type InputName,
  inputNames,
  inputs,
  isOperationName,
  type OperationName,
  operationNames,
  usesInput,
} from './table.ts';
import { unknownInputs } from './unknown.ts';
import { quoted, toApiUrl, toBoolean, toDuration, toOneOf, toWholeNumber } from './values.ts';

/** Where inputs come from. */
export interface Source {
  /** The value of an input, empty when it was not given. */
  readonly getInput: (name: InputName) => string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Collects problems, so that all of them are reported at once. */
class Reader {
  readonly problems: string[] = [];
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  text(name: InputName): string {
    return this.#source.getInput(name).trim() || inputs[name].default;
  }

  isGiven(name: InputName): boolean {
    const text = this.text(name);
    const isFlag = inputs[name].default === 'false';
    return (isFlag ? text.toLowerCase() : text) !== inputs[name].default;
  }

  problem(name: InputName, message: string): void {
    this.problems.push(`${name} ${message}`);
  }

  /** The value as its reader gives it; what is wrong with it is a problem, and the fallback goes on. */
  value<T>(name: InputName, read: (text: string) => T, fallback: T): T {
    const text = this.text(name);
    if (text === '') return fallback;
    try {
      return read(text);
    } catch (error) {
      this.problem(name, `${messageOf(error)}${got(name, text)}`);
      return fallback;
    }
  }
}

/** ", got X", unless the value may hold a secret. */
function got(name: InputName, text: string): string {
  if (name === 'api-url') return text.includes('@') ? '' : `, got ${quoted(text)}`;
  return `, got ${quoted(text)}`;
}

/**
 * Reads and checks all inputs.
 * @throws Problem that names everything that is wrong
 */
export async function readInputs(source: Source): Promise<Request> {
  const reader = new Reader(source);
  const operation = readOperation(reader);
  reader.problems.push(...unknownInputs(source.environment));
  if (operation !== null) refuseUnused(reader, operation);
  const request = {
    operation: operation ?? 'get',
    applicationId: readApplicationId(reader),
    token: new ApiToken(readToken(reader)),
    selection: readSelection(reader, operation),
    olderThan: reader.value<number | null>('older-than', toDuration, null),
    keep: reader.value('keep', toWholeNumber(0, Number.MAX_SAFE_INTEGER), 0),
    body: await readBody(reader, operation, source.environment),
    exportFile: operation === 'export' ? readFile(reader, 'body-file', source.environment, true) : null,
    outputFile: readFile(reader, 'output-file', source.environment, false),
    includeWorkflows: reader.value('include-workflows', toBoolean, false),
    ifNotFound: reader.value<Request['ifNotFound']>('if-not-found', toOneOf(['error', 'warn', 'ignore']), null),
    ifExists: reader.value<Request['ifExists']>('if-exists', toOneOf(['error', 'update', 'skip']), 'error'),
    prune: reader.value('prune', toBoolean, false),
    maxDeletes: reader.value<number | null>('max-deletes', toWholeNumber(0, Number.MAX_SAFE_INTEGER), null),
    dryRun: reader.value('dry-run', toBoolean, false),
    redact: reader.value('redact', toBoolean, false),
    comment: reader.value('comment', toBoolean, false),
    apiUrl: reader.value('api-url', toApiUrl, new URL(inputs['api-url'].default)),
    timeout: reader.value('timeout', toWholeNumber(1, 3600), 30) * 1000,
    retries: reader.value('retries', toWholeNumber(0, 10), 4),
    concurrency: reader.value('concurrency', toWholeNumber(1, 16), 4),
  };
  if (reader.problems.length === 0) return Object.freeze(request);
  const text = asText(reader.problems);
  const end = text.includes('\n') ? '\n' : /[.?]$/.test(text) ? ' ' : '. ';
  throw new Problem('Invalid inputs', `${text}${end}Nothing was sent.`);
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
    const users: readonly string[] = inputs[name].for;
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

function readSelection(reader: Reader, operation: OperationName | null): Selection {
  const ids = readIds(reader, operation);
  const patterns = parsePatterns(reader.text('webhook-name'));
  const mustSelect = operation !== null && usesInput(operation, 'webhook-id');
  if (mustSelect && reader.isGiven('webhook-id') === patterns.length > 0) {
    const likely = patterns.length > 0 ? 'both were' : 'none was; did a variable expand to nothing?';
    reader.problems.push(`exactly one of webhook-id and webhook-name must be given: ${likely}`);
  }
  if (patterns.length > 0 && patterns.every(({ negated }) => negated)) {
    reader.problem('webhook-name', 'has only lines that begin with "!": they take out what a line before them selects');
  }
  if (patterns.some(({ source }) => source === '')) {
    reader.problem('webhook-name', 'has a line "!" without a name');
  }
  if (ids.length > 0) return { by: 'id', ids };
  return patterns.length > 0 ? { by: 'name', patterns } : { by: 'all' };
}

function readIds(reader: Reader, operation: OperationName | null): string[] {
  const parts = reader
    .text('webhook-id')
    .split(/[,\r\n]/)
    .map((part) => part.trim().toLowerCase());
  const ids = [...new Set(parts.filter((part) => part !== ''))];
  const wrong = ids.filter((id) => !isId(id));
  if (wrong.length > 0 || (reader.isGiven('webhook-id') && ids.length === 0)) {
    // What is no id may be the token of a webhook's URL, which is a secret: it is not shown.
    const lengths = wrong.map((id) => `${id.length} characters`).join(', ') || 'none';
    reader.problem(
      'webhook-id',
      `must be the 24 hex digits of a webhook's id (not the token in its URL), got ${lengths}`,
    );
  }
  if (operation === 'get' && ids.length > 1) reader.problem('webhook-id', `takes one id for get, got ${ids.length}`);
  return ids;
}

async function readBody(
  reader: Reader,
  operation: OperationName | null,
  environment: NodeJS.ProcessEnv,
): Promise<Body | null> {
  if (operation === null || !usesInput(operation, 'body')) return null;
  if (reader.isGiven('body') === reader.isGiven('body-file')) {
    const likely = reader.isGiven('body') ? 'both were' : 'none was';
    reader.problems.push(`exactly one of body and body-file must be given: ${likely}`);
    return null;
  }
  const { parseBody } = await import('../body/body.ts');
  try {
    if (reader.isGiven('body')) return await parseBody(operation, reader.text('body'), 'body', null);
    const file = resolveInside(reader.text('body-file'), environment);
    return await parseBody(operation, readText(file), `body-file ${file.name}`, environment);
  } catch (error) {
    reader.problems.push(error instanceof Problem ? error.message : `body-file can't be used: ${messageOf(error)}`);
    return null;
  }
}

function readFile(
  reader: Reader,
  name: 'body-file' | 'output-file',
  environment: NodeJS.ProcessEnv,
  isRequired: boolean,
): File | null {
  const text = reader.text(name);
  if (text === '') {
    if (isRequired) reader.problem(name, 'must name the file to write');
    return null;
  }
  try {
    const file = resolveInside(text, environment);
    if (isFolder(file)) throw new Error(`"${file.name}" is a folder`);
    return file;
  } catch (error) {
    reader.problem(name, `can't be used: ${messageOf(error)}`);
    return null;
  }
}
