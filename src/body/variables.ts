import type { Path, Problems } from '../document/document.ts';
import type { FieldName } from '../losant/fields.ts';
import { describe, isPlainKey, isReadableName } from '../quote.ts';
import { isReserved, isVariableName } from '../variable-name.ts';

/** The fields that contain a variable, as written: `${ORDERS_PASSWORD}`. */
export type Templates = { readonly [name in FieldName]?: string };

/** Which variables a body may use. */
export interface VariableRules {
  /** `literal`: only `${NAME}` with a listed name is a variable. `file`: every `${` begins one, and unlisted names are refused. */
  readonly mode: 'literal' | 'file';
  /** The names in the input `variables`; null if it was not given. */
  readonly listed: readonly string[] | null;
  readonly env: NodeJS.ProcessEnv;
  /** Where an unset variable is a problem. An export needs only those of `names`, since it leaves other fields as they are. */
  readonly required: 'all' | 'names' | 'none';
}

/** A variable that a body uses. */
export interface UsedVariable {
  readonly name: string;
  readonly value: string;
  /** Whether a secret field uses it. */
  readonly isSecret: boolean;
}

export interface Reference {
  readonly name: string;
  /** The text after `:-`; null without one. */
  readonly fallback: string | null;
}

/** A reference with its place in the body. */
export interface PlacedReference extends Reference {
  readonly path: Path;
  readonly isSecret: boolean;
}

/** A string, split into variables and literal parts. */
export interface Template {
  /** As a file has it: a literal `${` is `$${`. */
  readonly text: string;
  readonly parts: readonly (string | Reference)[];
  /** Whether it contains a `${` that is neither a variable nor escaped. */
  readonly hasStray: boolean;
}

/** More than any field allows. Without a limit, a variable that is repeated could use up the memory. */
const MAX_LENGTH = 1_000_000;
const REMEDY = 'set it in the env of the step, and if it comes from a secret, check that the secret exists there';

/** A literal string as a file has it, so that it differs from a variable. */
export function escapeVariables(text: string): string {
  return text.replaceAll('${', () => '$${');
}

/** Whether the string is one variable and nothing else. */
export function isOneVariable({ parts }: Template): boolean {
  return parts.length === 1 && typeof parts[0] === 'object';
}

export function hasVariable(template: Template): boolean {
  return referencesIn(template).length > 0;
}

export function referencesIn({ parts }: Template): Reference[] {
  return parts.filter((part) => typeof part === 'object');
}

/** Whether a variable is set and not empty. */
export function isSet(name: string, env: NodeJS.ProcessEnv): boolean {
  return Object.hasOwn(env, name) && env[name] !== '';
}

/** The variables in a value that is not valid, without the text between them. */
export function quoteTemplate(template: Template): string {
  const names = referencesIn(template).map(({ name }) => `\${${name}}`);
  return `${isOneVariable(template) ? '' : 'a string with '}${names.join(' and ')}`;
}

/** Finds the variables of one body, checks where they are used, and replaces them. */
export class Variables {
  readonly #rules: VariableRules;
  readonly #problems: Problems;
  readonly #missing = new Set<string>();
  readonly #references: PlacedReference[] = [];

  constructor(rules: VariableRules, problems: Problems) {
    this.#rules = rules;
    this.#problems = problems;
  }

