import { trimPattern } from '../patterns.ts';
import { type OperationName, type OwnInput, operationNames, operationRow } from './operations.ts';
import * as values from './values.ts';

/** An input. `inputs/operations.ts` lists which operations use it; without a list, all do. */
export interface InputRow<T> {
  /** The value if it is not given. `action.yml` declares the same. */
  readonly default: string;
  /** Returns the value, or throws an Error that says what is allowed and what it got. */
  readonly read: (text: string) => T;
  /** Removes surrounding white space, if some of it is significant. */
  readonly trim?: (text: string) => string;
  /** How to fix an empty value. It is refused where the default is the more dangerous value. */
  readonly ifEmpty?: string;
  /** How to fix a missing value, if every operation that uses the input needs one. */
  readonly ifMissing?: string;
}

/** The inputs, one row each. The parser follows from this table, and tests compare `action.yml` and the README with it. */
const rows = {
  operation: { default: '', read: values.toOperation },
  'application-id': {
    default: '',
    read: values.toApplicationId,
    ifMissing: 'If it comes from a variable or a secret, check that it exists in this repository or environment',
  },
  'api-token': {
    default: '',
    read: values.toToken,
    trim: values.bareToken,
    ifMissing:
      'If it comes from a secret, check that the secret exists in this repository or environment: runs of forks and of Dependabot get no secrets',
  },
  'webhook-id': { default: '', read: values.toIds },
  'webhook-name': { default: '', read: values.toPatterns, trim: trimPattern },
  'older-than': { default: '0m', read: values.toDuration, ifEmpty: "Write ${{ inputs.older-than || '0m' }}" },
  keep: { default: '0', read: values.toWholeNumber(0), ifEmpty: 'Write ${{ inputs.keep || 0 }}' },
  body: { default: '', read: values.toText },
  'body-file': { default: '', read: values.toText },
  variables: { default: '', read: values.optional(values.toNames) },
  environment: { default: '', read: values.optional(values.toText) },
  'output-file': { default: '', read: values.toText },
  'include-workflows': { default: 'false', read: values.toOneOf(['false', 'true', 'shared']) },
  'if-not-found': { default: '', read: values.optional(values.toOneOf(['error', 'warn', 'ignore'])) },
  'if-exists': { default: 'error', read: values.toOneOf(['error', 'update', 'skip']) },
  prune: { default: 'false', read: values.toBoolean },
  'max-deletes': { default: '', read: values.optional(values.toWholeNumber(0)) },
  'expected-changes': {
    default: 'any',
    read: values.toText,
    ifEmpty:
      "It may also be an output that exceeds GitHub's limit, or that GitHub dropped because it contains a masked value: pass the plan's output-file instead",
  },
  'dry-run': { default: 'false', read: values.toBoolean, ifEmpty: 'Write ${{ inputs.dry-run || false }}' },
  redact: { default: 'false', read: values.toBoolean, ifEmpty: 'Write ${{ inputs.redact || false }}' },
  label: { default: '', read: values.toLabel },
  comment: { default: 'false', read: values.toComment },
  // The default is a real token, so the value does not show whether the input was given: every operation accepts it.
  'github-token': { default: '', read: values.toText },
  'api-url': { default: 'https://api.losant.com', read: values.toApiUrl },
  timeout: { default: '30', read: values.toSeconds(1, 3600) },
  retries: { default: '4', read: values.toWholeNumber(0, 10) },
  concurrency: { default: '4', read: values.toWholeNumber(1, 16) },
} as const satisfies Record<OwnInput, InputRow<unknown>> & Record<string, InputRow<unknown>>;

export type InputName = keyof typeof rows;
/** The type of each input's value. */
export type InputValues = { readonly [N in InputName]: ReturnType<(typeof rows)[N]['read']> };

export const inputTable: { readonly [N in InputName]: InputRow<InputValues[N]> } = rows;

export const inputNames = Object.keys(inputTable).filter(isInputName);

export function isInputName(name: string): name is InputName {
  return Object.hasOwn(inputTable, name);
}

/** The inputs that all operations use, which no list has. */
const sharedInputs = new Set(inputNames);
for (const operation of operationNames)
  for (const name of operationRow(operation).inputs) if (isInputName(name)) sharedInputs.delete(name);

/** The operations that use an input. */
export function listUsers(name: InputName): readonly OperationName[] {
  return operationNames.filter((operation) => usesInput(operation, name));
}

/** Whether the operation uses the input. */
export function usesInput(operation: OperationName, name: InputName): boolean {
  return sharedInputs.has(name) || operationRow(operation).inputs.includes(name);
}

/** The environment variable that the runner sets for an input. */
export function inputVariable(name: string): string {
  return `INPUT_${name.toUpperCase()}`;
}
