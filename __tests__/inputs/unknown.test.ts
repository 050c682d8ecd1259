import { expect, test } from '@jest/globals';
import { inputNames } from '../../src/inputs/table.ts';
import { unknownInputs } from '../../src/inputs/unknown.ts';

test.each([
  ['DRY_RUN', 'dry-run'],
  ['DRYRUN', 'dry-run'],
  ['DRY-RUNS', 'dry-run'],
  ['DRAY-RUN', 'dry-run'],
  ['MAX_DELETES', 'max-deletes'],
  ['MAX-DELETE', 'max-deletes'],
  ['MAXIMUM-DELETES', null],
  ['WEBHOOKID', 'webhook-id'],
  ['WEBHOOK-IDS', 'webhook-id'],
  ['WEBHOOK-NAMES', 'webhook-name'],
  ['INCLUDE-WORKFLOW', 'include-workflows'],
  ['APPLICATION_ID', 'application-id'],
  ['APLICATION-ID', 'application-id'],
  ['API_TOKEN', 'api-token'],
  ['OLDER_THEN', 'older-than'],
  ['BODY_FILE', 'body-file'],
  ['TIME-OUT', 'timeout'],
  ['PRUNES', 'prune'],
  ['BODY-FI', 'body-file'],
  ['PRUNE-ME', null],
  ['KEEPS', null],
  ['PURGE', null],
  ['TOKEN', null],
  ['NAME', null],
  ['ID', null],
  ['BODIES', null],
  ['NODE-VERSION', null],
  ['', null],
])('INPUT_%s means %s', (name, meant) => {
  const problems = unknownInputs({ [`INPUT_${name}`]: 'x' });
  expect(problems).toEqual(
    meant === null ? [] : [`there is no input "${name.toLowerCase()}": "${meant}" is meant, as it seems`],
  );
});

test('known inputs, and variables that are no inputs, are left alone', () => {
  const known = inputNames.map((name) => [`INPUT_${name.toUpperCase()}`, 'x']);
  expect(
    unknownInputs({ ...Object.fromEntries(known), DRY_RUN: 'x', MY_INPUT_DRY_RUN: 'x', OTHER_DRY_RUN: 'x' }),
  ).toEqual([]);
});
