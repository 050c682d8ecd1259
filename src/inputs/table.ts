/**
 * The table of operations and inputs: what the parser accepts, what `action.yml` declares and what the README shows are
 * held to it by a test.
 */

export const operationNames = ['get', 'list', 'create', 'patch', 'delete', 'sync', 'export'] as const;
export type OperationName = (typeof operationNames)[number];

interface Input {
  /** The operations that use it. */
  readonly for: readonly OperationName[];
  /** What stands for "not given". */
  readonly default: string;
}

const all = operationNames;
const changing = ['create', 'patch', 'delete', 'sync'] as const;
const selecting = ['get', 'patch', 'delete'] as const;
const withBody = ['create', 'patch', 'sync'] as const;
const deleting = ['delete', 'sync'] as const;

export const inputTable = {
  operation: { for: all, default: '' },
  'application-id': { for: all, default: '' },
  'api-token': { for: all, default: '' },
  'webhook-id': { for: selecting, default: '' },
  'webhook-name': { for: ['get', 'list', 'patch', 'delete', 'sync', 'export'], default: '' },
  'older-than': { for: ['list', 'delete'], default: '' },
  keep: { for: ['delete'], default: '0' },
  body: { for: withBody, default: '' },
  'body-file': { for: [...withBody, 'export'], default: '' },
  variables: { for: [...withBody, 'export'], default: '' },
  environment: { for: ['sync', 'export'], default: '' },
  'output-file': { for: all, default: '' },
  'include-workflows': { for: deleting, default: 'false' },
  'if-not-found': { for: selecting, default: '' },
  'if-exists': { for: ['create'], default: 'error' },
  prune: { for: ['sync'], default: 'false' },
  'max-deletes': { for: deleting, default: '' },
  'dry-run': { for: [...changing, 'export'], default: 'false' },
  redact: { for: all, default: 'false' },
  comment: { for: changing, default: 'false' },
  // Its default is a real token, so being given tells nothing: it counts as used everywhere.
  'github-token': { for: all, default: '' },
  'api-url': { for: all, default: 'https://api.losant.com' },
  timeout: { for: all, default: '30' },
  retries: { for: all, default: '4' },
  concurrency: { for: all, default: '4' },
} as const satisfies Record<string, Input>;

export type InputName = keyof typeof inputTable;

export const inputNames = Object.keys(inputTable).filter(isInputName);

export function isInputName(name: string): name is InputName {
  return Object.hasOwn(inputTable, name);
}

export function isOperationName(name: string): name is OperationName {
  return operationNames.some((operation) => operation === name);
}

export function usesInput(operation: OperationName, name: InputName): boolean {
  const input: Input = inputTable[name];
  return input.for.includes(operation);
}

/** Whether the operation changes webhooks: for all others, nothing but GET may be sent. */
export function changesWebhooks(operation: OperationName): boolean {
  return changing.some((name) => name === operation);
}

/** Whether the operation only reads: there is no plan to report, only webhooks. */
export function onlyReads(operation: OperationName): boolean {
  return operation === 'get' || operation === 'list';
}
