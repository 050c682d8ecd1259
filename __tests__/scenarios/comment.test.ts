import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type GithubApi, startGithubApi } from '../../local/github/index.ts';
import { inputsFor, runAction } from '../../local/runner/run-action.ts';
import { needs } from '../support/system.ts';
import { ends, type Inputs, messages, type Run, type RunOptions, useScenario } from './scenario.ts';

const { api, sync } = useScenario();
let github: GithubApi;
beforeEach(async () => {
  github = await startGithubApi();
});
afterEach(async () => {
  await github[Symbol.asyncDispose]();
});

let attempts = 0;

/** What a pull request shows for a file. */
function plan(text: string, inputs: Inputs = {}, options: RunOptions = {}): Promise<Run> {
  attempts += 1;
  const repository = {
    ...{ GITHUB_REPOSITORY: 'octo/devices', GITHUB_API_URL: github.url, GITHUB_WORKFLOW: 'webhooks' },
    ...{ GITHUB_RUN_ATTEMPT: String(attempts) },
  };
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

needs('signals that a program can handle', () => {
  test('a cancelled run writes no comment: the run that replaces it does', async () => {
    api.fault({}, 'hang');
    const kill = { signal: 'SIGINT', when: api.arrival({ method: 'GET' }) } as const;
    const run = await plan(CHANGES, { timeout: 3600 }, { env, kill });
    expect(messages(run)).toEqual([expect.stringContaining('cancelled')]);
    expect(github.requests).toEqual([]);
  });
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
    /\[run \d+\]\(https:\/\/github\.com\/octo\/devices\/actions\/runs\/\d+\/attempts\/\d+\)/,
  );
});

describe('the steps of one run', () => {
  const sameRun = { env: { GITHUB_RUN_ATTEMPT: '1', GITHUB_ACTION: '__composite' } };
  const patch = { operation: 'patch', 'body-file': undefined, body: 'responseCode: 201' };
  const files = { 'other.yml': 'webhooks:\n  - name: other\n' };

  test.each<[string, Inputs, Inputs]>([
    ['operation', { operation: 'create', 'body-file': undefined, body: 'name: other' }, {}],
    ['body-file', { 'body-file': 'other.yml' }, {}],
    ['webhook-name', { ...patch, 'webhook-name': 'a' }, { ...patch, 'webhook-name': 'b' }],
    ['an invalid application-id', { 'application-id': 'staging' }, { 'application-id': 'production' }],
    ['label', { label: 'staging' }, { label: 'production' }],
  ])('keep a comment each if they differ by %s, although they have the same id', async (_, one, other) => {
    for (const name of ['a', 'b']) api.addWebhook({ name });
    for (const inputs of [one, other]) {
      const run = await plan('webhooks:\n  - name: orders\n', inputs, { ...sameRun, files });
      expect(messages(run, 'warning')).toEqual([]);
    }
    expect(github.comments).toHaveLength(2);
  });

  test('share a comment if nothing tells them apart, and a warning asks for a label', async () => {
    const text = 'webhooks:\n  - name: orders\n';
    expect(messages(await plan(text, {}, sameRun), 'warning')).toEqual([]);
    const { id } = api.addWebhook({ name: 'orders' });
    const second = await plan(text, {}, sameRun);
    expect(second.exitCode).toBe(0);
    expect(messages(second, 'warning')).toEqual([expect.stringContaining('a label of its own')]);
    expect(github.comments).toMatchObject([{ body: expect.stringContaining('1 unchanged') }]);
    api.removeWebhook(id);
    const later = { env: { ...sameRun.env, GITHUB_RUN_ATTEMPT: '2' } };
    expect(messages(await plan(text, {}, later), 'warning')).toEqual([]);
    expect(github.comments).toHaveLength(1);
  });
});

