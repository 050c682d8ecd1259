import { expect, test } from '@jest/globals';
import { prepare } from '../../src/operations/prepare.ts';
import { defaults } from '../support/defaults.ts';
import { inputVariables } from '../support/input-variables.ts';
import { byIds, named } from './planned.ts';

const given = { 'application-id': defaults.applicationId, 'api-token': 'opaque' };
const file = { operation: 'sync', body: '{"webhooks": []}' };

test.each<[string, Readonly<Record<string, string>>, number, boolean]>([
  ['none for a sync', file, 0, false],
  ['one for a name', { operation: 'delete', ...named('a*') }, 1, false],
  ['as many as there are ids', { operation: 'delete', ...byIds('123') }, 3, false],
  ['what max-deletes says', { ...file, 'max-deletes': '7' }, 7, true],
  ['what max-deletes says, for ids too', { operation: 'delete', ...byIds('123'), 'max-deletes': '0' }, 0, true],
])('the number of deletes that a run may make is %s', async (_case, inputs, maxDeletes, isMaxDeletesGiven) => {
  const { limits } = await prepare(inputVariables({ ...given, ...inputs }));
  expect(limits).toMatchObject({ maxDeletes, isMaxDeletesGiven });
});
