import { trimPattern } from '../patterns.ts';
import { type OperationName, type OwnInput, operationNames, operationRow } from './operations.ts';
import {
  bareToken,
  optional,
  toApiUrl,
  toApplicationId,
  toBoolean,
  toComment,
  toDuration,
  toIds,
  toLabel,
  toNames,
  toOneOf,
  toOperation,
  toPatterns,
  toSeconds,
  toText,
  toToken,
  toWholeNumber,
} from './values.ts';

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
  operation: { default: '', read: toOperation },
  'application-id': {
    default: '',
    read: toApplicationId,
    ifMissing: 'If it comes from a variable or a secret, check that it exists in this repository or environment',
  },
  'api-token': {
    default: '',
    read: toToken,
    trim: bareToken,
    ifMissing:
      'If it comes from a secret, check that the secret exists in this repository or environment: runs of forks and of Dependabot get no secrets',
  },
  'webhook-id': { default: '', read: toIds },
  'webhook-name': { default: '', read: toPatterns, trim: trimPattern },
  'older-than': { default: '0m', read: toDuration, ifEmpty: "Write ${{ inputs.older-than || '0m' }}" },
  keep: { default: '0', read: toWholeNumber(0), ifEmpty: 'Write ${{ inputs.keep || 0 }}' },
  body: { default: '', read: toText },
  'body-file': { default: '', read: toText },
  variables: { default: '', read: optional(toNames) },
  environment: { default: '', read: optional(toText) },
  'output-file': { default: '', read: toText },
  'include-workflows': { default: 'false', read: toOneOf(['false', 'true', 'shared']) },
  'if-not-found': { default: '', read: optional(toOneOf(['error', 'warn', 'ignore'])) },
  'if-exists': { default: 'error', read: toOneOf(['error', 'update', 'skip']) },
  prune: { default: 'false', read: toBoolean },
  'max-deletes': { default: '', read: optional(toWholeNumber(0)) },
  'expected-changes': {
    default: 'any',
    read: toText,
    ifEmpty:
      "It may also be an output that exceeds GitHub's limit, or that GitHub dropped because it contains a masked value: pass the plan's output-file instead",
  },
  'dry-run': { default: 'false', read: toBoolean, ifEmpty: 'Write ${{ inputs.dry-run || false }}' },
  redact: { default: 'false', read: toBoolean, ifEmpty: 'Write ${{ inputs.redact || false }}' },
  label: { default: '', read: toLabel },
  comment: { default: 'false', read: toComment },
  // The default is a real token, so the value does not show whether the input was given: every operation accepts it.
  'github-token': { default: '', read: toText },
  'api-url': { default: 'https://api.losant.com', read: toApiUrl },
  timeout: { default: '30', read: toSeconds(1, 3600) },
  retries: { default: '4', read: toWholeNumber(0, 10) },
  concurrency: { default: '4', read: toWholeNumber(1, 16) },
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
