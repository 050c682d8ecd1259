import { type BodySource, readWebhook } from '../body/body.ts';
import { closest } from '../closest.ts';
import { type Document, Problems } from '../document/document.ts';
import { parseDocument } from '../document/parse.ts';
import { isObject, type Json } from '../json.ts';
import { fieldNames } from '../losant/fields.ts';
import { NO_ENVIRONMENTS } from './environments.ts';
import { fileKeyNames } from './keys.ts';
import { type Body, readWebhooks } from './read.ts';
import { isResult } from './sync-file.ts';
import { listVariableUses } from './variable-uses.ts';

/** What a valid body has. */
export interface Checked {
  /** How many webhooks; with several environments, how many entries. */
  readonly count: number;
  /** The environments that were checked; empty for a body without environments. */
  readonly environments: readonly string[];
  /** The variables that it needs, in the order of the body. */
  readonly variables: readonly string[];
}

interface CheckedBody {
  readonly checked: Checked;
  /** As it is in the first of the environments. */
  readonly body: Body;
}

/**
 * Checks a body as far as that is possible without Losant. A field that is a variable is not judged, but its default is.
 * @param source without an environment, all environments of the file are checked
 * @throws Problem that lists everything that is wrong, with positions
 */
export async function checkBody(source: BodySource): Promise<CheckedBody> {
  const document = await parseDocument(source.text, source.file);
  const problems = new Problems(document, source.file);
  const checked = await (isFileLike(document.value) ? checkFile : checkWebhook)(document, source, problems);
  await problems.throwAll();
  return checked;
}

/** Whether a body is for `sync`: a list, a result, or an object with a key of the file, or almost one. */
function isFileLike(value: Json): boolean {
  if (!isObject(value)) return Array.isArray(value);
  const isFileKey = (key: string): boolean => {
    const [best = ''] = closest(key, [...fileKeyNames, ...fieldNames], 1);
    return fileKeyNames.includes(best);
  };
  return isResult(value) || Object.keys(value).some(isFileKey);
}

async function checkWebhook(document: Document, source: BodySource, problems: Problems): Promise<CheckedBody> {
  if (source.environment !== null) problems.add([], NO_ENVIRONMENTS);
  const body = await readWebhook(document, 'patch', source, problems);
  const variables = body.references.filter(({ fallback }) => fallback === null).map(({ name }) => name);
  return { body, checked: { count: 1, environments: [], variables: [...new Set(variables)] } };
}

async function checkFile(document: Document, source: BodySource, problems: Problems): Promise<CheckedBody> {
  const { environment } = source;
  const listed = isObject(document.value) ? document.value['environments'] : undefined;
  // If the list is invalid, that is reported, whatever the environment.
  const names = Array.isArray(listed) ? listed.filter((name) => typeof name === 'string') : [];
  const environments = environment !== null ? [environment] : names;
  const [first = listed === undefined ? null : '', ...others] = environments;
  const read = (name: string | null) => readWebhooks(document, { ...source, environment: name }, problems);
  const body = await read(first);
  const uses = [body, ...(await Promise.all(others.map(read)))].flatMap(listVariableUses);
  const count = environment === null ? body.file.written.length : body.file.entries.length;
  return { body, checked: { count, environments, variables: [...new Set(uses.map(({ variable }) => variable))] } };
}
