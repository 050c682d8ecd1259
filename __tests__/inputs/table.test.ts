import { expect, test } from '@jest/globals';
import { changesWebhooks, type OperationName, onlyReads } from '../../src/inputs/table.ts';

test.each<[OperationName, 'changes webhooks' | 'only reads' | 'writes a file']>([
  ['get', 'only reads'],
  ['list', 'only reads'],
  ['create', 'changes webhooks'],
  ['patch', 'changes webhooks'],
  ['delete', 'changes webhooks'],
  ['sync', 'changes webhooks'],
  ['export', 'writes a file'],
])('%s %s', (operation, does) => {
  expect(changesWebhooks(operation)).toBe(does === 'changes webhooks');
  expect(onlyReads(operation)).toBe(does === 'only reads');
});
