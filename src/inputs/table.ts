import { trimPattern } from '../patterns.ts';
import { type OperationName, operationNames, operationsWhere } from './operations.ts';
import {
  optional,
  toApiUrl,
  toApplicationId,
  toBoolean,
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

/** An input. */
export interface InputRow<T> {
  /** The operations that use it. */
  readonly for: readonly OperationName[];
  /** The value if it is not given. `action.yml` declares the same. */
  readonly default: string;
  /** Returns the value, or throws an Error that says what is allowed and what it got. */
  readonly read: (text: string) => T;
  /** Removes surrounding white space, if some of it is significant. */
  readonly trim?: (text: string) => string;
  /** How to fix an empty value. It is refused where the default is the more dangerous value. */
  readonly ifEmpty?: string;
}

const all = operationNames;
const selecting = operationsWhere(({ selects }) => selects === 'one' || selects === 'some');
const changing = operationsWhere(({ access }) => access === 'write');

function write(expression: string): string {
  return `Write ${expression}`;
}

/** The inputs, one row each. The parser follows from this table, and tests compare `action.yml` and the README with it. */
const rows = {
  operation: { for: all, default: '', read: toOperation },
  'application-id': { for: all, default: '', read: toApplicationId },
  'api-token': { for: all, default: '', read: toToken },
  'webhook-id': { for: selecting, default: '', read: toIds },
  'webhook-name': {
    for: operationsWhere(({ selects }) => selects !== 'none'),
    default: '',
    read: toPatterns,
    trim: trimPattern,
  },
  'older-than': {
    for: ['list', 'delete'],
    default: '0m',
    read: toDuration,
    ifEmpty: write("${{ inputs.older-than || '0m' }}"),
  },
  keep: { for: ['delete'], default: '0', read: toWholeNumber(0), ifEmpty: write('${{ inputs.keep || 0 }}') },
  body: { for: ['create', 'patch', 'sync'], default: '', read: toText },
  'body-file': { for: ['create', 'patch', 'sync', 'export'], default: '', read: toText },
  variables: { for: ['create', 'patch', 'sync', 'export'], default: '', read: optional(toNames) },
  environment: { for: ['sync', 'export'], default: '', read: optional(toText) },
  'output-file': { for: all, default: '', read: toText },
  'include-workflows': { for: ['delete', 'sync'], default: 'false', read: toOneOf(['false', 'true', 'shared']) },
  'if-not-found': { for: selecting, default: '', read: optional(toOneOf(['error', 'warn', 'ignore'])) },
  'if-exists': { for: ['create'], default: 'error', read: toOneOf(['error', 'update', 'skip']) },
  prune: { for: ['sync'], default: 'false', read: toBoolean },
  'max-deletes': { for: ['delete', 'sync'], default: '', read: optional(toWholeNumber(0)) },
  'expected-changes': {
    for: changing,
    default: 'any',
    read: toText,
    ifEmpty:
      "It may also be an output that exceeds GitHub's limit, or that GitHub dropped because it contains a masked value: pass the plan's output-file instead",
  },
  'dry-run': {
    for: operationsWhere(({ access }) => access !== 'read'),
    default: 'false',
    read: toBoolean,
    ifEmpty: write('${{ inputs.dry-run || false }}'),
  },
  redact: { for: all, default: 'false', read: toBoolean, ifEmpty: write('${{ inputs.redact || false }}') },
  label: { for: all, default: '', read: toLabel },
  comment: { for: changing, default: 'false', read: toBoolean },
  // The default is a real token, so the value does not show whether the input was given: every operation accepts it.
  'github-token': { for: all, default: '', read: toText },
  'api-url': { for: all, default: 'https://api.losant.com', read: toApiUrl },
  timeout: { for: all, default: '30', read: toSeconds(1, 3600) },
  retries: { for: all, default: '4', read: toWholeNumber(0, 10) },
  concurrency: { for: all, default: '4', read: toWholeNumber(1, 16) },
} as const satisfies Record<string, InputRow<unknown>>;

export type InputName = keyof typeof rows;
/** The type of each input's value. */
export type InputValues = { readonly [N in InputName]: ReturnType<(typeof rows)[N]['read']> };

export const inputTable: { readonly [N in InputName]: InputRow<InputValues[N]> } = rows;

export const inputNames = Object.keys(inputTable).filter(isInputName);

export function isInputName(name: string): name is InputName {
  return Object.hasOwn(inputTable, name);
}

export function usesInput(operation: OperationName, name: InputName): boolean {
  return inputTable[name].for.includes(operation);
}

/** The environment variable that the runner sets for an input. */
export function inputVariable(name: string): string {
  return `INPUT_${name.toUpperCase()}`;
}
