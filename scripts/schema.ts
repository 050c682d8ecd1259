/**
 * The JSON Schema of the file that sync takes, made of the table of webhook fields, so that editors complete and check it.
 */

import type { JsonObject } from '../src/json.ts';
import { type Field, fieldNames, fieldOf, readOnlyFields } from '../src/losant/fields.ts';

const ID = { type: 'string', pattern: '^[A-Fa-f0-9]{24}$' };
const VARIABLE = {
  type: 'string',
  pattern: '^\\$\\{[A-Za-z_][A-Za-z0-9_]*\\}$',
  description: 'An environment variable',
};

/** The schema, as it stands in `schema/webhooks.schema.json`. */
export function webhooksSchema(): JsonObject {
  const fields = Object.fromEntries(fieldNames.map((name) => [name, fieldSchema(fieldOf(name))]));
  const { name, ...defaults } = fields;
  const identity = Object.fromEntries(
    readOnlyFields.map((field) => [field, field.toLowerCase().endsWith('id') ? ID : { type: 'string' }]),
  );
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Webhooks of a Losant application',
    description:
      'The file of the operation sync. ${NAME} stands for an environment variable in any text, $${ for a literal ${.',
    type: 'object',
    required: ['webhooks'],
    additionalProperties: false,
    properties: {
      defaults: {
        description: 'For every webhook below that does not say otherwise',
        type: 'object',
        additionalProperties: false,
        properties: defaults,
      },
      webhooks: {
        description: 'The webhooks; only the fields that are listed are managed',
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          anyOf: [{ required: ['name'] }, { required: ['id'] }],
          properties: {
            ...identity,
            id: { ...ID, description: 'Pins the webhook, so that a new name is a rename' },
            name: name ?? {},
            ...defaults,
          },
        },
      },
      scope: { description: 'A name or a glob: pruning stays inside of it', type: 'string', minLength: 1 },
    },
  };
}

function fieldSchema(field: Field): JsonObject {
  const common = { description: field.description, default: field.default };
  switch (field.type) {
    case 'string':
      return { ...common, type: 'string', minLength: field.minLength, maxLength: field.maxLength };
    case 'integer':
      return { ...common, anyOf: [{ type: 'integer', minimum: field.minimum, maximum: field.maximum }, VARIABLE] };
    case 'boolean':
      return { ...common, anyOf: [{ type: 'boolean' }, VARIABLE] };
    case 'enum':
      return { ...common, anyOf: [{ type: 'string', enum: field.values }, VARIABLE] };
  }
}
