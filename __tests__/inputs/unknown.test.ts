import { expect, test } from '@jest/globals';
import { inputNames, inputVariable } from '../../src/inputs/table.ts';
import { unknownInputs } from '../../src/inputs/unknown.ts';

test.each([
  ['DRY_RUN', 'dry-run'],
  ['DRYRUN', 'dry-run'],
  ['DRY-RUNS', 'dry-run'],
  ['DRAY-RUN', 'dry-run'],
  ['PREVIEW', 'dry-run'],
  ['PLAN', 'dry-run'],
  ['TEST', 'dry-run'],
  ['NO-OP', 'dry-run'],
  ['MAX_DELETES', 'max-deletes'],
  ['WEBHOOKID', 'webhook-id'],
  ['WEBHOOK-NAMES', 'webhook-name'],
  ['NAME', 'webhook-name'],
  ['TOKEN', 'api-token'],
  ['INCLUDE-WORKFLOW', 'include-workflows'],
  ['APLICATION-ID', 'application-id'],
  ['OLDER_THEN', 'older-than'],
  ['BODY-FI', 'body-file'],
  ['TIME-OUT', 'timeout'],
])('INPUT_%s: suggests %s', (name, meant) => {
  expect(unknownInputs({ [`INPUT_${name}`]: 'x' })).toEqual([
    `unknown input "${name.toLowerCase()}" (environment variable INPUT_${name}): did you mean "${meant}"?`,
  ]);
});

test.each([
  ['LABLE', '"lable" (environment variable INPUT_LABLE): did you mean "label"?'],
  ['ENABLED', '"enabled" (environment variable INPUT_ENABLED): it is a field of a webhook, so it belongs in body'],
  ['RESPONSECODE', /: it is a field of a webhook, so it belongs in body$/],
  ['TIMEOUT-MINUTES', /: it is a key of the step, so it belongs beside with, not in it$/],
  [
    'HUNTER2-IS-THE-PASSWORD',
    '(a key of 23 characters): remove it from with, or from env if the workflow sets it there',
  ],
])('explains INPUT_%s', (name, explanation) => {
  const [message] = unknownInputs({ [`INPUT_${name}`]: 'x' });
  if (typeof explanation === 'string') expect(message).toBe(`unknown input ${explanation}`);
  else expect(message).toMatch(explanation);
});

test.each(['TAGS', 'MAXIMUM-DELETES', 'KEEPS', 'PURGE', 'BODIES', 'NODE-VERSION', 'CONSTRUCTOR', ''])(
  'refuses INPUT_%s without a suggestion, even if it is empty',
  (name) => {
    expect(unknownInputs({ [`INPUT_${name}`]: '' })).toEqual([
      `unknown input "${name.toLowerCase()}" (environment variable INPUT_${name}): remove it from with, or from env if the workflow sets it there`,
    ]);
  },
);

test.each([
  ['ibus', 0],
  ['fcitx5', 0],
  [undefined, 1],
  ['PATCH', 1],
])("distinguishes a desktop's INPUT_METHOD=%s from an input", (value, count) => {
  expect(unknownInputs({ INPUT_METHOD: value })).toHaveLength(count);
});

test('accepts known inputs, and variables that are not inputs', () => {
  const known = Object.fromEntries(inputNames.map((name) => [inputVariable(name), 'x']));
  expect(unknownInputs({ ...known, INPUTRC: 'x', MY_INPUT_DRY_RUN: 'x', OTHER_DRY_RUN: 'x' })).toEqual([]);
});
