import type { Json, JsonObject } from '../json.ts';
import { type FieldName, getField, isSameValue, isSecretField } from '../losant/fields.ts';
import { isComparable, type Webhook } from '../losant/webhook.ts';
import { fieldValue, hasSecret, isSetByLosant } from './exported-fields.ts';
import { evaluate, isUnset } from './written.ts';

/** What an export does with a field of an entry: keep it or write the webhook's value, possibly with a warning. */
export type Decision = { readonly kind: 'keep' | 'write'; readonly warning: string | null };

const KEEP: Decision = { kind: 'keep', warning: null };

/**
 * @param own what the entry sets, including its part for the environment
 * @param defaults the values of fields that the entry does not set
 * @param webhook the webhook in Losant
 */
export function decide(
  field: FieldName,
  own: JsonObject,
  defaults: JsonObject,
  webhook: Webhook,
  env: NodeJS.ProcessEnv,
): Decision {
  const written = own[field] ?? defaults[field];
  if (written === undefined || isSetByLosant(webhook, field)) return KEEP;
  if (isSecretField(field)) return decideSecret(field, written, own[field] !== undefined, webhook, env);
  const { value, references } = evaluate(written, env, field);
  if (value === null || isSameValue(field, value, fieldValue(webhook, field))) return KEEP;
  if (references.length === 0) return { kind: 'write', warning: null };
  const names = references.map(({ variable }) => `\${${variable}}`).join(', ');
  if (isUnset(written, env))
    return {
      kind: 'keep',
      warning: `${field} has the default of ${names}, which is not set, and another value in Losant`,
    };
  return getField(field).type === 'string'
    ? { kind: 'keep', warning: `${field} comes from ${names} and has another value in Losant: it was not changed` }
    : {
        kind: 'write',
        warning: `${field} came from ${names} and has another value in Losant: its value replaced the variable`,
      };
}

function decideSecret(
  field: FieldName,
  written: Json,
  isOwn: boolean,
  webhook: Webhook,
  env: NodeJS.ProcessEnv,
): Decision {
  const { value } = evaluate(written, env, field);
  const isSet = hasSecret(webhook, field);
  if (value === '') {
    if (!isSet) return KEEP;
    if (!isOwn) return { kind: 'write', warning: null };
    return { kind: 'keep', warning: `${field} is empty in the file, but not in Losant: sync would remove it` };
  }
  if (!isComparable(webhook, field)) return KEEP;
  if (!isSet) return { kind: 'keep', warning: `${field} is empty in Losant, but not in the file: sync would set it` };
  return value !== null && value !== fieldValue(webhook, field)
    ? {
        kind: 'keep',
        warning: `${field} has another value in Losant: an export does not change secrets, and sync would set it`,
      }
    : KEEP;
}
