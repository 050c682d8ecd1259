import { expect, test } from '@jest/globals';
import { userAgent } from '../../src/runner/origin.ts';
import { version } from '../../src/version.ts';

const long = 'x'.repeat(101);

test.each<[NodeJS.ProcessEnv, string]>([
  [{}, ''],
  [{ GITHUB_REPOSITORY: 'octo/my.repo_1-x', GITHUB_RUN_ID: '12' }, ' (octo/my.repo_1-x; run 12)'],
  [{ GITHUB_REPOSITORY: 'octo/x' }, ' (octo/x)'],
  [{ GITHUB_RUN_ID: '12' }, ' (run 12)'],
  [{ GITHUB_REPOSITORY: 'octo', GITHUB_RUN_ID: '1x' }, ''],
  [{ GITHUB_REPOSITORY: 'a b/c', GITHUB_RUN_ID: 'x1' }, ''],
  [{ GITHUB_REPOSITORY: 'octo/c d', GITHUB_RUN_ID: '' }, ''],
  [{ GITHUB_REPOSITORY: `${long}/x`, GITHUB_RUN_ID: '1'.repeat(21) }, ''],
  [{ GITHUB_REPOSITORY: `x/${long}` }, ''],
])('the user agent of %j', (environment, details) => {
  expect(userAgent(environment)).toBe(`losant-webhook-action/${version}${details}`);
});
