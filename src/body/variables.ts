import type { Path, Problems } from '../document/document.ts';
import type { FieldName } from '../losant/fields.ts';
import type { WorkspaceFile } from '../paths.ts';
import { describe, isPlainKey, isReadableName } from '../quote.ts';
import { isReserved, isVariableName } from '../variable-name.ts';

/** The fields that contain a variable, as written: `${ORDERS_PASSWORD}`. */
export type Templates = { readonly [name in FieldName]?: string };

/** Which variables a body may use. */
export interface VariableRules {
  /** A body-file, in which every `${` begins a variable; null for the input body, in which only listed names are one. */
  readonly file: WorkspaceFile | null;
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

/** A variable, where a body uses it. */
export interface Reference {
  readonly name: string;
  /** The text after `:-`; null without one. */
  readonly fallback: string | null;
  readonly path: Path;
  readonly isSecret: boolean;
}

/** A string, split into variables and literal parts. */
export interface Template {
  /** As a file has it: a literal `${` is `$${`. */
  readonly text: string;
  readonly path: Path;
  readonly parts: readonly (string | Reference)[];
  /** Those parts that are variables. */
  readonly references: readonly Reference[];
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
export function isOneVariable({ parts, references }: Template): boolean {
  return parts.length === 1 && references.length === 1;
}

/** The value of a variable; empty if it is not set. */
export function lookUp(name: string, env: NodeJS.ProcessEnv): string {
  return Object.hasOwn(env, name) ? String(env[name]) : '';
}

/** The variables in a value that is not valid, without the text between them. */
export function quoteTemplate(template: Template): string {
  const names = template.references.map(({ name }) => `\${${name}}`);
  return `${isOneVariable(template) ? '' : 'a string with '}${names.join(' and ')}`;
}

/** Finds the variables of one body, checks where they are used, and replaces them. */
export class Variables {
  readonly #rules: VariableRules;
  readonly #problems: Problems;
  /** Matches what is escaped, and what is a variable. */
  readonly #pattern: RegExp;
  readonly #missing = new Set<string>();
  /** All variables that the body uses, in order. */
  readonly references: Reference[] = [];

  constructor(rules: VariableRules, problems: Problems) {
    this.#rules = rules;
    this.#problems = problems;
    const listed = `(?:${rules.listed?.join('|') || '(?!)'})(?::-[^}]*)?`;
    this.#pattern =
      rules.file !== null
        ? /\$(\$\{)|\$\{([^}]*)(?:\}|$)/g
        : new RegExp(`\\$(\\$\\{)(?=${listed}\\})|\\$\\{(${listed})\\}`, 'g');
  }

  /** Splits a string, and checks and records its variables; null if one of them cannot be used. */
  parse(text: string, path: Path, isSecret: boolean): Template | null {
    const parts: (string | Reference)[] = [];
    let [shown, position] = ['', 0];
    let [isValid, hasStray] = [true, false];
    const addLiteral = (literal: string): void => {
      parts.push(literal);
      shown += escapeVariables(literal);
      hasStray ||= /(?<!\$)\$\{/.test(literal);
    };
    // An unclosed variable is a problem in a file only. Elsewhere, it is not looked for: the text may have a million of them.
    const end = this.#rules.file !== null ? text.length : text.lastIndexOf('}') + 1;
    for (const { 0: match, 1: escaped, 2: content = '', index } of text.slice(0, end).matchAll(this.#pattern)) {
      addLiteral(text.slice(position, index));
      position = index + match.length;
      shown += match;
      const [name = '', ...rest] = match.endsWith('}') ? content.split(':-') : [];
      const reference = { name, fallback: rest.length === 0 ? null : rest.join(':-'), path, isSecret };
      parts.push(escaped ?? reference);
      if (escaped !== undefined) continue;
      const problem = this.#check(match, reference);
      if (problem !== null) this.#problems.add(path, problem);
      isValid &&= problem === null;
      this.references.push(reference);
    }
    addLiteral(text.slice(position));
    const references = parts.filter((part) => typeof part === 'object');
    return isValid ? { text: shown, path, parts: parts.filter((part) => part !== ''), references, hasStray } : null;
  }

  /** Replaces the variables of a string; null if one is unset or empty. @param use `other` if that is no problem */
  expand({ path, parts }: Template, use: 'field' | 'name' | 'other' = 'field'): string | null {
    const { required } = this.#rules;
    const isRequired = use !== 'other' && (required === 'all' || (required === 'names' && use === 'name'));
    let result: string | null = '';
    for (const part of parts) {
      const value = typeof part === 'string' ? part : this.#valueOf(part, isRequired);
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
    for (const [name, references] of this.#byName()) {
      const secret = references.find(({ isSecret }) => isSecret);
      const other = references.find(({ isSecret }) => !isSecret);
      if (secret === undefined || other === undefined) continue;
      const message = `${this.label(name)} is used in the secret field ${secret.path.at(-1)}, and cannot be used in any other field: its value would be shown there`;
      this.#problems.add(other.path, message);
    }
  }

  /** The variables that the body uses and that are set. */
  used(): UsedVariable[] {
    const used = [...this.#byName()].map(([name, references]) => {
      return { name, value: lookUp(name, this.#rules.env), isSecret: references.some(({ isSecret }) => isSecret) };
    });
    return used.filter(({ value }) => value !== '');
  }

  #byName(): Map<string, Reference[]> {
    return Map.groupBy(this.references, ({ name }) => name);
  }

  /** The variable in words. What looks like a token is not repeated, unless it is set. */
  label(name: string): string {
    if (isReadableName(name) || Object.hasOwn(this.#rules.env, name)) return `the variable ${name}`;
    return `a variable whose name is ${describe(name)}`;
  }

  #check(text: string, { name, fallback, isSecret }: Reference): string | null {
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

  #valueOf({ name, fallback, path }: Reference, isRequired: boolean): string | null {
    const value = lookUp(name, this.#rules.env);
    if (value !== '') return value;
    if (fallback !== null) return fallback;
    if (isRequired && !this.#missing.has(name)) {
      this.#missing.add(name);
      const state = Object.hasOwn(this.#rules.env, name) ? 'empty' : 'not set';
      this.#problems.add(path, `${this.label(name)} is ${state}: ${REMEDY}`);
    }
    return null;
  }
}
