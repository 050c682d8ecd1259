import { findFile, isSameFile, resolveInside, type WorkspaceFile } from '../files.ts';
import { tryTo } from '../try-to.ts';
import type { Reader } from './reader.ts';
import { splitIds } from './values.ts';

/** The inputs that every operation uses: validated, typed, and frozen. Times are in milliseconds. */
export type Inputs = Awaited<ReturnType<typeof readInputs>>;

/** Checks all inputs, and reads those that every operation uses. Throws InvalidInput, which the reader reports. */
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
    timeout: reader.value('timeout') * 1000,
    retries: reader.value('retries'),
    concurrency: reader.value('concurrency'),
    dryRun: reader.value('dry-run'),
    redact: reader.value('redact'),
  });
}

/** Which webhooks the inputs select: those with an id, or those that a pattern matches; all if there are neither. */
export type Selection = ReturnType<typeof readSelection>;

/** The inputs that select webhooks. Throws InvalidInput, which the reader reports. */
export function readSelection(reader: Reader) {
  return {
    ids: reader.value('webhook-id'),
    patterns: reader.value('webhook-name'),
    /** What happens if a webhook does not exist; null for the operation's default. */
    ifNotFound: reader.value('if-not-found'),
  } as const;
}

/** Adds problems with the combination of `webhook-id`, `webhook-name`, and `keep`. */
function checkSelection(reader: Reader): void {
  const { row } = reader;
  if (row === null) return;
  const { selects } = row;
  const [byId, byName] = [reader.isGiven('webhook-id'), reader.isGiven('webhook-name')];
  if ((selects === 'one' || selects === 'some') && byId === byName) {
    const likely = byId ? 'both were' : 'neither was; did a variable expand to nothing?';
    reader.problem(`exactly one of webhook-id and webhook-name must be given: ${likely}`);
  }
  const { length } = splitIds(reader.text('webhook-id'));
  if (selects === 'one' && length > 1) reader.problem(`webhook-id takes one id for ${reader.operation}, got ${length}`);
  if (reader.isUsed('keep') && reader.isGiven('keep') && !byName)
    reader.problem('keep counts what webhook-name matches, and webhook-name was not given');
}

/** The path of a file to write; null if the input is not given. Throws InvalidInput, which the reader reports. */
export function readOutputPath(reader: Reader, name: 'body-file' | 'output-file'): WorkspaceFile | null {
  const text = reader.text(name);
  if (text === '') return null;
  return reader.use(name, () => {
    const file = resolveInside(text, reader.env);
    findFile(file);
    return file;
  });
}

/** What is read comes before what is written. */
const FILES = ['body-file', 'expected-changes', 'output-file'] as const;

/** Refuses an `output-file` that would overwrite what was read, or written by an export, and an approval that is the body. */
function checkSameFile(reader: Reader): void {
  const files = FILES.flatMap((name) => {
    const text = reader.isUsed(name) ? reader.text(name) : '';
    const isWord = name === 'expected-changes' && /^(?:any|none)$/.test(text);
    return text === '' || isWord ? [] : [{ name, text }];
  });
  for (const [index, { name, text }] of files.entries())
    for (const other of files.slice(0, index))
      if (leadToSameFile(text, other.text, reader.env)) {
        const end = name === 'output-file' ? ', and would overwrite it' : '';
        reader.problem(`${name} is the same file as ${other.name}${end}`);
      }
}

function leadToSameFile(one: string, other: string, env: NodeJS.ProcessEnv): boolean {
  // What is not a path, such as a list of changes, is reported where it is read.
  return tryTo(() => isSameFile(resolveInside(one, env), resolveInside(other, env))) ?? false;
}