describe('a comment on a pull request by its number', () => {
  const [head, merge, other] = ['a', 'b', 'c'].map((digit) => digit.repeat(40));
  const on = (name: string, payload: unknown, sha = other): RunOptions => ({
    event: { name, payload },
    env: { GITHUB_SHA: sha },
  });
  beforeEach(() => {
    github.pulls.set(12, { head: String(head), mergeCommit: String(merge) });
  });

  test.each<[string, RunOptions, string | undefined]>([
    ['a push of its merge commit', on('push', {}, merge), merge],
    ['a push of its head', on('push', {}, head), head],
    ['a workflow run of its head', on('workflow_run', { workflow_run: { head_sha: head } }), head],
    ['a schedule', on('schedule', {}), other],
    ['a manual run', on('workflow_dispatch', { inputs: {} }), other],
    ['its own event', on('pull_request', { pull_request: { number: 12, head: { sha: head } } }), head],
  ])('is written for %s, and names the commit', async (_, options, commit) => {
    const run = await plan(CHANGES, { comment: 12 }, { ...options, env: { ...env, ...options.env } });
    expect([run.exitCode, run.annotations]).toEqual([0, []]);
    expect(github.comments).toMatchObject([
      { pull: 12, body: expect.stringContaining(`/octo/devices/commit/${commit}`) },
    ]);
    expect(run.summary).toContain(`/octo/devices/commit/${commit}`);
  });

  test.each<[string, RunOptions, string]>([
    ['a push of another commit', on('push', {}), 'neither its head nor its merge commit'],
    ['a workflow run of another commit', on('workflow_run', { workflow_run: { head_sha: merge } }), 'its head is not'],
    ['another pull request', on('pull_request', { pull_request: { number: 7 } }), 'about pull request 7'],
    ['an issue', on('issues', { issue: { number: 12 } }), 'the event issues'],
    ['a release', on('release', {}, merge), 'the event release'],
  ])('is refused with a warning for %s', async (_, options, message) => {
    const run = await plan(CHANGES, { comment: 12 }, { ...options, env: { ...env, ...options.env } });
    expect([run.exitCode, run.outputs['changed']]).toEqual([0, 'true']);
    expect(messages(run, 'warning')).toEqual([expect.stringContaining(message)]);
    expect(github.comments).toEqual([]);
  });

  test('is refused for a number that is not a pull request', async () => {
    const run = await plan(CHANGES, { comment: 13 }, { ...on('schedule', {}), env });
    expect(messages(run, 'warning')).toEqual([expect.stringContaining('there is no such pull request')]);
    expect(github.comments).toEqual([]);
  });

  test('is left alone by an older run', async () => {
    const options = (number: string): RunOptions => ({
      event: { name: 'schedule', payload: {} },
      env: { ...env, GITHUB_RUN_NUMBER: number },
    });
    await plan(CHANGES, { comment: 12 }, options('10'));
    const [{ body = '' } = {}] = github.comments;
    const run = await plan('webhooks: []\n', { comment: 12 }, options('9'));
    expect(run.log).toContain('a newer run has written it');
    expect(github.comments).toMatchObject([{ body }]);
  });

  test.each(['0', '-1', '12a', '1.5', '9'.repeat(20), 'yes'])('is an invalid input for %s', async (comment) => {
    const run = await plan(CHANGES, { comment }, { ...on('schedule', {}), env });
    expect(messages(run)).toEqual([expect.stringContaining('comment must be true, false, or the number')]);
    expect(github.requests).toEqual([]);
  });

  test('is updated if another input is invalid', async () => {
    await plan(CHANGES, { comment: 12, timeout: 'soon' }, { ...on('schedule', {}), env });
    expect(github.comments).toMatchObject([{ pull: 12, body: expect.stringContaining('timeout must be') }]);
  });
});

test('an empty comment input means no comment, and the log says so', async () => {
  const run = await plan(CHANGES, { comment: '' }, { env });
  expect([run.exitCode, run.annotations]).toEqual([0, []]);
  expect(run.log).toContain('No comment: the input comment is empty');
  const without = await plan(CHANGES, { comment: false }, { env });
  expect(without.log).not.toContain('No comment');
  expect(github.requests).toEqual([]);
});

test('an operation that changes no webhooks writes no comment', async () => {
  const run = await plan('', { operation: 'list', 'body-file': undefined, 'dry-run': undefined });
  expect(messages(run)).toEqual([expect.stringContaining('comment is not used by list')]);
  expect(github.requests).toEqual([]);
});

test.each<[string, RunOptions, string]>([
  ['is not JSON', { event: { name: 'pull_request', text: '{"pull_request":' } }, 'does not contain a JSON object'],
  ['is not an object', { event: { name: 'pull_request', text: '[]' } }, 'does not contain a JSON object'],
  ['does not exist', { env: { GITHUB_EVENT_PATH: '/no/such/event.json' } }, 'ENOENT'],
  ['is not named', { env: { GITHUB_EVENT_PATH: undefined } }, 'GITHUB_EVENT_PATH is not set'],
])('an event that %s is a warning, and the change is made', async (_, options, reason) => {
  const run = await plan(CHANGES, { 'dry-run': false }, { ...options, env: { ...env, ...options.env } });
  expect([run.exitCode, ends(run)]).toEqual([0, ['create applied']]);
  expect(messages(run, 'warning')).toEqual([
    expect.stringContaining('No comment was written: the event cannot be read ('),
  ]);
  expect(messages(run, 'warning')[0]).toContain(reason);
  expect(github.requests).toEqual([]);
  const quiet = await plan(CHANGES, { comment: false }, { ...options, env: { ...env, ...options.env } });
  expect(messages(quiet, 'warning').join()).not.toContain('event');
});

test('outputs that cannot be set do not keep the comment from being written, which says so', async () => {
  const { id } = api.addWebhook({ name: 'orders' });
  const inputs: Inputs = { operation: 'patch', 'webhook-id': id, body: 'enabled: true', comment: true };
  const run = await runAction(
    { ...inputsFor(api), ...inputs, 'github-token': 'ghs_loopback' },
    {
      event: { name: 'pull_request', payload: { pull_request: { number: 7 } } },
      env: { GITHUB_REPOSITORY: 'octo/devices', GITHUB_API_URL: github.url, GITHUB_OUTPUT: '/no/such/file' },
    },
  );
  expect(run.exitCode).toBe(1);
  expect(run.annotations).toMatchObject([{ type: 'error', title: 'Outputs not set' }]);
  expect(run.summary).toContain('Nothing to do');
  expect(github.comments).toMatchObject([{ body: expect.stringContaining('**Outputs not set**') }]);
});

test('a summary that cannot be written does not keep the comment from being updated', async () => {
  const run = await plan(CHANGES, {}, { env: { ...env, GITHUB_STEP_SUMMARY: '/no/such/file' } });
  expect(messages(run, 'warning')).toEqual([expect.stringContaining('The job summary was not written')]);
  expect(github.comments).toHaveLength(1);
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
