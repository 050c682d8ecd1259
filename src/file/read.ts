import { type BodySource, type OneWebhook, readWebhook, withFacts } from '../body/body.ts';
import { Variables } from '../body/variables.ts';
import { closest } from '../closest.ts';
import { type Document, Problems } from '../document/document.ts';
import { parseDocument } from '../document/parse.ts';
import { isObject, type Json } from '../json.ts';
import { fieldNames } from '../losant/fields.ts';
import { NO_ENVIRONMENTS } from './environments.ts';
import { listVariables, listVariableUses } from './file-variables.ts';
import { fileKeyNames } from './keys.ts';
import { isResult, type ManyWebhooks, parseWebhooksFile } from './sync-file.ts';

/** The content of `body` or `body-file`: one webhook, or for sync the webhooks of a file. */
export type Body = OneWebhook | ManyWebhooks;

/** Reads and checks the file of sync. @throws Problem that lists everything that is wrong, with positions */
export async function parseWebhooks(source: BodySource, parsed: Document | null = null): Promise<ManyWebhooks> {
  const document = parsed ?? (await parseDocument(source.text, source.file));
  const body = await readWebhooks(source, new Problems(document, source.file));
  await body.problems.throwAll();
  return body;
}

/** The same, with everything that is wrong added to the problems. */
export function readWebhooks(source: BodySource, problems: Problems): Promise<ManyWebhooks> {
  const { value } = problems.document;
  const isUndo = isResult(value);
  const variables = new Variables(isUndo ? { ...source, file: null, listed: [] } : source, problems);
  const context = { problems, variables, plainSecrets: [], isResult: isUndo };
  const file = parseWebhooksFile(value, source.environment, context);
  variables.checkCopies();
  return withFacts({ kind: 'webhooks', file }, source, context);
}

/** What a valid body has. */
export interface Checked {
  /** How many webhooks; with several environments, how many entries. */
  readonly count: number;
  /** The environments that were checked; empty for a body without environments. */
  readonly environments: readonly string[];
  /** The variables that it needs, in the order of the body. */
  readonly variables: readonly string[];
}

/** The body is as it is in the first of the environments. */
type CheckedBody = { readonly checked: Checked; readonly body: Body };

/**
 * Checks a body as far as possible without Losant, in all environments if none is given. Variables are not judged.
 * @throws Problem that lists everything that is wrong, with positions
 */
export async function checkBody(source: BodySource): Promise<CheckedBody> {
  const document = await parseDocument(source.text, source.file);
  const problems = new Problems(document, source.file);
  const checked = await (isFileLike(document.value) ? checkFile : checkWebhook)(source, problems);
  await problems.throwAll();
  return checked;
}

/** Whether a body is for `sync`: a list, a result, or an object with a key of the file, or almost one. */
function isFileLike(value: Json): boolean {
  if (!isObject(value)) return Array.isArray(value);
  const known = [...fileKeyNames, ...fieldNames];
  const isFileKey = (key: string): boolean => closest(key, known, 1).some((name) => fileKeyNames.includes(name));
  return isResult(value) || Object.keys(value).some(isFileKey);
}

async function checkWebhook(source: BodySource, problems: Problems): Promise<CheckedBody> {
  if (source.environment !== null) problems.add([], NO_ENVIRONMENTS);
  const body = await readWebhook('patch', source, problems);
  const variables = body.references.filter(({ fallback }) => fallback === null).map(({ name }) => name);
  return { body, checked: { count: 1, environments: [], variables: [...new Set(variables)] } };
}

async function checkFile(source: BodySource, problems: Problems): Promise<CheckedBody> {
  const { environment } = source;
  const { value } = problems.document;
  const listed = isObject(value) ? value['environments'] : undefined;
  // If the list is invalid, that is reported, whatever the environment.
  const names = Array.isArray(listed) ? listed.filter((name) => typeof name === 'string') : [];
  const environments = environment !== null ? [environment] : names;
  const [first = listed === undefined ? null : '', ...others] = environments;
  const read = (name: string | null) => readWebhooks({ ...source, environment: name }, problems);
  const body = await read(first);
  const uses = [body, ...(await Promise.all(others.map(read)))].flatMap(listVariableUses);
  const count = environment === null ? body.file.written.length : body.file.entries.length;
  return { body, checked: { count, environments, variables: listVariables(uses) } };
}
