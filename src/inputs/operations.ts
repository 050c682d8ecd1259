import type { ApiCall } from '../losant/token.ts';

/** An operation. Everything that depends on the operation is in its row. */
export interface OperationRow {
  /** `write` changes webhooks, `file` writes a file. Unless it is `write`, only GET requests may be sent. */
  readonly access: 'read' | 'write' | 'file';
  /** How many webhooks it selects: `one` and `some` require `webhook-id` or `webhook-name`, `all` may be narrowed by name. */
  readonly selects: 'none' | 'one' | 'some' | 'all';
  /** What happens if a glob matches nothing, unless `if-not-found` says otherwise. */
  readonly unmatchedGlob: 'error' | 'warn' | 'ignore';
  /** The API calls it makes and when, from which the scopes it needs follow. */
  readonly calls: Readonly<Record<string, readonly ApiCall[]>>;
  /** The inputs that it uses, apart from those that every operation uses. */
  readonly inputs: readonly string[];
}

const SELECTING = ['webhook-id', 'webhook-name', 'if-not-found'] as const;
const BODY = ['body', 'body-file', 'variables'] as const;
const CHANGING = ['dry-run', 'expected-changes', 'comment'] as const;
const DELETING = ['include-workflows', 'max-deletes'] as const;

/** The operations, one row each. */
const operationTable = {
  get: {
    access: 'read',
    selects: 'one',
    unmatchedGlob: 'error',
    calls: { 'by id': ['webhook.get'], 'by name': ['webhooks.get'] },
    inputs: SELECTING,
  },
  list: {
    access: 'read',
    selects: 'all',
    unmatchedGlob: 'ignore',
    calls: { '': ['webhooks.get'] },
    inputs: ['webhook-name', 'older-than'],
  },
  create: {
    access: 'write',
    selects: 'none',
    unmatchedGlob: 'ignore',
    calls: {
      '': ['webhooks.get', 'webhooks.post'],
      '`if-exists: update`': ['webhooks.get', 'webhooks.post', 'webhook.patch'],
    },
    inputs: [...BODY, 'if-exists', ...CHANGING],
  },
  patch: {
    access: 'write',
    selects: 'some',
    unmatchedGlob: 'warn',
    calls: { 'by id': ['webhook.get', 'webhook.patch'], 'by name': ['webhooks.get', 'webhook.patch'] },
    inputs: [...SELECTING, ...BODY, ...CHANGING],
  },
  delete: {
    access: 'write',
    selects: 'some',
    unmatchedGlob: 'ignore',
    calls: {
      'by id': ['webhook.get', 'webhook.delete'],
      'by name': ['webhooks.get', 'webhook.delete'],
      '`include-workflows: true`, by name': ['webhooks.get', 'webhook.delete', 'flows.get'],
    },
    inputs: [...SELECTING, 'older-than', 'keep', ...DELETING, ...CHANGING],
  },
  sync: {
    access: 'write',
    selects: 'all',
    unmatchedGlob: 'ignore',
    calls: {
      '': ['webhooks.get', 'webhooks.post', 'webhook.patch'],
      '`prune: true`': ['webhooks.get', 'webhooks.post', 'webhook.patch', 'webhook.delete'],
    },
    inputs: [...BODY, 'environment', 'webhook-name', 'prune', ...DELETING, ...CHANGING],
  },
  export: {
    access: 'file',
    selects: 'all',
    unmatchedGlob: 'ignore',
    calls: { '': ['webhooks.get'] },
    inputs: ['webhook-name', 'body-file', 'variables', 'environment', 'dry-run'],
  },
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
