import { didYouMean } from '../closest.ts';
import { isObject, type Json, type JsonObject, kindOf } from '../json.ts';
import {
  type FieldName,
  type FieldValue,
  fieldNames,
  isFieldName,
  isReadOnlyField,
  namesId,
  type ReadOnlyField,
  readOnlyFields,
  type WebhookFields,
} from '../losant/fields.ts';
import { isId } from '../losant/webhook.ts';
import { NO_COMMENTS, type Path } from './problems.ts';
import {
  type BodyContext,
  doubtAbout,
  quoteKey,
  readSetting,
  type Setting,
  type Settings,
  settingValue,
} from './settings.ts';
import { hasVariable, type Templates } from './variables.ts';

/** What a body, or one webhook of a file, says. */
export interface Entry {
  /** Where it is in the body. */
  readonly path: Path;
  readonly fields: WebhookFields;
  readonly templates: Templates;
  /** Where the value of each field is written: in the entry, in its environments, or in the defaults. */
  readonly paths: { readonly [name in FieldName]?: Path };
  /** What the server alone sets, where the entry was taken from an output: it identifies the webhook. */
  readonly identity: Identity;
  /** The id as it may be shown: one that came from a variable is its template. Null without one. */
  readonly shownId: string | null;
  /** Names that the webhook had before, each as it is and as it may be shown. */
  readonly formerly: readonly FormerName[];
  /** Whether it came from an output of this action: then it may contain what cannot be set. */
  readonly isFromOutput: boolean;
  /** Fields that are not known here, of a webhook from an output: a newer server knows more. */
  readonly unknown: JsonObject;
  /** Secret fields that had only mask characters, in a webhook from an output: they are not set. */
  readonly masked: readonly FieldName[];
  /** Values that may stay if the webhook has them already, but cannot be set: with the reason. */
  readonly doubts: { readonly [name in FieldName]?: string };
}

export type Identity = { readonly [name in ReadOnlyField]?: string };

export interface FormerName {
  readonly name: string;
  readonly shown: string;
}

/** An entry as it is written, before an environment is chosen and variables have their values. */
export interface WrittenEntry {
  readonly path: Path;
  readonly object: JsonObject;
  readonly settings: Settings;
  readonly isFromOutput: boolean;
  readonly unknown: JsonObject;
}

/** A body with one of these keys counts as a webhook from an output, since nobody writes them by hand. */
const OUTPUT_MARKS = ['webhookId', 'creationDate', 'lastUpdated', 'token'];
const KNOWN = ` (known fields: ${fieldNames.join(', ')})`;

/**
 * Reads an object with webhook fields. Everything that is wrong is added to the problems.
 * @param otherKeys keys that the caller reads itself
 * @param isPinned whether the entry has an id
 */
export function readEntry(
  value: Json | undefined,
  path: Path,
  context: BodyContext,
  otherKeys: readonly string[] = [],
  isPinned = isObject(value) && hasId(value),
): WrittenEntry {
  const { problems } = context;
  const object: JsonObject = isObject(value) ? value : {};
  if (!isObject(value))
    problems.add(path, `a webhook must be an object with fields, got ${kindOf(value)}${colonHint(value)}`);
  const isFromOutput = OUTPUT_MARKS.some((key) => Object.hasOwn(object, key));
  const settings = new Map<FieldName, Setting>();
  const unknown: [string, Json][] = [];
  for (const [key, item] of Object.entries(object)) {
    if (isFieldName(key)) {
      const setting = readSetting(key, item, [...path, key], context, isFromOutput);
      settings.set(key, setting);
      const doubt = isPinned || setting.literal === undefined ? null : doubtAbout(key, setting.literal);
      if (doubt !== null) problems.add(setting.path, doubt);
    } else if (isReadOnlyField(key) || otherKeys.includes(key)) continue;
    else if (isFromOutput) unknown.push([key, item]);
    else problems.add([...path, key], () => unknownField(key, otherKeys));
  }
  return { path, object, settings, isFromOutput, unknown: Object.fromEntries(unknown) };
}

/** Whether an entry names the webhook that it means by an id. */
export function hasId(object: JsonObject): boolean {
  return object['id'] !== undefined || object['webhookId'] !== undefined;
}

function colonHint(value: Json | undefined): string {
  return typeof value === 'string' && value.includes(':') ? ': is the space after a colon missing?' : '';
}

