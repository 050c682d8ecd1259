import { didYouMean } from '../closest.ts';
import type { Path, Problems } from '../document/document.ts';
import type { Json } from '../json.ts';
import type { Field, FieldName, FieldValue } from '../losant/fields.ts';
import { allowed, getField, isAllowed, isFieldValue, isMaskedValue, isSecretField } from '../losant/fields.ts';
import { describe, quoteKey, quoteValue, quoteWord } from '../quote.ts';
import { isOneVariable, quoteTemplate, type Template, type Variables } from './variables.ts';

/** State shared while one body is read. */
export interface BodyContext {
  readonly variables: Variables;
  readonly problems: Problems;
  /** Whether this is a result: what Losant had is sent as it was, and Losant judges each value. */
  readonly isResult: boolean;
  /** Where a file has secrets as plain text. */
  readonly plainSecrets: Path[];
}

/** A field with the value that a part of a body sets. */
export interface Setting {
  readonly name: FieldName;
  readonly path: Path;
  /** The value as written, if it contains a variable; otherwise null. */
  readonly template: Template | null;
  /** The value, if it is a valid literal; otherwise undefined. */
  readonly literal: FieldValue | undefined;
  /** Whether a secret in a webhook from an output has only mask characters. Then it is not set. */
  readonly isMasked: boolean;
}

export type Settings = ReadonlyMap<FieldName, Setting>;

const ONLY_MASK = 'has only mask characters: they replace a secret that is not shown. Set the secret itself';

const UNLISTED = /(?<!\$)\$\{([A-Za-z_]\w*)(?::-[^}]*)?\}/;

/** Reads a field. A value with variables is checked in `settingValue`. @param isOutput whether it came from an output */
export function readSetting(name: FieldName, value: Json, path: Path, body: BodyContext, isOutput: boolean): Setting {
  const { variables, problems, isResult, plainSecrets } = body;
  const setting = { name, path, template: null, literal: undefined, isMasked: false };
  const refuse = (problem: string): Setting => {
    problems.add(path, problem);
    return setting;
  };
  const isSecret = isSecretField(name);
  if (isSecret && isMaskedValue(value))
    return isOutput ? { ...setting, isMasked: true } : refuse(`${name} ${ONLY_MASK}`);
  if (isResult && isFieldValue(value)) return { ...setting, literal: value };
  const template = typeof value === 'string' ? variables.parse(value, path, isSecret) : null;
  if (typeof value === 'string' && template === null) return setting;
  const isJudged = isSecret && !isOutput && template !== null;
  const misplaced = isJudged ? findMisplaced(name, template, variables) : null;
  if (misplaced !== null) return refuse(misplaced);
  const field = getField(name);
  if (template !== null && template.references.length > 0) {
    const isUsable = isOneVariable(template) || (field.type !== 'integer' && field.type !== 'boolean');
    return isUsable ? { ...setting, template } : refuse(invalid(name, template.text, template));
  }
  const literal = normalize(name, template === null ? value : template.parts.join(''));
  if (isJudged && literal !== '' && !template.text.includes('{{')) plainSecrets.push(path);
  const problem = isOutput ? null : unlisted(name, literal, variables);
  if (problem === null && isAllowed(field, literal)) return { ...setting, literal };
  return refuse(problem ?? invalid(name, literal, null));
}

/** The value of a setting with its variables replaced; undefined if it has no valid value. */
export function settingValue(setting: Setting, { variables, problems }: BodyContext): FieldValue | undefined {
  const { name, path, template, literal } = setting;
  if (template === null) return literal;
  const text = variables.expand(template, name === 'name' ? 'name' : 'field');
  if (text === null) return undefined;
  const value = normalize(name, isOneVariable(template) ? convert(text, getField(name)) : text);
  if (isAllowed(getField(name), value)) return value;
  problems.add(path, invalid(name, value, template));
  return undefined;
}

