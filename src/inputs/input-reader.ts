import { errorMessage, type Finding, type Problem } from '../problem.ts';
import type { WorkspaceFile } from '../workspace-file.ts';
import { isOperationName, type OperationName, type OperationRow, operationRow } from './operations.ts';
import { type InputName, type InputValues, inputTable, inputVariable, usesInput } from './table.ts';

/** Reads the inputs from a step's environment. Collects problems, so that all of them are reported at once. */
export class Reader {
  readonly problems: string[] = [];
  #invalidBody: Problem | null = null;
  readonly env: NodeJS.ProcessEnv;
  /** Null if it is not valid. */
  readonly operation: OperationName | null;

  constructor(env: NodeJS.ProcessEnv) {
    this.env = env;
    const text = this.text('operation');
    this.operation = isOperationName(text) ? text : null;
  }

  /** The row of the operation, or null if there is no such operation. */
  get row(): OperationRow | null {
    return this.operation === null ? null : operationRow(this.operation);
  }

  /** The input without surrounding white space; its default if it is empty or missing. */
  text(name: InputName): string {
    const { default: fallback, trim = (text) => text.trim() } = inputTable[name];
    return trim(this.#given(name) ?? '') || fallback;
  }

  /** The input with its leading white space, which may be the indentation of YAML. */
  indented(name: InputName): string {
    return (this.#given(name) ?? '').trimEnd();
  }

  isGiven(name: InputName): boolean {
    return this.text(name).toLowerCase() !== inputTable[name].default;
  }

  /** Whether the operation uses the input. If the operation is not valid, all inputs count as used. */
  isUsed(name: InputName): boolean {
    return this.operation === null || usesInput(this.operation, name);
  }

  /** Adds a problem if the input is unused, dangerously empty, or invalid. */
  check(name: InputName): void {
    const { for: users, ifEmpty } = inputTable[name];
    if (!this.isUsed(name)) {
      if (this.isGiven(name))
        this.problem(name, `is not used by ${this.operation} (only by ${users.join(', ')}): leave it out`);
    } else if (ifEmpty !== undefined && this.#given(name)?.trim() === '') {
      this.problem(name, `is empty: did an expression expand to nothing? ${ifEmpty}`);
    } else {
      try {
        this.value(name);
      } catch (error) {
        this.problem(name, errorMessage(error));
      }
    }
  }

  /**
   * The value of an input; its default if the operation does not use it.
   * @throws Error for an invalid value, which `check` reports
   */
  value<N extends InputName>(name: N): InputValues[N] {
    const row = inputTable[name];
    return row.read(this.isUsed(name) ? this.text(name) : row.default);
  }

  /** Adds a problem with the body. */
  fail(problem: Problem): void {
    this.#invalidBody = problem;
    this.problems.push(problem.message);
  }

  /** The problems one by one, those of a body-file with their positions. */
  findings(): { file: WorkspaceFile | null; findings: Finding[] } {
    const body = this.#invalidBody;
    const others = this.problems.filter((message) => message !== body?.message);
    return {
      file: body?.file ?? null,
      findings: [...others.map((message) => ({ message, line: null, column: null })), ...(body?.findings ?? [])],
    };
  }

  problem(name: InputName, message: string): void {
    this.problems.push(`${name} ${message}`);
  }

  #given(name: InputName): string | undefined {
    return this.env[inputVariable(name)];
  }
}
