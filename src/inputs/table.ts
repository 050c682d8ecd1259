/** The operations and the inputs, one row each. The parser follows from them, and tests compare `action.yml` and the README. */
import type { ApiCall } from '../losant/token.ts';
import { trimPattern } from '../patterns.ts';
import * as values from './values.ts';

/** An operation. Everything that depends on the operation is in its row. */
export interface OperationRow {
  /** `write` changes webhooks, `file` writes a file, `none` sends no requests. Unless it is `write`, only GET may be sent. */
  readonly access: 'none' | 'read' | 'write' | 'file';
  /** How many webhooks it selects: `one` and `some` require `webhook-id` or `webhook-name`, `all` may be narrowed by name. */
  readonly selects: 'none' | 'one' | 'some' | 'all';
  /** What happens if a glob matches nothing, unless `if-not-found` says otherwise; without it, nothing. */
  readonly unmatchedGlob?: 'error' | 'warn';
  /** The API calls it makes and when, from which the scopes it needs follow. */
  readonly calls: Readonly<Record<string, readonly ApiCall[]>>;
  /** The operation whose inputs it checks the form of, although they have no effect. */
  readonly accepts?: 'sync';
}

const operationTable = {
  get: {
    access: 'read',
    selects: 'one',
    unmatchedGlob: 'error',
    calls: { 'by id': ['webhook.get'], 'by name': ['webhooks.get'] },
  },
  list: { access: 'read', selects: 'all', calls: { '': ['webhooks.get'] } },
  create: {
    access: 'write',
    selects: 'none',
    calls: {
      '': ['webhooks.get', 'webhooks.post'],
      '`if-exists: update`': ['webhooks.get', 'webhooks.post', 'webhook.patch'],
    },
  },
  patch: {
    access: 'write',
    selects: 'some',
    unmatchedGlob: 'warn',
    calls: { 'by id': ['webhook.get', 'webhook.patch'], 'by name': ['webhooks.get', 'webhook.patch'] },
  },
  delete: {
    access: 'write',
    selects: 'some',
    calls: {
      'by id': ['webhook.get', 'webhook.delete'],
      'by name': ['webhooks.get', 'webhook.delete'],
      '`include-workflows: true`, by name': ['webhooks.get', 'webhook.delete', 'flows.get'],
    },
  },
  sync: {
    access: 'write',
    selects: 'all',
    calls: {
      '': ['webhooks.get', 'webhooks.post', 'webhook.patch'],
      '`prune: true`': ['webhooks.get', 'webhooks.post', 'webhook.patch', 'webhook.delete'],
    },
  },
  export: { access: 'file', selects: 'all', calls: { '': ['webhooks.get'] } },
  // The same step can check a pull request and apply it later, so it accepts what sync does.
  validate: { access: 'none', selects: 'none', calls: {}, accepts: 'sync' },
} as const satisfies Record<string, OperationRow>;

export type OperationName = keyof typeof operationTable;

export const operationNames = Object.keys(operationTable).filter(isOperationName);

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operationTable, name);
}

export function operationRow(name: OperationName): OperationRow {
  return operationTable[name];
}

/** What other tools call the operations. */
const OPERATION_SYNONYMS: Readonly<Record<string, OperationName>> = {
  ...{ read: 'get', show: 'get', fetch: 'get', ls: 'list', find: 'list', search: 'list' },
  ...{ add: 'create', new: 'create', post: 'create', insert: 'create', remove: 'delete', destroy: 'delete' },
  ...{ update: 'patch', modify: 'patch', edit: 'patch', put: 'patch', set: 'patch', change: 'patch' },
  ...{ apply: 'sync', deploy: 'sync', import: 'sync', dump: 'export', backup: 'export', download: 'export' },
  ...{ check: 'validate', lint: 'validate', verify: 'validate', test: 'validate' },
};

/** The operations that use the inputs of a group. */
const CALLING: readonly OperationName[] = ['get', 'list', 'create', 'patch', 'delete', 'sync', 'export'];
const SELECTING: readonly OperationName[] = ['get', 'patch', 'delete'];
const SETTING: readonly OperationName[] = ['create', 'patch', 'sync', 'validate'];
const FILING: readonly OperationName[] = ['create', 'patch', 'sync', 'export', 'validate'];
const CHANGING: readonly OperationName[] = ['create', 'patch', 'delete', 'sync'];
const DELETING: readonly OperationName[] = ['delete', 'sync'];