/** Why a value cannot be set, or null. If Losant already has it, it may stay in an entry with an id. */
export function unsettableReason(name: FieldName, value: FieldValue): string | null {
  if (typeof value !== 'string' || value === '') return null;
  if (name === 'name') return value.trim() === value ? null : 'name has white space at its beginning or end: remove it';
  if (name !== 'basicAuthUsername' && !isSecretField(name)) return null;
  if (/[\r\n\u2028\u2029]/.test(value))
    return `${name} has a line break: was the secret stored with the line break at the end of a file?`;
  if (/\p{Cc}/u.test(value)) return `${name} has a control character`;
  if (value.trim() === '') return `${name} has only white space`;
  if (name === 'basicAuthUsername' && value.includes(':'))
    return 'basicAuthUsername has a colon, which would end the user name in basic authentication';
  return null;
}

/** White space at the end of a description makes no difference, and is not sent. */
export function normalize<Value extends Json>(name: FieldName, value: Value): Value | string {
  return name === 'description' && typeof value === 'string' ? value.trimEnd() : value;
}

/** Converts a variable's value to the type of its field, if that is a number or boolean. */
function convert(text: string, field: Field): Json {
  if (field.type === 'integer' && /^\d{1,15}$/.test(text)) return Number(text);
  if (field.type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}

/** Detects what another tool would replace, and what would become a password instead. */
function findMisplaced(name: FieldName, { text, parts, hasStray }: Template, variables: Variables): string | null {
  const [, shell, windows] = /^(?:(\$)[A-Z_][A-Z0-9_]*|(%)[A-Z_][A-Z0-9_]*%)$/.exec(text) ?? [];
  const form = shell === undefined ? windows && '%NAME%' : '$NAME';
  if (form !== undefined)
    return `${name} has the form ${form}, which would be taken literally: write \${NAME}. If this really is the secret, set it through a variable`;
  if (!hasStray) return null;
  const literal = parts.filter((part) => typeof part === 'string').join('');
  return (
    unlisted(name, literal, variables) ??
    `${name} contains a "\${" that does not begin a variable, and would be taken literally: write \${NAME}, and list NAME in the input variables`
  );
}

/** Detects an unlisted variable, which would become a password that anyone can read in the workflow, or not be a number. */
function unlisted(name: FieldName, value: Json, variables: Variables): string | null {
  if (typeof value !== 'string' || (getField(name).type === 'string' && !isSecretField(name))) return null;
  const [, variable] = UNLISTED.exec(value.slice(0, value.lastIndexOf('}') + 1)) ?? [];
  if (variable === undefined) return null;
  return `${name} contains ${variables.label(variable)}, which would be taken literally: list it in the input variables`;
}

/** What is wrong with a value that is not allowed. Secrets, and values that came from variables, are not shown. */
function invalid(name: FieldName, value: Json, template: Template | null): string {
  const field = getField(name);
  const got = template === null ? `${quoteInvalid(name, value)}${quotesHint(field, value)}` : quoteTemplate(template);
  return `${name} must be ${allowed(field)}, got ${got}`;
}

function quotesHint(field: Field, value: Json): string {
  if (field.type === 'string')
    return typeof value === 'number' || typeof value === 'boolean' ? ': put it in quotes' : '';
  return typeof value === 'string' && isAllowed(field, convert(value, field)) ? ': remove the quotes' : '';
}

/** What a message shows of an invalid value. */
function quoteInvalid(name: FieldName, value: Json): string {
  const field = getField(name);
  if (value === null) return 'nothing: did an expression expand to nothing?';
  if (isSecretField(name)) return describe(value);
  const words = field.type === 'enum' ? field.values : field.type === 'boolean' ? ['true', 'false'] : [];
  if (words.length === 0 || typeof value !== 'string') return quoteValue(value);
  return `${quoteWord(value, words)}${field.type === 'enum' ? didYouMean(value, words) : ''}`;
}

/** A key for a message, without a value that has become a part of it. */
export function quoteBodyKey(key: string, known: readonly string[]): string {
  const [start, mark] = [key.replace(/[:=].*/s, ''), /[:=]/.exec(key)?.[0]];
  if (mark === undefined || !known.includes(start)) return quoteKey(key, known);
  const fix = mark === ':' ? 'is the space after the colon missing?' : 'write a colon and a space instead of =';
  return `"${start}${mark}…" (${fix})`;
}
