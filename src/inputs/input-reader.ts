import { type Finding, messageOf, type Problem } from '../problem.ts';
import type { WorkspaceFile } from '../workspace-file.ts';
import { type InputName, inputTable } from './table.ts';
import { quoted } from './values.ts';

/** Where inputs come from. */
export interface Source {
  /** The value of an input, empty when it was not given. */
  readonly getInput: (name: InputName) => string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Collects problems, so that all of them are reported at once. */
export class Reader {
  readonly problems: string[] = [];
  #invalidBody: Problem | null = null;
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  get environment(): NodeJS.ProcessEnv {
    return this.#source.environment;
  }

  text(name: InputName): string {
    return this.#source.getInput(name).trim() || inputTable[name].default;
  }

  /** The text with the white space before it, by which YAML is indented. */
  indented(name: InputName): string {
    return this.#source.getInput(name).trimEnd();
  }

  isGiven(name: InputName): boolean {
    const text = this.text(name);
    const isFlag = inputTable[name].default === 'false';
    return (isFlag ? text.toLowerCase() : text) !== inputTable[name].default;
  }

  /** Adds what is wrong with the body. */
  fail(problem: Problem): void {
    this.#invalidBody = problem;
    this.problems.push(problem.message);
  }

  /** The problems one by one, those of a body-file with their places. */
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

  /** The value as its reader gives it; what is wrong with it is a problem, and the fallback goes on. */
  value<T>(name: InputName, read: (text: string) => T, fallback: T): T {
    const text = this.text(name);
    if (text === '') return fallback;
    try {
      return read(text);
    } catch (error) {
      this.problem(name, `${messageOf(error)}${got(name, text)}`);
      return fallback;
    }
  }
}

/** ", got X", unless the value may hold a secret. */
function got(name: InputName, text: string): string {
  return name === 'api-url' && text.includes('@') ? '' : `, got ${quoted(text)}`;
}
