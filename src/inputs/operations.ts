import type { ApiCall } from '../losant/token.ts';

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
  /** The inputs that it uses, apart from those that every operation uses. */
  readonly inputs: readonly string[];
  /** Inputs whose form it checks, although they have no effect. */
  readonly accepts?: readonly string[];
}

const CALLING = ['application-id', 'api-token', 'api-url', 'timeout', 'retries', 'concurrency'] as const;

const SELECTING = ['webhook-id', 'webhook-name', 'if-not-found'] as const;
const BODY = ['body', 'body-file', 'variables'] as const;
const CHANGING = ['dry-run', 'expected-changes', 'comment'] as const;
const DELETING = ['include-workflows', 'max-deletes'] as const;
const SYNCING = [...CALLING, 'webhook-name', 'prune', ...DELETING, ...CHANGING] as const;

/** The operations, one row each. */
const operationTable = {
  get: {
    access: 'read',
    selects: 'one',
    unmatchedGlob: 'error',
    calls: { 'by id': ['webhook.get'], 'by name': ['webhooks.get'] },
    inputs: [...CALLING, ...SELECTING],
  },
  list: {
    access: 'read',
    selects: 'all',
    calls: { '': ['webhooks.get'] },
    inputs: [...CALLING, 'webhook-name', 'older-than'],
  },
  create: {
    access: 'write',
    selects: 'none',
    calls: {
      '': ['webhooks.get', 'webhooks.post'],
      '`if-exists: update`': ['webhooks.get', 'webhooks.post', 'webhook.patch'],
    },
    inputs: [...CALLING, ...BODY, 'if-exists', ...CHANGING],
  },
  patch: {
    access: 'write',
    selects: 'some',
    unmatchedGlob: 'warn',
    calls: { 'by id': ['webhook.get', 'webhook.patch'], 'by name': ['webhooks.get', 'webhook.patch'] },
    inputs: [...CALLING, ...SELECTING, ...BODY, ...CHANGING],
  },
  delete: {
    access: 'write',
    selects: 'some',
    calls: {
      'by id': ['webhook.get', 'webhook.delete'],
      'by name': ['webhooks.get', 'webhook.delete'],
      '`include-workflows: true`, by name': ['webhooks.get', 'webhook.delete', 'flows.get'],
    },
    inputs: [...CALLING, ...SELECTING, 'older-than', 'keep', ...DELETING, ...CHANGING],
  },
  sync: {
    access: 'write',
    selects: 'all',
    calls: {
      '': ['webhooks.get', 'webhooks.post', 'webhook.patch'],
      '`prune: true`': ['webhooks.get', 'webhooks.post', 'webhook.patch', 'webhook.delete'],
    },
    inputs: [...BODY, 'environment', ...SYNCING],
  },
  export: {
    access: 'file',
    selects: 'all',
    calls: { '': ['webhooks.get'] },
    inputs: [...CALLING, 'webhook-name', 'body-file', 'variables', 'environment', 'dry-run'],
  },
  // The same step can check a pull request and apply it later, so it accepts what sync does.
  validate: { access: 'none', selects: 'none', calls: {}, inputs: [...BODY, 'environment'], accepts: SYNCING },
} as const satisfies Record<string, OperationRow>;

export type OperationName = keyof typeof operationTable;
/** An input that only some operations use. */
export type OwnInput = (typeof operationTable)[OperationName]['inputs'][number];

export const operationNames = Object.keys(operationTable).filter(isOperationName);

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operationTable, name);
}

export function operationRow(name: OperationName): OperationRow {
  return operationTable[name];
}
