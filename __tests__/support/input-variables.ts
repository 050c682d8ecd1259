import { variableOf } from '../../src/inputs/table.ts';

/** The environment in which the runner gives these inputs. */
export function inputVariables(inputs: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [variableOf(name), value]));
}
