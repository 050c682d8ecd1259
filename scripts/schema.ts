/**
 * The JSON Schema of the file that sync takes, generated from the tables of webhook fields and of the file's keys, so that
 * editors complete and check it.
 */

import { entryKeys, fileKeys } from '../src/file/keys.ts';
import type { JsonObject } from '../src/json.ts';
import { type Field, fieldNames, getField, isSecretField, namesId, readOnlyFields } from '../src/losant/fields.ts';

const NAME = '[A-Za-z_][A-Za-z0-9_]*';
const VARIABLE = { type: 'string', pattern: `^\\$\\{${NAME}(:-[^}]*)?\\}$`, description: 'An environment variable' };
/** An editor reads an id of digits, and at most one "e", as a number. */
const ID = { anyOf: [{ type: 'string', pattern: '^[A-Fa-f0-9]{24}$' }, { type: 'number' }] };
const ID_OR_VARIABLE = { anyOf: [...ID.anyOf, VARIABLE] };
const TEXT = { type: 'string', minLength: 1 };
const FORMER_NAME = { type: 'string', pattern: '^[^*](?:[^]*[^*])?$' };
/** What sync refuses in a secret: the variables of other tools, and a `${` that begins none of its own. */
const SECRET = `^(?!\\$[A-Z_][A-Z0-9_]*$)(?!%[A-Z_][A-Z0-9_]*%$)(?:\\$\\$\\{|\\$\\{${NAME}\\}|\\$(?!\\{)|[^$])*$`;
const oneOrMore = (items: JsonObject): JsonObject => ({ anyOf: [items, { type: 'array', minItems: 1, items }] });

/** The schema, as it is in `schema/webhooks.schema.json`. */
export function webhooksSchema(): JsonObject {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Webhooks of a Losant application',
    description:
      'The file of the operation sync. ${NAME} is an environment variable in any string, ${NAME:-text} one with a default, and $${ a literal ${.',
    anyOf: [file(), { $ref: '#/definitions/webhooks' }],
    definitions: { fields: fields(), webhooks: { type: 'array', items: entry() } },
  };
}

function file(): JsonObject {
  return {
    type: 'object',
    required: ['webhooks'],
    additionalProperties: false,
    patternProperties: { '^x-': {} },
    properties: {
      environments: { description: fileKeys.environments, type: 'array', minItems: 1, uniqueItems: true, items: TEXT },
      defaults: {
        description: fileKeys.defaults,
        type: ['object', 'null'],
        additionalProperties: false,
        properties: { ...fieldSchemas(), environments: byEnvironment() },
      },
      webhooks: { description: fileKeys.webhooks, $ref: '#/definitions/webhooks' },
      scope: { description: fileKeys.scope, ...TEXT },
    },
  };
}

function entry(): JsonObject {
  const identity = readOnlyFields.map((field) => [field, namesId(field) ? ID : { type: 'string' }]);
  return {
    type: 'object',
    additionalProperties: false,
    anyOf: [{ required: ['name'] }, { required: ['id'] }],
    not: { required: ['id', 'formerly'] },
    properties: {
      ...Object.fromEntries(identity),
      id: { ...ID_OR_VARIABLE, description: entryKeys.id },
      name: fieldSchema(getField('name'), false),
      ...fieldSchemas(),
      formerly: { description: entryKeys.formerly, ...oneOrMore(FORMER_NAME) },
      only: { description: entryKeys.only, ...oneOrMore(TEXT) },
      environments: byEnvironment(),
    },
  };
}

function byEnvironment(): JsonObject {
  return {
    description: entryKeys.environments,
    type: 'object',
    additionalProperties: { $ref: '#/definitions/fields' },
  };
}

/** What can differ by environment: everything but the name. */
function fields(): JsonObject {
  return { type: ['object', 'null'], additionalProperties: false, properties: fieldSchemas() };
}

function fieldSchemas(): JsonObject {
  const names = fieldNames.filter((name) => name !== 'name');
  return Object.fromEntries(names.map((name) => [name, fieldSchema(getField(name), isSecretField(name))]));
}

function fieldSchema(field: Field, isSecret: boolean): JsonObject {
  const common = { description: field.description, ...(isSecret ? {} : { default: field.default }) };
  switch (field.type) {
    case 'string':
      return {
        ...{ ...common, type: 'string', minLength: field.minLength, maxLength: field.maxLength },
        ...(isSecret ? { pattern: SECRET } : {}),
      };
    case 'integer':
      return { ...common, anyOf: [{ type: 'integer', minimum: field.minimum, maximum: field.maximum }, VARIABLE] };
    case 'boolean':
      return { ...common, anyOf: [{ type: 'boolean' }, VARIABLE] };
    case 'enum':
      return { ...common, anyOf: [{ type: 'string', enum: field.values }, VARIABLE] };
  }
}
