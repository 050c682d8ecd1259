import { describe, expect, test } from '@jest/globals';
import {
  type InputName,
  inputNames,
  inputTable,
  type OperationRow,
  operationNames,
  operationRow,
} from '../../src/inputs/table.ts';

describe('the tables of operations and inputs', () => {
  test.each(inputNames.filter((name) => !['operation', 'application-id', 'api-token'].includes(name)))(
    'have a default for %s that its own reader accepts',
    (name) => {
      const { read, default: fallback } = inputTable[name];
      expect(() => read(fallback)).not.toThrow();
    },
  );

  test.each<[InputName, string, (row: OperationRow) => boolean]>([
    ['webhook-id', 'need a selection', ({ selects }) => selects === 'one' || selects === 'some'],
    ['webhook-name', 'select webhooks', ({ selects }) => selects !== 'none'],
    ['comment', 'change webhooks', ({ access }) => access === 'write'],
    ['dry-run', 'change webhooks or a file', ({ access }) => access === 'write' || access === 'file'],
    ['redact', 'exist', () => true],
  ])('say that %s is used by all operations that %s', (name, _, isLikeThis) => {
    for (const operation of operationNames)
      expect([operation, inputTable[name].users.includes(operation)]).toEqual([
        operation,
        isLikeThis(operationRow(operation)),
      ]);
  });
});
