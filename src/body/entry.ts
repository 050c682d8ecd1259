import { didYouMean } from '../closest.ts';
import { NO_COMMENTS, type Path } from '../document/document.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { FieldName, FieldValue, ReadOnlyField, WebhookFields } from '../losant/fields.ts';
import { fieldNames, isFieldName, isReadOnlyField, namesId, readOnlyFields } from '../losant/fields.ts';
import { isId, isSameId } from '../losant/webhook.ts';
import { describe } from '../quote.ts';
import type { BodyContext, Setting, Settings } from './settings.ts';
import { quoteBodyKey, readSetting, settingValue, unsettableReason } from './settings.ts';
import type { Templates } from './variables.ts';

/** What identifies the webhook of an entry. */
export interface EntryNames {
  /** In lower case. Null without an id, and if it has a variable that is not set. */
  readonly id: string | null;
  /** The key of the id: a webhook from an output may have either one. */
  readonly idKey: 'id' | 'webhookId';
  /** The id as it may be shown: its template if it came from a variable. Null without an id. */
  readonly shownId: string | null;
  /** Whether it has an id. */
  readonly isPinned: boolean;
  /** Fields that only the server sets, if the entry came from an output: they identify the webhook. */
  readonly identity: { readonly [name in ReadOnlyField]?: string };
  /** As written, if it has a variable that is not set. */
  readonly name: ResolvedString | null;
  /** Names that the webhook had before. */
  readonly formerly: readonly ResolvedString[];
}

/** A string with its variables replaced. */
export interface ResolvedString {
  readonly text: string;
  /** As it may be shown: its template if it came from a variable. */
  readonly shown: string;
}

/** An entry as written, before an environment is selected and variables are replaced. */
export interface WrittenEntry {
  readonly path: Path;
  readonly object: JsonObject;
  /** How each field is set: in the entry, or where it applies, in its environments or in the defaults. */
  readonly settings: Settings;
  /** Whether it came from an output of this action, and so may contain fields that cannot be set. */
  readonly isFromOutput: boolean;
  /** Unknown fields in a webhook from an output: a newer server may have added them. */
  readonly unknown: JsonObject;
}

/** The content of a body for one webhook, or of one entry in a file. */
export interface Entry extends WrittenEntry, EntryNames {
  readonly fields: WebhookFields;
  readonly templates: Templates;
  /** Whether it is in a result: then it is sent as it was, and fields that this action does not know are left out. */
  readonly isResult: boolean;
  /** Secret fields with only mask characters, in a webhook from an output. They are not set. */
  readonly masked: readonly FieldName[];
  /** Why values cannot be set. If the webhook already has such a value, it may stay. */
  readonly unsettable: { readonly [name in FieldName]?: string };
}

/** A body with one of these keys must come from an output, since nobody writes them by hand. */
const OUTPUT_MARKS = ['webhookId', 'token', 'creationDate', 'lastUpdated'];
/** Keys of the file of sync, and of its entries. */
const FILE_KEYS = ['webhooks', 'environments', 'defaults', 'scope', 'formerly', 'only'];
const KNOWN_FIELDS = ` (known fields: ${fieldNames.join(', ')})`;

/** An object with webhook fields. @param otherKeys what the caller handles */
export function readEntry(
  value: Json,
  path: Path,
  context: BodyContext,
  otherKeys: readonly string[] = [],
): WrittenEntry {
  const { problems } = context;
  const object: JsonObject = isObject(value) ? value : {};
  if (!isObject(value)) problems.add(path, `a webhook must be an object with fields, got ${describeBody(value)}`);
  const isFromOutput = context.isResult || OUTPUT_MARKS.some((key) => Object.hasOwn(object, key));
  const settings = new Map<FieldName, Setting>();
  const unknown: [string, Json][] = [];
  for (const [key, item] of Object.entries(object)) {
    if (isFieldName(key)) settings.set(key, readSetting(key, item, [...path, key], context, isFromOutput));
    else if (isReadOnlyField(key) || otherKeys.includes(key)) continue;
    else if (isFromOutput) unknown.push([key, item]);
    else problems.add([...path, key], () => unknownField(key, otherKeys));
  }
  return { path, object, settings, isFromOutput, unknown: Object.fromEntries(unknown) };
}

/** Whether an entry identifies its webhook by id. */
export function hasId(object: JsonObject): boolean {
  return object['id'] !== undefined || object['webhookId'] !== undefined;
}

/** What a body is that is not an object, and what may have happened to it. */
export function describeBody(value: Json): string {
  const kind = describe(value);
  if (value === null || value === '') return `${kind}: did an expression expand to nothing?`;
  if (typeof value !== 'string') return kind;
  if (value.includes(':')) return `${kind}: is the space after a colon missing?`;
  return /\.(?:ya?ml|json)$/i.test(value) ? `${kind}: did you mean body-file?` : kind;
}

