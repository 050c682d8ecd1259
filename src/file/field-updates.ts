import type { Entry } from '../body/entry.ts';
import type { Setting } from '../body/settings.ts';
import { isOneVariable, lookUp } from '../body/variables.ts';
import { currentValue, hasSecret, hasValue } from '../losant/compare.ts';
import { type FieldName, type FieldValue, getField, isSecretField } from '../losant/fields.ts';
import { isComparable, type Webhook } from '../losant/webhook.ts';
import { isKnown } from './new-file.ts';

/** What an export does with a field of an entry that differs: keep it, or write the webhook's value. */
export interface FieldUpdate {
  readonly field: FieldName;
  readonly isKept: boolean;
  /** What to warn of, if the field is kept or could be written; empty for nothing. */
  readonly warning: string;
}

/** The fields that an entry manages, and that differ from its webhook in Losant. */
export function findFieldUpdates(entry: Entry, webhook: Webhook, env: NodeJS.ProcessEnv): FieldUpdate[] {
  const settings = [...entry.settings.values()].filter(({ name }) => name !== 'name');
  const find = (verificationType: unknown): FieldUpdate[] =>
    settings.flatMap((setting) => findUpdate(entry, setting, webhook, verificationType, env) ?? []);
  const current = webhook['verificationType'];
  const isWritten = find(current).some(({ field, isKept }) => field === 'verificationType' && !isKept);
  return find((isWritten ? undefined : entry.fields.verificationType) ?? current);
}

function findUpdate(
  { fields }: Entry,
  setting: Setting,
  webhook: Webhook,
  verificationType: unknown,
  env: NodeJS.ProcessEnv,
): FieldUpdate | null {
  const { name, template } = setting;
  const value = fields[name];
  if (isSecretField(name)) return findSecretUpdate(setting, value, webhook);
  if (value === undefined || hasValue(webhook, name, value, verificationType)) return null;
  if (!isKnown(webhook, name)) return keep(name, 'has a value in Losant that this version of the action does not know');
  if (name === 'responseCode' && webhook['verificationType'] === 'fitbit')
    return keep(name, 'is not compared, since Losant sets it while verificationType is fitbit');
  if (template === null) return { field: name, isKept: false, warning: '' };
  const names = template.references.map((reference) => `\${${reference.name}}`).join(', ');
  if (template.references.some((reference) => lookUp(reference.name, env) === ''))
    return keep(name, `has the default of ${names}, which is not set, and another value in Losant`);
  if (getField(name).type === 'string' || !isOneVariable(template))
    return keep(name, `comes from ${names} and has another value in Losant: it was not changed`);
  const warning = `${name} came from ${names} and has another value in Losant: its value replaced the variable`;
  return { field: name, isKept: false, warning };
}

function findSecretUpdate(
  { name, path }: Setting,
  value: FieldValue | undefined,
  webhook: Webhook,
): FieldUpdate | null {
  const isInLosant = hasSecret(webhook, name);
  if (value === '') {
    if (!isInLosant) return null;
    if (path[0] === 'defaults') return { field: name, isKept: false, warning: '' };
    return keep(name, 'is empty in the file, but not in Losant: sync would remove it');
  }
  if (!isComparable(webhook, name)) return null;
  if (!isInLosant) return keep(name, 'is empty in Losant, but not in the file: sync would set it');
  if (value === undefined || value === currentValue(webhook, name)) return null;
  return keep(name, 'has another value in Losant: an export does not change secrets, and sync would set it');
}

function keep(field: FieldName, warning: string): FieldUpdate {
  return { field, isKept: true, warning: `${field} ${warning}` };
}
