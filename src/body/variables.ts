import { isObject, type Json } from '../json.ts';
import { type FieldName, isFieldName, isSecretField } from '../losant/fields.ts';
import type { BodyProblem, Path } from './position.ts';

/** Variables of the runner's own: tokens stand in some of them. */
const RESERVED = /^(INPUT|ACTIONS|GITHUB|RUNNER)_/i;
const REFERENCE = /\$\$\{|\$\{([^}]*)\}?/g;

/** What a field's value was written as, where it came from a variable: `${ORDERS_PASSWORD}`. */
export type Templates = { readonly [name in FieldName]?: string };

export interface Expanded {
  readonly value: Json;
  /** The text as it was written, by path, wherever a variable stands in it. */
  readonly templates: ReadonlyMap<string, string>;
}

/** The key of a path in `templates`. */
export function pathKey(path: Path): string {
  return JSON.stringify(path);
}

/**
 * Puts the values of environment variables for `${NAME}` in all texts; `$${` is a literal `${`. Variables that are not
 * set, that may not be used, or that are empty in a secret field, are problems.
 */
export function expandVariables(value: Json, environment: NodeJS.ProcessEnv, problems: BodyProblem[]): Expanded {
  const templates = new Map<string, string>();

  const expand = (node: Json, path: Path): Json => {
    if (typeof node === 'string') return expandText(node, path);
    if (Array.isArray(node)) return node.map((item: Json, index) => expand(item, [...path, index]));
    if (!isObject(node)) return node;
    return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, expand(item, [...path, key])]));
  };

  const expandText = (text: string, path: Path): string => {
    let used = false;
    const result = text.replace(REFERENCE, (reference, name: string | undefined) => {
      if (name === undefined) return '${';
      used = true;
      return variable(name, reference, path);
    });
    if (used) templates.set(pathKey(path), text);
    return result;
  };

  const variable = (name: string, reference: string, path: Path): string => {
    const found = Object.hasOwn(environment, name) ? environment[name] : undefined;
    const problem = check(name, reference, found, path);
    if (problem !== null) problems.push({ path, message: problem });
    return found ?? '';
  };

  return { value: expand(value, []), templates };
}

function check(name: string, reference: string, value: string | undefined, path: Path): string | null {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || !reference.endsWith('}')) {
    return `"${reference}" is no variable: write \${NAME}, or $\${ for a literal \${`;
  }
  if (RESERVED.test(name)) return `the variable ${name} is the runner's own and can't be used`;
  const remedy = 'set it in the env of the step, and if it comes from a secret, see that the secret exists there';
  if (value === undefined) return `the variable ${name} is not set: ${remedy}`;
  const key = path.at(-1);
  if (value === '' && typeof key === 'string' && isFieldName(key) && isSecretField(key)) {
    return `the variable ${name} is empty, and ${key} is a secret: ${remedy}`;
  }
  return null;
}
