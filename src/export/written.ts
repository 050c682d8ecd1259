import type { Json } from '../json.ts';
import { type FieldName, type FieldValue, getField } from '../losant/fields.ts';

/** A reference to a variable, possibly with a default, or an escaped `${`. */
const REFERENCE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

export interface Reference {
  readonly variable: string;
  readonly fallback: string | null;
}

/** A value of a file with its variables replaced. */
export interface Evaluated {
  /** Null if a variable in it is not set or is empty. */
  readonly value: Json;
  readonly references: readonly Reference[];
}

/** The variables in a string, in order. */
export function referencesIn(written: Json | undefined): Reference[] {
  if (typeof written !== 'string') return [];
  return [...written.matchAll(REFERENCE)].flatMap(([, variable, fallback = null]) =>
    variable === undefined ? [] : [{ variable, fallback }],
  );
}

/** Whether a variable in the value is not set or is empty. Its default does not count, since another run may set it. */
export function isUnset(written: Json, env: NodeJS.ProcessEnv): boolean {
  return referencesIn(written).some(({ variable }) => (env[variable] ?? '') === '');
}

/** Replaces the variables in a value of a file. With a field, the result has its type. */
export function evaluate(written: Json, env: NodeJS.ProcessEnv, field?: FieldName): Evaluated {
  const references = referencesIn(written);
  if (typeof written !== 'string') return { value: written, references };
  if (references.some(({ variable, fallback }) => (env[variable] || fallback) === null))
    return { value: null, references };
  const text = written.replace(REFERENCE, (_, variable?: string, fallback = '') =>
    variable === undefined ? '${' : env[variable] || fallback,
  );
  return { value: field === undefined || references.length === 0 ? text : typed(text, field), references };
}

function typed(text: string, name: FieldName): FieldValue {
  const { type } = getField(name);
  if (type === 'integer') return Number(text);
  return type === 'boolean' ? text.toLowerCase() === 'true' : text;
}
