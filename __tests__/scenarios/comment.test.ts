import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type GithubApi, startGithubApi } from '../../local/github/index.ts';
import { type Inputs, type Run, type RunOptions, useScenario } from './scenario.ts';

const { api, sync } = useScenario();
let github: GithubApi;
beforeEach(async () => {
  github = await startGithubApi();
});
afterEach(async () => {
  await github[Symbol.asyncDispose]();
});

/** What a pull request shows for a file. */
function plan(text: string, inputs: Inputs = {}, options: RunOptions = {}): Promise<Run> {
  const repository = { GITHUB_REPOSITORY: 'octo/devices', GITHUB_API_URL: github.url, GITHUB_WORKFLOW: 'webhooks' };
  return sync(
    text,
    { 'dry-run': true, comment: true, 'github-token': 'ghs_loopback', ...inputs },
    {
      event: { name: 'pull_request', payload: { pull_request: { number: 7 } } },
      ...options,
      env: { ...repository, ...options.env },
    },
  );
}

const CHANGES = 'webhooks:\n  - name: orders\n    basicAuthPassword: ${PASSWORD}\n';
const env = { PASSWORD: 'password-from-env' };

test('the comment is written once and kept up to date', async () => {
  const first = await plan(CHANGES, {}, { env });
  expect(first.exitCode).toBe(0);
  expect(github.comments).toHaveLength(1);
  expect(github.comments[0]?.body).toContain('1 to create');
  expect(github.comments[0]?.body).toContain('orders');
  expect(github.comments[0]?.body).not.toContain('password-from-env');
  await plan('webhooks:\n  - name: other\n');
  expect(github.comments).toHaveLength(1);
  expect(github.comments[0]?.body).toContain('other');
  expect(github.requests.every(({ authorization }) => authorization === 'token ghs_loopback')).toBe(true);
});

test('no comment is created if nothing changes, and an earlier one then says so', async () => {
  api.addWebhook({ name: 'orders' });
  await plan('webhooks:\n  - name: orders\n');
  expect(github.comments).toEqual([]);
  await plan('webhooks:\n  - name: orders\n    responseCode: 201\n');
  await plan('webhooks:\n  - name: orders\n');
  expect(github.comments).toHaveLength(1);
  expect(github.comments[0]?.body).toContain('1 unchanged');
});

test('each job, label, and application has its own comment', async () => {
  const step: Inputs = { operation: 'create', body: 'name: orders', 'body-file': undefined };
  await plan('', step);
  await plan('', step, { env: { GITHUB_WORKFLOW: undefined, GITHUB_JOB: undefined } });
  await plan('', { ...step, 'application-id': api.addApplication() });
  for (const id of ['__run_2', '__run_3'])
    await plan('', { ...step, label: 'production' }, { env: { GITHUB_ACTION: id } });
  await plan('', step);
  expect(github.comments).toHaveLength(4);
  expect(github.comments.at(-1)?.body).toContain('### Losant webhooks · production · create (plan)');
});

test('a run with an invalid body or invalid inputs updates the comment, which names the commit and the run', async () => {
  const head = { sha: 'a'.repeat(40) };
  const event = { name: 'pull_request', payload: { pull_request: { number: 7, head } } };
  await plan('webhooks:\n  - name: orders\n', {}, { event });
  expect(github.comments[0]?.body).toContain('1 to create');
  await plan('webhooks:\n  - nmae: orders\n', {}, { event });
  expect(github.comments[0]?.body).toContain('**Invalid body**');
  await plan('webhooks: []', { timeout: 'soon' }, { event });
  expect(github.comments).toHaveLength(1);
  expect(github.comments[0]?.body).toContain('timeout must be a whole number');
  expect(github.comments[0]?.body).toContain(
    `[<code>aaaaaaa</code>](https://github.com/octo/devices/commit/${head.sha})`,
  );
  expect(github.comments[0]?.body).toMatch(
    /\[run \d+\]\(https:\/\/github\.com\/octo\/devices\/actions\/runs\/\d+\/attempts\/1\)/,
  );
});

test("somebody else's comment is never updated", async () => {
  await plan(CHANGES, {}, { env });
  const [own] = github.comments.splice(0);
  const forged = github.addComment('mallory', own?.body ?? '');
  await plan(CHANGES, {}, { env });
  expect(github.comments).toHaveLength(2);
  expect(forged.body).toBe(own?.body);
  expect(github.comments[1]?.author).toBe('github-actions[bot]');
});

test('the earlier comment is found on a later page', async () => {
  for (let index = 0; index < 130; index += 1) github.addComment('someone', `comment ${index}`);
  await plan(CHANGES, {}, { env });
  await plan(CHANGES, {}, { env });
  expect(github.comments).toHaveLength(131);
});

test.each([
  ['read-only', 'pull-requests: write'],
  ['broken', 'could not be written'],
] as const)('a comment that fails because GitHub is %s is a warning, and the step succeeds', async (mode, message) => {
  github.mode = mode;
  const run = await plan(CHANGES, {}, { env });
  expect(run.exitCode).toBe(0);
  expect(run.outputs['changed']).toBe('true');
  expect(run.annotations).toMatchObject([{ type: 'warning', message: expect.stringContaining(message) }]);
});

test('a comment to a GitHub that never responds is a warning after ten seconds', async () => {
  github.mode = 'silent';
  const run = await plan(CHANGES, {}, { env });
  expect(run.exitCode).toBe(0);
  expect(run.annotations).toMatchObject([{ type: 'warning', message: expect.stringContaining('within 10 s') }]);
});

test('outside a pull request, the log says that there is no comment', async () => {
  const run = await plan(CHANGES, {}, { env, event: { name: 'push', payload: {} } });
  expect(run.exitCode).toBe(0);
  expect(run.log).toContain('does not belong to a pull request');
  expect(github.requests).toEqual([]);
});

test('the comment on a failed plan says why it failed', async () => {
  api.addWebhook({ name: 'unlisted' });
  const run = await plan(CHANGES, { prune: true }, { env });
  expect(run.exitCode).toBe(1);
  expect(github.comments[0]?.body).toContain('Too many deletes');
});

test('hostile names have no effect in a comment', async () => {
  api.addWebhook({ name: '@octo/everyone <img src=x> [a](b) | `x` <!-- -->' });
  await plan('webhooks: []\n', {
    'body-file': undefined,
    body: '{"webhooks":[{"name":"@octo/everyone <img src=x> [a](b) | `x` <!-- -->","responseCode":201}]}',
  });
  const body = github.comments[0]?.body ?? '';
  for (const text of ['@octo', '<img', '[a]', '`x`']) expect(body).not.toContain(text);
});