/** An input. */
export interface InputRow<T> {
  /** The value if it is not given. `action.yml` declares the same. */
  readonly default: string;
  /** Returns the value, or throws an Error that says what is allowed and what it got. */
  readonly read: (text: string) => T;
  /** The operations that use it, in the order of their table. */
  readonly users: readonly OperationName[];
  /** Removes surrounding white space, if some of it is significant. */
  readonly trim?: (text: string) => string;
  /** How to fix an empty value. It is refused where the default is the more dangerous value. */
  readonly ifEmpty?: string;
  /** How to fix a missing value, if every operation that uses the input needs one. */
  readonly ifMissing?: string;
}

const rows = {
  operation: { default: '', read: values.toOneOf(operationNames, OPERATION_SYNONYMS), users: operationNames },
  'application-id': {
    ...{ default: '', read: values.toApplicationId, users: CALLING },
    ifMissing: 'If it comes from a variable or a secret, check that it exists in this repository or environment',
  },
  'api-token': {
    ...{ default: '', read: values.toToken, users: CALLING, trim: values.bareToken },
    ifMissing:
      'If it comes from a secret, check that the secret exists in this repository or environment: runs of forks and of Dependabot get no secrets',
  },
  'webhook-id': { default: '', read: values.toIds, users: SELECTING },
  'webhook-name': {
    ...{ default: '', read: values.toPatterns, trim: trimPattern },
    users: ['get', 'list', 'patch', 'delete', 'sync', 'export'],
  },
  'older-than': {
    ...{ default: '0m', read: values.toDuration, users: ['list', 'delete'] },
    ifEmpty: "Write ${{ inputs.older-than || '0m' }}",
  },
  keep: {
    ...{ default: '0', read: values.toWholeNumber(0), users: ['delete'] },
    ifEmpty: 'Write ${{ inputs.keep || 0 }}',
  },
  // Its leading white space may be the indentation of YAML.
  body: { default: '', read: values.toText, users: SETTING, trim: (text) => text.trimEnd() },
  'body-file': { default: '', read: values.toText, users: FILING },
  variables: { default: '', read: values.optional(values.toNames), users: FILING },
  environment: { default: '', read: values.optional(values.toText), users: ['sync', 'export', 'validate'] },
  'output-file': { default: '', read: values.toText, users: operationNames },
  'include-workflows': { default: 'false', read: values.toOneOf(['false', 'true', 'shared']), users: DELETING },
  'if-not-found': { default: '', read: values.optional(values.toOneOf(['error', 'warn', 'ignore'])), users: SELECTING },
  'if-exists': { default: 'error', read: values.toOneOf(['error', 'update', 'skip']), users: ['create'] },
  prune: { default: 'false', read: values.toBoolean, users: ['sync'] },
  'max-deletes': { default: '', read: values.optional(values.toWholeNumber(0)), users: DELETING },
  'expected-changes': {
    ...{ default: 'any', read: values.toText, users: CHANGING },
    ifEmpty:
      "It may also be an output that exceeds GitHub's limit, or that GitHub dropped because it contains a masked value: pass the plan's output-file instead",
  },
  'dry-run': {
    ...{ default: 'false', read: values.toBoolean, users: [...CHANGING, 'export'] },
    ifEmpty: 'Write ${{ inputs.dry-run || false }}',
  },
  redact: {
    ...{ default: 'false', read: values.toBoolean, users: operationNames },
    ifEmpty: 'Write ${{ inputs.redact || false }}',
  },
  label: { default: '', read: values.toLabel, users: operationNames },
  comment: { default: 'false', read: values.toComment, users: CHANGING },
  // The default is a real token, so the value does not show whether the input was given: every operation accepts it.
  'github-token': { default: '', read: values.toText, users: operationNames },
  'api-url': { default: 'https://api.losant.com', read: values.toApiUrl, users: CALLING },
  timeout: { default: '30', read: values.toWholeNumber(1, 3600), users: CALLING },
  retries: { default: '4', read: values.toWholeNumber(0, 10), users: CALLING },
  concurrency: { default: '4', read: values.toWholeNumber(1, 16), users: CALLING },
} as const satisfies Record<string, InputRow<unknown>>;

export type InputName = keyof typeof rows;
/** The type of each input's value. */
export type InputValues = { readonly [N in InputName]: ReturnType<(typeof rows)[N]['read']> };

export const inputTable: { readonly [N in InputName]: InputRow<InputValues[N]> } = rows;

export const inputNames = Object.keys(inputTable).filter(isInputName);

export function isInputName(name: string): name is InputName {
  return Object.hasOwn(inputTable, name);
}

/** The environment variable that the runner sets for an input. */
export function inputVariable(name: string): string {
  return `INPUT_${name.toUpperCase()}`;
}
