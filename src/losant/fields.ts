/**
 * The table of webhook fields, from which validation, types, the file format, and the docs follow.
 * Source: Losant's published API, version 1.30.0, `webhookPost` and `webhookPatch`.
 */

export type FieldValue = string | number | boolean;

export function isFieldValue(value: unknown): value is FieldValue {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

interface Common {
  /** Losant's default for new webhooks. */
  readonly default: FieldValue;
  readonly description: string;
  /** Never shown, and masked wherever it is read or sent. */
  readonly secret?: true;
}

export type Field = Common &
  (
    | { readonly type: 'string'; readonly minLength: number; readonly maxLength: number }
    | { readonly type: 'integer'; readonly minimum: number; readonly maximum: number }
    | { readonly type: 'boolean' }
    | { readonly type: 'enum'; readonly values: readonly string[] }
  );

const text = (maxLength: number, description: string) =>
  ({ type: 'string', minLength: 0, maxLength, default: '', description }) as const;
const flag = (value: boolean, description: string) => ({ type: 'boolean', default: value, description }) as const;
const choice = <const T extends readonly [string, ...string[]]>(values: T, description: string) =>
  ({ type: 'enum', values, default: values[0], description }) as const;

/** The fields that can be set, in display order. The first value of a choice is its default. */
export const fields = {
  name: { ...text(255, 'The name of the webhook'), minLength: 1 },
  description: text(32_767, 'Notes for people'),
  enabled: flag(true, 'Whether requests trigger workflows. If not, callers still get 200, and what they send is lost'),
  // The patch schema lists it too.
  isWebsocket: flag(false, 'Whether it is a WebSocket instead of HTTP. Can only be set when it is created'),
  waitForReply: flag(false, 'Whether callers get the reply of the workflow'),
  responseCode: {
    ...{ type: 'integer', minimum: 100, maximum: 599, default: 200 },
    description: 'The status that callers get. Always 204 with verificationType fitbit',
  },
  verificationType: choice(['none', 'facebook', 'fitbit', 'twilio', 'alexa'], 'How the calling service is verified'),
  verificationCode: { ...text(32_767, 'The code for that verification'), secret: true },
  basicAuthUsername: text(255, 'The user name that callers have to send; empty for none'),
  basicAuthPassword: { ...text(255, 'The password that callers have to send; empty for none'), secret: true },
  castBuffersAs: choice(['array', 'binary', 'utf8', 'base64', 'hex'], 'How the workflow gets binary content'),
  annotateMultipart: flag(false, 'Whether the workflow gets a description of each part of a multipart request'),
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;

/** Values for some of the fields, validated against the table. */
export type WebhookFields = { readonly [name in FieldName]?: FieldValue };

/** The names of all fields, in display order. */
export const fieldNames = Object.keys(fields).filter(isFieldName);

/** The names of those that have a value, in display order. */
export function listFields(values: WebhookFields): FieldName[] {
  return fieldNames.filter((name) => values[name] !== undefined);
}

/** Fields that only the server sets. */
export const readOnlyFields = ['id', 'webhookId', 'applicationId', 'token', 'creationDate', 'lastUpdated'] as const;
export type ReadOnlyField = (typeof readOnlyFields)[number];

/** Whether the field contains an id, which is a string even if it looks like a number. */
export function namesId(key: string): boolean {
  return key === 'id' || key === 'webhookId' || key === 'applicationId';
}

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(fields, name);
}

export function isReadOnlyField(name: string): name is ReadOnlyField {
  return readOnlyFields.some((field) => field === name);
}

export function getField(name: FieldName): Field {
  return fields[name];
}

export function isSecretField(name: FieldName): boolean {
  return getField(name).secret === true;
}

/** Whether the value is only mask characters: Losant and this action write `***` or `••••` for a value that they don't show. */
export function isMaskedValue(value: unknown): boolean {
  return typeof value === 'string' && /^[*•●]+$/u.test(value);
}

/** All fields except the name, with Losant's defaults. */
export const defaultFields: WebhookFields = Object.fromEntries(
  fieldNames.filter((name) => name !== 'name').map((name) => [name, fields[name].default]),
);

/** Whether two values of a field are equivalent: white space at the end of a description makes no difference. */
export function isSameValue(name: FieldName, a: unknown, b: unknown): boolean {
  return a === b || (name === 'description' && String(a).trimEnd() === String(b).trimEnd());
}

/** What a field allows, in words: "a whole number from 100 to 599". */
export function allowed(field: Field): string {
  switch (field.type) {
    case 'string':
      return `a string of ${field.minLength > 0 ? `${field.minLength} to` : 'at most'} ${field.maxLength} characters`;
    case 'integer':
      return `a whole number from ${field.minimum} to ${field.maximum}`;
    case 'boolean':
      return 'true or false';
    case 'enum':
      return `one of ${field.values.join(', ')}`;
  }
}

/** Whether the field allows the value. Lengths are counted in characters, as in JSON Schema. */
export function isAllowed(field: Field, value: unknown): value is FieldValue {
  switch (field.type) {
    case 'string':
      return typeof value === 'string' && inRange([...value].length, field.minLength, field.maxLength);
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) && inRange(value, field.minimum, field.maximum);
    case 'boolean':
      return typeof value === 'boolean';
    case 'enum':
      return typeof value === 'string' && field.values.includes(value);
  }
}

function inRange(value: number, minimum: number, maximum: number): boolean {
  return value >= minimum && value <= maximum;
}
