import { bulletList, errorMessage, Problem } from '../problem.ts';
import {
  type InputName,
  type InputValues,
  inputNames,
  inputTable,
  inputVariable,
  isOperationName,
  type OperationName,
  type OperationRow,
  operationRow,
} from './table.ts';
import { unknownInputs } from './unknown.ts';

/** An input that cannot be used. */
class InvalidInput extends Error {}

/**
 * Reads the inputs from a step's environment. Collects problems, so that all of them are reported at once: first `check`, then
 * `all` for whatever reads further.
 */
export class Reader {
  readonly env: NodeJS.ProcessEnv;
  /** Null if it is not valid. */
  readonly operation: OperationName | null;
  /** What is wrong with inputs. */
  readonly #messages = new Set<string>();
  /** What is wrong with what they contain. */
  readonly #problems: Problem[] = [];

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
    return trim(this.env[inputVariable(name)] ?? '') || fallback;
  }

  isGiven(name: InputName): boolean {
    return this.text(name).toLowerCase() !== inputTable[name].default;
  }

  /** Whether the input is present, but empty: an expression may have expanded to nothing. */
  isEmpty(name: InputName): boolean {
    return this.env[inputVariable(name)]?.trim() === '';
  }

  /** Whether the operation uses the input. If the operation is not valid, all inputs count as used. */
  isUsed(name: InputName): boolean {
    return this.operation === null || inputTable[name].users.includes(this.operation);
  }

  /** Adds a problem for each input that is unknown, unused, dangerously empty, or invalid. */
  check(): void {
    for (const message of unknownInputs(this.env)) this.problem(message);
    for (const name of inputNames) {
      try {
        this.#check(name);
      } catch (error) {
        this.#add(error);
      }
    }
  }

  #check(name: InputName): void {
    const { ifEmpty, users } = inputTable[name];
    const accepted = this.row?.accepts;
    if (this.isUsed(name)) {
      if (ifEmpty !== undefined && this.isEmpty(name))
        throw this.invalid(`${name} is empty: did an expression expand to nothing? ${ifEmpty}`);
      this.value(name);
    } else if (accepted !== undefined && users.includes(accepted)) {
      this.#read(name, this.text(name));
    } else if (this.isGiven(name)) {
      throw this.invalid(`${name} is not used by ${this.operation} (only by ${users.join(', ')}): leave it out`);
    }
  }

  /**
   * The value of an input; its default if the operation does not use it.
   * @throws InvalidInput, which `check` has reported
   */
  value<N extends InputName>(name: N): InputValues[N] {
    const { default: fallback, ifMissing } = inputTable[name];
    if (!this.isUsed(name)) return this.#read(name, fallback);
    const text = this.text(name);
    if (text === '' && ifMissing !== undefined)
      throw this.invalid(`${name} is empty, and ${this.operation ?? 'the operation'} needs it. ${ifMissing}`);
    return this.#read(name, text);
  }

  #read<N extends InputName>(name: N, text: string): InputValues[N] {
    return this.use(name, () => inputTable[name].read(text));
  }

  /**
   * What the function makes of an input.
   * @throws InvalidInput for an Error, whose message says what is wrong with the input
   */
  use<T>(name: InputName, make: () => T): T {
    try {
      return make();
    } catch (error) {
      throw this.invalid(`${name} ${errorMessage(error)}`);
    }
  }

  /** An error that says what is wrong with an input. */
  invalid(message: string): Error {
    return new InvalidInput(message);
  }

  problem(message: string): void {
    this.#messages.add(message);
  }

  /**
   * What the steps return, once all of them have ended.
   * @throws Problem for all problems, with further ones in `others`
   */
  async all<T extends readonly unknown[]>(...steps: { readonly [K in keyof T]: Promise<T[K]> }): Promise<T> {
    for (const step of await Promise.allSettled(steps)) if (step.status === 'rejected') this.#add(step.reason);
    const messages = [...this.#messages];
    const inputs = messages.length === 0 ? [] : [new Problem('Invalid inputs', bulletList(messages))];
    const [first, ...others] = [...inputs, ...this.#problems].map(withEnd);
    if (first !== undefined) throw new Problem(first.title, first.message, { ...first, others });
    return Promise.all(steps);
  }

  #add(error: unknown): void {
    if (error instanceof InvalidInput) this.#messages.add(error.message);
    else if (error instanceof Problem) this.#problems.push(error);
    else throw error;
  }
}

function withEnd(problem: Problem): Problem {
  const { title, message } = problem;
  const end = message.includes('\n') ? '\n' : /[.?]$/.test(message) ? ' ' : '. ';
  return new Problem(title, `${message}${end}Nothing was sent.`, problem);
}
