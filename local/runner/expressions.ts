/** Evaluates `${{ }}` with GitHub's own implementation. */
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** Values by the name of the context: `github`, `steps`, `secrets`… */
export type Contexts = Readonly<Record<string, unknown>>;

/** The status of the job so far. */
export type JobStatus = 'success' | 'failure' | 'cancelled';

function toData(value: unknown): data.ExpressionData {
  const converted: unknown = JSON.parse(JSON.stringify(value), data.reviver);
  if (typeof converted === 'object' && converted !== null && 'kind' in converted) return isData(converted);
  throw new Error('not a valid expression value');
}

function isData(value: object): data.ExpressionData {
  for (const kind of [data.Dictionary, data.Array, data.StringData, data.NumberData, data.BooleanData, data.Null]) {
    if (value instanceof kind) return value;
  }
  throw new Error('not a valid expression value');
}

/** Evaluates an expression, given without its `${{ }}`. */
export function evaluate(expression: string, contexts: Contexts, status: JobStatus = 'success'): data.ExpressionData {
  const checks = { success: status === 'success', failure: status === 'failure', cancelled: status === 'cancelled' };
  const functions = Object.entries({ ...checks, always: true }).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  }));
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  const pairs = Object.entries(contexts).map(([key, value]) => ({ key, value: toData(value) }));
  const table = new Map(functions.map((definition) => [definition.name, definition]));
  return new Evaluator(parsed, new data.Dictionary(...pairs), table).evaluate();
}

/** Replaces the expressions in a text. */
export function expand(text: string, contexts: Contexts, status?: JobStatus): string {
  // The expression ends with the first closing braces that are not in a string.
  return text.replace(/\$\{\{((?:'[^']*'|[^'])*?)\}\}/gsu, (_, expression: string) =>
    evaluate(expression, contexts, status).coerceString(),
  );
}

/** Whether an `if:` is true, as on GitHub: without a status function, only after success. */
export function isConditionMet(condition: string | undefined, contexts: Contexts, status: JobStatus): boolean {
  const inner = (condition ?? 'success()').replace(/^\s*\$\{\{(.*)\}\}\s*$/su, '$1');
  const expression = /\b(?:success|failure|cancelled|always)\(\)/u.test(inner) ? inner : `success() && (${inner})`;
  const value = evaluate(expression, contexts, status);
  return !(value.kind === data.Kind.Null || ['', 'false', '0'].includes(value.coerceString()));
}
