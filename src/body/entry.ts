import { didYouMean } from '../closest.ts';
import { isObject, type Json, type JsonObject, kindOf } from '../json.ts';
import {
  allowed,
  type Field,
  type FieldName,
  fieldNames,
  fieldOf,
  isAllowed,
  isFieldName,
  isMaskedValue,
  isReadOnlyField,
  isSecretField,
  type ReadOnlyField,
  type WebhookFields,
} from '../losant/fields.ts';
import { isId } from '../losant/webhook.ts';
import type { BodyProblem, Path } from './position.ts';
import { type Expanded, pathKey, type Templates } from './variables.ts';

/** What a body, or one webhook of a file, says. */
export interface Entry {
  /** Where it stands in the body. */
  readonly path: Path;
  readonly fields: WebhookFields;
  readonly templates: Templates;
  /** What the server alone sets, where the entry was taken from an output: it names the webhook that is meant. */
  readonly identity: { readonly [name in ReadOnlyField]?: string };
  /** Whether it was taken from an output of this action: then it may hold what can't be set. */
  readonly isFromOutput: boolean;
  /** Fields that are not known here, of a webhook from an output: a newer server knows more. */
  readonly unknown: JsonObject;
  /** Secret fields that held mask characters only, in a webhook from an output: they are not set. */
  readonly masked: readonly FieldName[];
}

/** A body is taken for a webhook from an output when it holds one of these, which nobody writes by hand. */
const OUTPUT_MARKS = ['webhookId', 'creationDate', 'lastUpdated', 'token'];

const KNOWN = ` (known fields: ${fieldNames.join(', ')})`;
const ONLY_MASK = 'holds mask characters only: they stand for a secret that is not shown. Give the secret itself';

/** Checks an object with webhook fields against the table. All problems are added to `problems`. */
export function parseEntry(value: Json, path: Path, templates: Expanded['templates'], problems: BodyProblem[]): Entry {
  const object: JsonObject = isObject(value) ? value : {};
  if (!isObject(value))
    problems.push({ path, message: `a webhook must be an object with fields, got ${kindOf(value)}` });
  const isFromOutput = OUTPUT_MARKS.some((key) => Object.hasOwn(object, key));
  const fields: [FieldName, Json][] = [];
  const identity: [ReadOnlyField, string][] = [];
  const unknown: [string, Json][] = [];
  const masked: FieldName[] = [];
  const problem = (key: string, message: string): void => void problems.push({ path: [...path, key], message });

  // Where a variable could not be expanded there is no value to check.
  const faulty = new Set(problems.map((earlier) => pathKey(earlier.path)));
  for (const [key, item] of Object.entries(object)) {
    if (faulty.has(pathKey([...path, key]))) continue;
    if (isReadOnlyField(key)) {
      if (typeof item === 'string' && (!namesId(key) || isId(item))) identity.push([key, item]);
      else problem(key, `${key} must be a string${namesId(key) ? ' of 24 hex digits' : ''}`);
    } else if (!isFieldName(key)) {
      if (isFromOutput) unknown.push([key, item]);
      else problem(key, `unknown field "${key}"${didYouMean(key, fieldNames)}${key.startsWith('_') ? '' : KNOWN}`);
    } else if (isSecretField(key) && isMaskedValue(item)) {
      if (isFromOutput) masked.push(key);
      else problem(key, `${key} ${ONLY_MASK}`);
    } else {
      const template = templates.get(pathKey([...path, key]));
      const converted = template === undefined ? item : convert(item, fieldOf(key), template);
      const message = (isFromOutput ? null : unexpanded(key, item, template)) ?? check(key, converted, template);
      if (message === null) fields.push([key, converted]);
      else problem(key, message);
    }
  }
  if (object['id'] !== undefined && object['webhookId'] !== undefined && object['id'] !== object['webhookId']) {
    problem('webhookId', 'id and webhookId name different webhooks');
  }
  const written = fieldNames.map((name) => [name, templates.get(pathKey([...path, name]))]);
  return {
    path,
    fields: Object.fromEntries(fields),
    templates: Object.fromEntries(written.filter(([, template]) => template !== undefined)),
    identity: Object.fromEntries(identity),
    isFromOutput,
    unknown: Object.fromEntries(unknown),
    masked,
  };
}

function namesId(key: string): boolean {
  return key.toLowerCase().endsWith('id');
}

/** A number or a boolean may be one variable as a whole: then its text is read as that. */
function convert(item: Json, field: Field, template: string): Json {
  if (typeof item !== 'string' || !/^\$\{[^}]*\}$/.test(template)) return item;
  if (field.type === 'integer' && /^\d+$/.test(item)) return Number(item);
  if (field.type === 'boolean' && /^(true|false)$/i.test(item)) return item.toLowerCase() === 'true';
  return item;
}

/**
 * What is wrong with a value that is written as a variable where none is expanded: a password that everybody can read in the
 * workflow, or a text where a number should stand.
 */
function unexpanded(name: FieldName, value: Json, template: string | undefined): string | null {
  const isPlainText = fieldOf(name).type === 'string' && !isSecretField(name);
  if (isPlainText || template !== undefined || typeof value !== 'string' || !/^\$\{\w+\}$/.test(value)) return null;
  return `${name} is ${value}, but variables stand in a body-file alone: move the body into a file`;
}

/** What is wrong with a value, or null. A secret, or what came from a variable, is not shown. */
function check(name: FieldName, value: Json, template: string | undefined): string | null {
  const field = fieldOf(name);
  if (isAllowed(field, value)) return null;
  const got = template ?? (isSecretField(name) ? kindOf(value) : show(value));
  const quote =
    field.type === 'string' && typeof value !== 'object' && typeof value !== 'string' ? ': put it in quotes' : '';
  return `${name} must be ${allowed(field)}, got ${got}${quote}`;
}

function show(value: Json): string {
  if (typeof value === 'string' && value.length > 60) return `one of ${[...value].length} characters`;
  return typeof value === 'object' ? kindOf(value) : JSON.stringify(value);
}