function unknownField(key: string, otherKeys: readonly string[]): string {
  if (/^\/[/*]/.test(key)) return NO_COMMENTS;
  const hint = didYouMean(key, [...fieldNames, ...otherKeys]);
  return `unknown field ${quoteKey(key)}${hint}${key.startsWith('_') ? '' : KNOWN}`;
}

/** The entry with the values of what applies to it. */
export function resolveEntry(
  written: WrittenEntry,
  settings: Settings,
  context: BodyContext,
  formerly: readonly FormerName[] = [],
): Entry {
  const { path, isFromOutput, unknown } = written;
  const { identity, shownId } = readIdentity(written, context);
  const isPinned = (identity.id ?? identity.webhookId) !== undefined;
  const fields: [FieldName, FieldValue][] = [];
  const doubts: [FieldName, string][] = [];
  for (const setting of settings.values()) {
    const value = setting.isMasked ? undefined : settingValue(setting, context);
    if (value === undefined) continue;
    const doubt = doubtAbout(setting.name, value);
    if (doubt !== null && isPinned) doubts.push([setting.name, doubt]);
    if (doubt !== null && !isPinned) context.problems.add(setting.path, doubt);
    fields.push([setting.name, value]);
  }
  const all = [...settings.values()];
  const templates = all.filter(({ template }) => template !== null).map(({ name, template }) => [name, template?.text]);
  return {
    path,
    fields: Object.fromEntries(fields),
    templates: Object.fromEntries(templates),
    paths: Object.fromEntries(all.map((setting) => [setting.name, setting.path])),
    identity,
    shownId,
    formerly,
    isFromOutput,
    unknown,
    masked: all.filter(({ isMasked }) => isMasked).map(({ name }) => name),
    doubts: Object.fromEntries(doubts),
  };
}

/** The id that pins an entry to a webhook. */
export function idOf({ identity }: Pick<Entry, 'identity'>): string | undefined {
  return (identity.id ?? identity.webhookId)?.toLowerCase();
}

/** The key of that id: a webhook from an output may have the one or the other. */
export function idKeyOf({ identity }: Pick<Entry, 'identity'>): 'id' | 'webhookId' {
  return identity.id === undefined ? 'webhookId' : 'id';
}

/**
 * What only the server sets. It identifies the webhook, and is never sent.
 * @param isRequired whether a variable in the id must be set
 */
export function readIdentity(
  { object, path }: WrittenEntry,
  context: BodyContext,
  isRequired = true,
): { identity: Identity; shownId: string | null } {
  const { problems } = context;
  const found: [ReadOnlyField, string][] = [];
  let shownId: string | null = null;
  for (const key of readOnlyFields) {
    const value = object[key];
    if (value === undefined) continue;
    const text =
      typeof value === 'string' ? readString(value, [...path, key], key === 'id', context, isRequired) : undefined;
    if (text === null) continue;
    if (text === undefined || (namesId(key) && !isId(text.value))) {
      problems.add([...path, key], `${key} must be a string${namesId(key) ? ' of 24 hex digits' : ''}`);
    } else {
      found.push([key, text.value]);
      if (key === 'id') shownId = text.shown;
    }
  }
  const identity: Identity = Object.fromEntries(found);
  refuseContradictions(identity, object, path, context);
  return { identity, shownId: shownId ?? identity.webhookId ?? null };
}

function refuseContradictions(
  { id, webhookId }: Identity,
  object: JsonObject,
  path: Path,
  { problems }: BodyContext,
): void {
  if (id !== undefined && webhookId !== undefined && id.toLowerCase() !== webhookId.toLowerCase())
    problems.add([...path, 'webhookId'], 'id and webhookId name different webhooks');
  if (hasId(object)) return;
  for (const key of ['token', 'creationDate', 'lastUpdated'].filter((name) => Object.hasOwn(object, name)))
    problems.add([...path, key], `${key} cannot be set. In a body from an output, the id must be there too`);
}

/** A string outside of the fields, and how it may be shown; null if it has a variable without a value. */
export function readString(
  text: string,
  path: Path,
  mayHaveVariables: boolean,
  { variables, problems }: BodyContext,
  isRequired = true,
): { value: string; shown: string } | null {
  const template = variables.parse(text, path, false);
  if (template === null) return null;
  if (!mayHaveVariables && hasVariable(template)) {
    problems.add(path, `${String(path.at(-1))} cannot contain variables`);
    return null;
  }
  const value = variables.expand(template, path, isRequired);
  return value === null ? null : { value, shown: hasVariable(template) ? text : value };
}
