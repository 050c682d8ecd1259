import { distance } from '../closest.ts';
import { fieldNames } from '../losant/fields.ts';
import { quoteKey } from '../quote.ts';
import { type InputName, inputNames, inputVariable } from './table.ts';

/** What other tools call the inputs. */
const SYNONYMS: Readonly<Record<string, InputName>> = {
  ...{ preview: 'dry-run', plan: 'dry-run', test: 'dry-run', noop: 'dry-run', simulate: 'dry-run', check: 'dry-run' },
  ...{ token: 'api-token', name: 'webhook-name', id: 'webhook-id', file: 'body-file' },
};

/** Keys of a step, which belong beside `with`. */
const STEP_KEYS = ['continue-on-error', 'env', 'if', 'shell', 'timeout-minutes', 'uses', 'working-directory'];

/** INPUT_METHOD is the input method of a Linux desktop, which self-hosted runners may inherit, not an input of this action. */
const INPUT_METHOD = /^(?:fcitx5?|gcin|hime|ibus|nabi|scim|uim|xim)$/;

/**
 * Problems with inputs that do not exist, such as `dry_run`. The runner only warns about them, and the run would not be dry.
 */
export function unknownInputs(env: NodeJS.ProcessEnv): string[] {
  const known = new Set(inputNames.map(inputVariable));
  return Object.entries(env)
    .filter(([variable]) => variable.startsWith('INPUT_') && !known.has(variable))
    .filter(([variable, value]) => variable !== 'INPUT_METHOD' || !INPUT_METHOD.test(value ?? ''))
    .map(([variable]) => unknownInput(variable));
}

function unknownInput(variable: string): string {
  const name = variable.slice('INPUT_'.length).toLowerCase();
  const shown = quoteKey(name, [...inputNames, ...Object.keys(SYNONYMS)]);
  const what = shown === JSON.stringify(name) ? `${shown} (environment variable ${variable})` : shown;
  return `unknown input ${what}: ${fixFor(name)}`;
}

function fixFor(name: string): string {
  if (fieldNames.some((field) => field.toLowerCase() === name && field !== 'name'))
    return 'it is a field of a webhook, so it belongs in body';
  if (STEP_KEYS.includes(name)) return 'it is a key of the step, so it belongs beside with, not in it';
  const letters = toLetters(name);
  const meant = Object.hasOwn(SYNONYMS, letters)
    ? SYNONYMS[letters]
    : inputNames.find((candidate) => isClose(letters, toLetters(candidate)));
  return meant === undefined
    ? 'remove it from with, or from env if the workflow sets it there'
    : `did you mean "${meant}"?`;
}

function isClose(name: string, known: string): boolean {
  // A short name is similar to too many others.
  const tolerance = known.length >= 8 ? 2 : known.length >= 5 ? 1 : 0;
  return distance(name, known) <= tolerance || sortLetters(name) === sortLetters(known);
}

/** Equal for names with the same letters in another order: `lable`. */
function sortLetters(name: string): string {
  return [...name].sort().join('');
}

function toLetters(name: string): string {
  return name.replace(/[^a-z0-9]/g, '');
}
