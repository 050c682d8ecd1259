import { expect, test } from '@jest/globals';
import { helpLink } from '../../src/runner/help.ts';

const environment = {
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_ACTION_REPOSITORY: 'o/r',
  GITHUB_ACTION_REF: 'v1',
};

test('an error links to its heading in the documentation of the running version', () => {
  expect(helpLink("isWebsocket can't be set", environment)).toBe(
    'https://github.com/o/r/blob/v1/docs/troubleshooting.md#iswebsocket-cant-be-set',
  );
});

test.each<[string, NodeJS.ProcessEnv]>([
  ['Cancelled', environment],
  ['Unexpected error', environment],
  ['Not found', {}],
  ['Not found', { ...environment, GITHUB_ACTION_REF: '' }],
  ['Not found', { ...environment, GITHUB_ACTION_REPOSITORY: '' }],
])('an error has no link without a heading or a version: %s, %j', (title, given) => {
  expect(helpLink(title, given)).toBeNull();
});
