import { inputVariable } from '../../src/inputs/table.ts';

/** The environment variables with which the runner passes these inputs. */
export function inputVariables(inputs: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [inputVariable(name), value]));
}