/** What people write for a field, in lower case, and what they should write. */
const MEANT: Readonly<Record<string, string>> = {
  ...{ password: 'did you mean "basicAuthPassword"?', username: 'did you mean "basicAuthUsername"?' },
  ...{ user: 'did you mean "basicAuthUsername"?', code: 'did you mean "responseCode" or "verificationCode"?' },
  ...{ status: 'did you mean "responseCode"?', disabled: 'write "enabled: false"' },
  url: 'Losant assigns the URL, which is the output webhook-url',
};

function unknownField(key: string, otherKeys: readonly string[]): string {
  if (/^\/[/*]/.test(key)) return NO_COMMENTS;
  const known = [...fieldNames, ...otherKeys];
  const meant = MEANT[key.toLowerCase()];
  const hint = FILE_KEYS.includes(key)
    ? ', which belongs in a file of sync'
    : meant === undefined
      ? didYouMean(key, known)
      : `, ${meant}`;
  return `unknown field ${quoteBodyKey(key, known)}${hint || (key.startsWith('_') ? '' : KNOWN_FIELDS)}`;
}

/** The entry with the settings that apply to it, and their variables replaced. */
export function resolveEntry(written: WrittenEntry, context: BodyContext, names: EntryNames): Entry {
  const { isResult, problems } = context;
  const fields: { [name in FieldName]?: FieldValue } = {};
  const templates: { [name in FieldName]?: string } = {};
  const unsettable: { [name in FieldName]?: string } = {};
  const masked: FieldName[] = [];
  for (const setting of written.settings.values()) {
    const { name, path, template, isMasked } = setting;
    if (template !== null) templates[name] = template.text;
    if (isMasked) masked.push(name);
    const value = settingValue(setting, context);
    if (value === undefined) continue;
    const reason = isResult ? null : unsettableReason(name, value);
    if (reason !== null && names.isPinned) unsettable[name] = reason;
    else if (reason !== null) problems.add(path, reason);
    fields[name] = value;
  }
  return { ...written, ...names, fields, templates, isResult, masked, unsettable };
}

/** Reads what identifies the webhook of an entry. @param applies whether its variables may have to be set */
export function readNames(
  { object, path, settings }: WrittenEntry,
  context: BodyContext,
  applies = true,
  formerly: readonly ResolvedString[] = [],
): EntryNames {
  const { problems } = context;
  const found = new Map<ReadOnlyField, ResolvedString>();
  for (const key of readOnlyFields.filter((name) => object[name] !== undefined)) {
    const value = object[key];
    const keyPath = [...path, key];
    const read = typeof value === 'string' ? readString(value, keyPath, key === 'id', context, applies) : undefined;
    if (read === null) continue;
    if (read === undefined || (namesId(key) && !isId(read.text)))
      problems.add(keyPath, `${key} must be a string${namesId(key) ? ' of 24 hex digits' : ''}`);
    else found.set(key, read);
  }
  const [own, webhookId] = [found.get('id'), found.get('webhookId')];
  if (own !== undefined && webhookId !== undefined && !isSameId(own.text, webhookId.text))
    problems.add([...path, 'webhookId'], 'id and webhookId name different webhooks');
  for (const key of hasId(object) ? [] : OUTPUT_MARKS.filter((name) => Object.hasOwn(object, name)))
    problems.add([...path, key], `${key} cannot be set. A body from an output must also have the id`);
  const id = own ?? webhookId;
  const { template, literal } = settings.get('name') ?? {};
  const shown = template?.text ?? literal;
  const name = template ? context.variables.expand(template, applies ? 'name' : 'other') : null;
  return {
    ...{ id: id?.text.toLowerCase() ?? null, shownId: id?.shown ?? null },
    ...{ idKey: own === undefined ? 'webhookId' : 'id', isPinned: hasId(object) },
    identity: Object.fromEntries([...found].map(([key, { text }]) => [key, text])),
    name: shown === undefined ? null : { text: name ?? String(shown), shown: String(shown) },
    formerly,
  };
}

/** Reads a string that is not a field; null if a variable in it cannot be used or has no value. */
export function readString(
  text: string,
  path: Path,
  mayHaveVariables: boolean,
  { variables, problems }: BodyContext,
  applies = true,
): ResolvedString | null {
  const template = variables.parse(text, path, false);
  if (template === null) return null;
  const hasVariable = template.references.length > 0;
  if (hasVariable && !mayHaveVariables) {
    problems.add(path, `${String(path.at(-1))} cannot contain variables`);
    return null;
  }
  const resolved = variables.expand(template, applies ? 'name' : 'other');
  return resolved === null ? null : { text: resolved, shown: hasVariable ? text : resolved };
}