  /** Splits a string, and checks and records its variables; null if one of them cannot be used. */
  parse(text: string, path: Path, isSecret: boolean): Template | null {
    const parts: (string | Reference)[] = [];
    let literal = '';
    let shown = '';
    let isValid = true;
    let hasStray = false;
    for (const { text: piece, reference, isEscaped } of this.#pieces(text)) {
      shown += reference === null ? escapeVariables(piece) : piece;
      if (reference === null) {
        literal += piece;
        hasStray ||= !isEscaped && /(?<!\$)\$\{/.test(piece);
        continue;
      }
      const problem = this.#check(piece, reference, isSecret);
      if (problem !== null) this.#problems.add(path, problem);
      isValid &&= problem === null;
      if (literal !== '') parts.push(literal);
      literal = '';
      parts.push(reference);
      this.#references.push({ ...reference, path, isSecret });
    }
    if (literal !== '') parts.push(literal);
    return isValid ? { text: shown, parts, hasStray } : null;
  }

  /**
   * Replaces the variables of a string; null if one is unset or empty, which is a problem if required.
   * @param use what the string is for; `other`: nothing that applies
   */
  expand({ parts }: Template, path: Path, use: 'field' | 'name' | 'other' = 'field'): string | null {
    const { required } = this.#rules;
    const isRequired = use !== 'other' && (required === 'all' || (required === 'names' && use === 'name'));
    let result: string | null = '';
    for (const part of parts) {
      const value = typeof part === 'string' ? part : this.#valueOf(part, path, isRequired);
      result = value === null || result === null ? null : result + value;
      if (result !== null && result.length > MAX_LENGTH) {
        this.#problems.add(path, 'with its variables, the string has more than 1,000,000 characters');
        return null;
      }
    }
    return result;
  }

  /** Refuses a variable of a secret field in any other field, where anyone could read its value. */
  checkCopies(): void {
    for (const [name, references] of Map.groupBy(this.#references, (reference) => reference.name)) {
      const secret = references.find(({ isSecret }) => isSecret);
      const other = references.find(({ isSecret }) => !isSecret);
      if (secret === undefined || other === undefined) continue;
      const message = `${this.label(name)} is used in the secret field ${secret.path.at(-1)}, and cannot be used in any other field: its value would be shown there`;
      this.#problems.add(other.path, message);
    }
  }

  /** All variables that the body uses, in order. */
  get references(): readonly PlacedReference[] {
    return this.#references;
  }

  /** The variables that the body uses and that are set. */
  used(): UsedVariable[] {
    const secrets = new Set(this.#references.filter(({ isSecret }) => isSecret).map(({ name }) => name));
    return [...new Set(this.#references.map(({ name }) => name))].flatMap((name) => {
      const value = this.#lookUp(name);
      return value === '' ? [] : [{ name, value, isSecret: secrets.has(name) }];
    });
  }

  /** The variable in words. What looks like a token is not repeated, unless it is set. */
  label(name: string): string {
    if (isReadableName(name) || Object.hasOwn(this.#rules.env, name)) return `the variable ${name}`;
    return `a variable whose name is ${describe(name)}`;
  }

  *#pieces(text: string): Generator<{ text: string; reference: Reference | null; isEscaped?: true }> {
    let position = 0;
    let isClosed = true;
    for (const { 0: mark, index } of text.matchAll(/\$?\$\{/g)) {
      if (index < position) continue;
      const start = index + mark.length;
      const isLiteral = this.#rules.mode === 'literal';
      // What is not listed is not read any further: the text may have a million of them.
      if (isLiteral && !this.#isListedAt(text, start)) continue;
      const end: number = isClosed ? text.indexOf('}', start) : -1;
      isClosed = end >= 0;
      if (isLiteral && !isClosed) return yield { text: text.slice(position), reference: null };
      const [name = '', fallback = null] = isClosed ? split(text.slice(start, end)) : [];
      yield { text: text.slice(position, index), reference: null };
      if (mark === '$${') {
        yield { text: '${', reference: null, isEscaped: true };
        position = start;
        continue;
      }
      position = isClosed ? end + 1 : text.length;
      yield { text: text.slice(index, position), reference: { name, fallback } };
    }
    yield { text: text.slice(position), reference: null };
  }

  /** Whether a listed name begins at the offset, and ends like a variable. */
  #isListedAt(text: string, offset: number): boolean {
    const name = /\w+(?=\}|:-)/y;
    name.lastIndex = offset;
    return this.#rules.listed?.includes(name.exec(text)?.[0] ?? '') === true;
  }

  #check(text: string, { name, fallback }: Reference, isSecret: boolean): string | null {
    if (!isVariableName(name)) {
      const closed = isPlainKey(name) && !isSecret ? `"\${${name}}"` : 'what is between "${" and "}"';
      const shown = text.endsWith('}') ? closed : '"${" without "}"';
      return `${shown} is not a valid variable: write \${NAME}, or $\${ for a literal \${`;
    }
    if (fallback?.includes('${') === true) return `the default of ${this.label(name)} cannot contain a variable`;
    if (isReserved(name)) return `${this.label(name)} is reserved for the runner`;
    if (this.#rules.listed !== null && !this.#rules.listed.includes(name))
      return `${this.label(name)} is not listed in the input variables`;
    return isSecret && fallback !== null ? `${this.label(name)} cannot have a default in a secret field` : null;
  }

  #valueOf({ name, fallback }: Reference, path: Path, isRequired: boolean): string | null {
    const value = this.#lookUp(name);
    if (value !== '') return value;
    if (fallback !== null) return fallback;
    if (isRequired && !this.#missing.has(name)) {
      this.#missing.add(name);
      const state = Object.hasOwn(this.#rules.env, name) ? 'empty' : 'not set';
      this.#problems.add(path, `${this.label(name)} is ${state}: ${REMEDY}`);
    }
    return null;
  }

  #lookUp(name: string): string {
    return isSet(name, this.#rules.env) ? String(this.#rules.env[name]) : '';
  }
}

function split(reference: string): [string, string | null] {
  const separator = reference.indexOf(':-');
  return separator < 0 ? [reference, null] : [reference.slice(0, separator), reference.slice(separator + 2)];
}
