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
  toOneOf,
  toOperation,
  toPatterns,
  toSeconds,
  toText,
  toToken,
  toWholeNumber,
} from './values.ts';

/** What holds of an input. */
export interface InputRow<T> {
  /** The operations that use it. */
  readonly for: readonly OperationName[];
  /** Its value when it is not given; `action.yml` declares the same. */
  readonly default: string;
  /** Returns the value, or throws an Error that says what is allowed and what it got. */
  readonly read: (text: string) => T;
  /** Removes white space around the text, where that is not all of it. */
  readonly trim?: (text: string) => string;
  /** What to write in place of an expression that may be empty, where the default is the more dangerous value. */
  readonly ifEmpty?: string;
}

const all = operationNames;
const selecting = operationsWhere(({ selects }) => selects === 'one' || selects === 'some');
const changing = operationsWhere(({ access }) => access === 'write');

/** The inputs, each with one row: the parser, `action.yml` and the README are held to it. */
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
    ifEmpty: "${{ inputs.older-than || '0m' }}",
  },
  keep: { for: ['delete'], default: '0', read: toWholeNumber(0), ifEmpty: '${{ inputs.keep || 0 }}' },
  body: { for: ['create', 'patch', 'sync'], default: '', read: toText },
  'body-file': { for: ['create', 'patch', 'sync', 'export'], default: '', read: toText },
  'output-file': { for: all, default: '', read: toText },
  'include-workflows': { for: ['delete', 'sync'], default: 'false', read: toOneOf(['false', 'true', 'shared']) },
  'if-not-found': { for: selecting, default: '', read: optional(toOneOf(['error', 'warn', 'ignore'])) },
  'if-exists': { for: ['create'], default: 'error', read: toOneOf(['error', 'update', 'skip']) },
  prune: { for: ['sync'], default: 'false', read: toBoolean },
  'max-deletes': { for: ['delete', 'sync'], default: '', read: optional(toWholeNumber(0)) },
  'dry-run': {
    for: operationsWhere(({ access }) => access !== 'read'),
    default: 'false',
    read: toBoolean,
    ifEmpty: '${{ inputs.dry-run || false }}',
  },
  redact: { for: all, default: 'false', read: toBoolean, ifEmpty: '${{ inputs.redact || false }}' },
  label: { for: all, default: '', read: toLabel },
  comment: { for: changing, default: 'false', read: toBoolean },
  // Its default is a real token, so a value does not show whether it was given: it counts as used by all.
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

/** The environment variable in which the runner gives an input. */
export function variableOf(name: string): string {
  return `INPUT_${name.toUpperCase()}`;
}
