import type { Json } from '../json.ts';
import { type FieldName, type FieldValue, fieldOf } from '../losant/fields.ts';

/** A reference to a variable, perhaps with a default; or an escaped `${`, which is none. */
const REFERENCE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

export interface Reference {
  readonly variable: string;
  readonly fallback: string | null;
}

/** What a value of a file means. */
export interface Evaluated {
  /** Null where a variable in it is not set, or empty. */
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

/** Whether a value needs a variable that is not set, or empty. A default does not help: another run may set it. */
export function isUnset(written: Json, variables: NodeJS.ProcessEnv): boolean {
  return referencesIn(written).some(({ variable }) => (variables[variable] ?? '') === '');
}

/** The value of what is written in a file, for a field as its type. */
export function evaluate(written: Json, variables: NodeJS.ProcessEnv, field?: FieldName): Evaluated {
  const references = referencesIn(written);
  if (typeof written !== 'string') return { value: written, references };
  if (references.some(({ variable, fallback }) => (variables[variable] || fallback) === null))
    return { value: null, references };
  const text = written.replace(REFERENCE, (_, variable?: string, fallback = '') =>
    variable === undefined ? '${' : variables[variable] || fallback,
  );
  return { value: field === undefined || references.length === 0 ? text : typed(text, field), references };
}

function typed(text: string, name: FieldName): FieldValue {
  const { type } = fieldOf(name);
  if (type === 'integer') return Number(text);
  return type === 'boolean' ? text.toLowerCase() === 'true' : text;
}
