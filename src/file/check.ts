import { type BodySource, interpretWebhook } from '../body/body.ts';
import { closest } from '../closest.ts';
import { type Document, throwProblems } from '../document/document.ts';
import { parseDocument } from '../document/parse.ts';
import { Problems } from '../document/problems.ts';
import { isObject, type Json } from '../json.ts';
import { fieldNames } from '../losant/fields.ts';
import { NO_ENVIRONMENTS } from './environments.ts';
import { fileKeyNames } from './keys.ts';
import { type Body, interpretFile } from './read.ts';
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
  const problems = new Problems();
  const checked = isFileLike(document.value)
    ? checkFile(document, source, problems)
    : checkWebhook(document, source, problems);
  throwProblems(problems, document, source.file);
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

function checkWebhook(document: Document, source: BodySource, problems: Problems): CheckedBody {
  if (source.environment !== null) problems.add([], NO_ENVIRONMENTS);
  const body = interpretWebhook(document, 'patch', source, 'none', problems);
  const variables = body.references.filter(({ fallback }) => fallback === null).map(({ name }) => name);
  return { body, checked: { count: 1, environments: [], variables: [...new Set(variables)] } };
}

function checkFile(document: Document, source: BodySource, problems: Problems): CheckedBody {
  const { environment } = source;
  const listed = isObject(document.value) ? document.value['environments'] : undefined;
  // If the list is invalid, that is reported, whatever the environment.
  const names = Array.isArray(listed) ? listed.filter((name) => typeof name === 'string') : [];
  const environments = environment !== null ? [environment] : names;
  const [first = listed === undefined ? null : '', ...others] = environments;
  const read = (name: string | null) => interpretFile(document, { ...source, environment: name }, 'none', problems);
  const body = read(first);
  const uses = [body, ...others.map(read)].flatMap(({ file, references }) => listVariableUses(file, references));
  const count = environment === null ? body.file.written.length : body.file.entries.length;
  return { body, checked: { count, environments, variables: [...new Set(uses.map(({ variable }) => variable))] } };
}
