import { distance } from '../closest.ts';
import { inputNames } from './table.ts';

/**
 * Problems for inputs that look like a known one and are none, such as `dry_run`: the runner only warns of them, and a
 * run that was meant to be dry would not be. What looks like nothing known is left alone: it may be anybody's variable.
 */
export function unknownInputs(environment: NodeJS.ProcessEnv): string[] {
  const known = new Map(inputNames.map((name) => [variableOf(name), name]));
  return Object.keys(environment)
    .filter((variable) => variable.startsWith('INPUT_') && !known.has(variable))
    .flatMap((variable) => {
      const name = variable.slice('INPUT_'.length).toLowerCase();
      const meant = inputNames.find((candidate) => looksLike(name, candidate));
      return meant === undefined ? [] : [`there is no input "${name}": "${meant}" is meant, as it seems`];
    });
}

function variableOf(name: string): string {
  return `INPUT_${name.toUpperCase()}`;
}

function looksLike(name: string, known: string): boolean {
  const [one, other] = [letters(name), letters(known)];
  // A short name is like too many others.
  const tolerance = other.length >= 8 ? 2 : other.length >= 5 ? 1 : 0;
  return distance(one, other) <= tolerance;
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
