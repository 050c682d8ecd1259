import { describe, expect, test } from '@jest/globals';
import { operationNames } from '../../src/inputs/operations.ts';
import { inputNames, inputTable, usesInput } from '../../src/inputs/table.ts';

describe('the tables of operations and inputs', () => {
  test.each(inputNames.filter((name) => !['operation', 'application-id', 'api-token'].includes(name)))(
    'have a default for %s that its own reader accepts',
    (name) => {
      const { read, default: fallback } = inputTable[name];
      expect(() => read(fallback)).not.toThrow();
    },
  );

  test.each([
    ['webhook-id', 'get, patch, delete'],
    ['webhook-name', 'get, list, patch, delete, sync, export'],
    ['comment', 'create, patch, delete, sync'],
    ['dry-run', 'create, patch, delete, sync, export'],
    ['redact', 'get, list, create, patch, delete, sync, export'],
  ] as const)('say that %s is used by %s', (name, users) => {
    expect(operationNames.filter((operation) => usesInput(operation, name)).join(', ')).toBe(users);
  });
});
