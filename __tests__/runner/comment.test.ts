import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type GithubApi, startGithubApi } from '../../local/github/index.ts';
import { type Comment, commentKey, keepComment } from '../../src/runner/comment.ts';

let github: GithubApi;
let folder: string;
let told: string[];
beforeEach(async () => {
  github = await startGithubApi({ tls: false });
  folder = mkdtempSync(join(tmpdir(), 'comment-'));
  told = [];
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await github[Symbol.asyncDispose]();
});

const log = {
  info: (line: string): void => void told.push(line),
  warning: (message: string): void => void told.push(`warning: ${message}`),
  debug: (): void => undefined,
};

const running = new AbortController().signal;
const comment = { report: () => 'the plan', matters: true };

/** Writes the comment on the pull request of an event, given as the content of its file, or on another one. */
async function keep(
  event = '{"pull_request":{"number":7}}',
  token = 'ghs_loopback',
  run: NodeJS.ProcessEnv = {},
  inputs: Readonly<Record<string, string>> = {},
  more: Partial<Comment> = {},
  stop = running,
): Promise<void> {
  const path = join(folder, 'event.json');
  writeFileSync(path, event);
  const environment = {
    ...{ GITHUB_REPOSITORY: 'octo/devices', GITHUB_API_URL: github.url, GITHUB_EVENT_PATH: path },
    ...run,
  };
  const given: Readonly<Record<string, string>> = { comment: 'true', 'github-token': token, ...inputs };
  await keepComment({ ...comment, ...more }, (name) => given[name] ?? '', environment, log, stop);
}

describe('the pull request for a comment is', () => {
  test.each([
    ['that of the event', '{"pull_request":{"number":7}}'],
    ['that of a commented pull request', '{"issue":{"number":7,"pull_request":{}}}'],
  ])('%s', async (_, event) => {
    await keep(event);
    expect(github.requests.at(-1)).toMatchObject({ method: 'POST', path: '/repos/octo/devices/issues/7/comments' });
    expect(told).toEqual([]);
  });

  test.each([
    ['a push', '{"ref":"refs/heads/main"}'],
    ['a comment on an issue', '{"issue":{"number":7}}'],
    ['no number', '{"pull_request":{"number":"7"}}'],
  ])('missing for an event of %s', async (_, event) => {
    await keep(event);
    expect(github.requests).toEqual([]);
    expect(told).toEqual(['No comment: this run does not belong to a pull request']);
  });

  test.each<[string, string, NodeJS.ProcessEnv]>([
    ['the event is not an object', '[]', {}],
    ['the event is not JSON', '{', {}],
    ['the event has no file', '{}', { GITHUB_EVENT_PATH: undefined }],
    ['the repository is not known', '{"pull_request":{"number":7}}', { GITHUB_REPOSITORY: 'octo' }],
    ['there is no repository', '{"pull_request":{"number":7}}', { GITHUB_REPOSITORY: undefined }],
    ['the API is not known', '{"pull_request":{"number":7}}', { GITHUB_API_URL: undefined }],
  ])('not known if %s, which is a warning', async (_, event, run) => {
    await keep(event, undefined, run);
    expect(github.requests).toEqual([]);
    expect(told).toEqual([expect.stringMatching(/^warning: No comment was written: .* (?:read \(.*\)|is not set)\.$/)]);
  });

  test('one by its number, if the run is about it', async () => {
    const sha = 'a'.repeat(40);
    github.pulls.set(12, { head: sha, mergeCommit: null });
    const run = { GITHUB_EVENT_NAME: 'push', GITHUB_SHA: sha };
    await keep('{}', undefined, run, { comment: '12' });
    expect(github.comments).toMatchObject([{ pull: 12 }]);
    await keep('{}', undefined, { ...run, GITHUB_SHA: 'b'.repeat(40) }, { comment: '12' });
    expect(github.comments).toHaveLength(1);
    expect(told).toEqual([
      expect.stringContaining(
        'warning: The comment on pull request 12 could not be written: the pushed commit bbbbbbb',
      ),
    ]);
  });
});

test.each<[string, Readonly<Record<string, string>>, boolean]>([
  ['asks for it', { comment: 'TRUE' }, true],
  ['has an invalid operation', { operation: 'snyc' }, true],
  ['changes webhooks', { operation: 'sync' }, true],
  ['only reads', { operation: 'list' }, false],
  ['writes a file', { operation: 'export' }, false],
  ['does not ask for it', { comment: 'False' }, false],
  ['has none of the inputs', { comment: '' }, false],
  ['has an invalid comment', { comment: '-1' }, false],
])('a step that %s comments: %j, %s', async (_, inputs, isWritten) => {
  await keep(undefined, undefined, undefined, inputs);
  expect(github.comments).toHaveLength(isWritten ? 1 : 0);
  expect(told).toEqual([]);
});

test('an empty comment input is a line in the log', async () => {
  await keep(undefined, undefined, { INPUT_COMMENT: ' ' }, { comment: '', operation: 'validate' });
  expect(told).toEqual([]);
  await keep(undefined, undefined, { INPUT_COMMENT: ' ' }, { comment: '' });
  expect(told).toEqual(['No comment: the input comment is empty']);
  expect(github.requests).toEqual([]);
});

describe('the key of a comment', () => {
  const inputs = { 'application-id': 'x', operation: 'sync', 'body-file': 'a.yml' };
  const env = { GITHUB_WORKFLOW: 'w', GITHUB_JOB: 'j', GITHUB_ACTION: '__run' };
  const hashOf = (more: Readonly<Record<string, string>> = {}, others: NodeJS.ProcessEnv = {}): string => {
    const given: Readonly<Record<string, string>> = { ...inputs, ...more };
    return JSON.stringify(commentKey((name) => given[name] ?? '', { ...env, ...others }));
  };

  test.each<[string, Readonly<Record<string, string>>, NodeJS.ProcessEnv, Readonly<Record<string, boolean>>]>([
    ['the workflow', {}, { GITHUB_WORKFLOW: 'w2' }, { unlabeled: true, labeled: true }],
    ['the job', {}, { GITHUB_JOB: 'j2' }, { unlabeled: true, labeled: true }],
    ['application-id', { 'application-id': 'y' }, {}, { unlabeled: true, labeled: true }],
    ['label', { label: 'other' }, {}, { unlabeled: true, labeled: true }],
    ['the step', {}, { GITHUB_ACTION: '__run_2' }, { unlabeled: true, labeled: false }],
    ['operation', { operation: 'patch' }, {}, { unlabeled: true, labeled: false }],
    ['environment', { environment: 'production' }, {}, { unlabeled: true, labeled: false }],
    ['body-file', { 'body-file': 'b.yml' }, {}, { unlabeled: true, labeled: false }],
    ['webhook-id', { 'webhook-id': 'z' }, {}, { unlabeled: true, labeled: false }],
    ['webhook-name', { 'webhook-name': '*' }, {}, { unlabeled: true, labeled: false }],
    ['body', { body: '{}' }, {}, { unlabeled: false, labeled: false }],
    ['dry-run', { 'dry-run': 'true' }, {}, { unlabeled: false, labeled: false }],
  ])('differs by %s, unless a label makes it the same', (_, more, others, { unlabeled, labeled }) => {
    expect(hashOf(more, others) !== hashOf()).toBe(unlabeled);
    expect(hashOf({ label: 'label', ...more }, others) !== hashOf({ label: 'label' })).toBe(labeled);
  });

  test('exists without a workflow', () => {
    expect(commentKey(() => '', {})).toEqual(Array.from({ length: 9 }, () => ''));
  });
});

describe('a comment', () => {
  const labeled = (label: string, matters = true): Promise<void> =>
    keep(undefined, undefined, { GITHUB_RUN_NUMBER: '1' }, { label, 'application-id': 'a'.repeat(24) }, { matters });

  test('of one step is not that of another one', async () => {
    for (const label of ['one', 'two']) await labeled(label);
    expect(told).toEqual([]);
    const [one, two, ...others] = github.comments.map(({ body }) => body.split(' run ')[0] ?? '');
    expect(others).toEqual([]);
    for (const begin of [one, two]) expect(begin).toMatch(/^<!-- losant-webhook-action [0-9a-f]{32}$/);
    expect(one).not.toBe(two);
  });

  test('without anything to say is updated, but not created', async () => {
    await labeled('one', false);
    expect(github.comments).toEqual([]);
    await labeled('one');
    const [first] = github.comments;
    if (first !== undefined) first.body += ' edited';
    await labeled('one', false);
    expect(github.comments.map(({ body }) => body.split('\n')[1])).toEqual(['the plan']);
  });

  test('is found among more others than a page has', async () => {
    for (let count = 0; count < 150; count += 1) github.addComment('github-actions[bot]', 'something else');
    for (const label of ['one', 'two', 'two']) await labeled(label);
    expect(github.comments).toHaveLength(152);
  });
});

test('a report that takes all the space that it gets fits into a comment', async () => {
  await keep(undefined, undefined, {}, {}, { report: (space) => 'x'.repeat(space) });
  expect(told).toEqual([]);
  expect(github.comments).toHaveLength(1);
});

test('a comment is not waited for when the step is cancelled', async () => {
  github.mode = 'silent';
  const stop = new AbortController();
  const kept = keep(undefined, undefined, {}, {}, {}, stop.signal);
  stop.abort();
  await kept;
  expect(told).toEqual(['warning: The comment on pull request 7 could not be written: the run was cancelled']);
});

test('a comment without a token is a warning, unless there is no pull request', async () => {
  await keep(undefined, '');
  expect(told).toEqual(['warning: No comment was written: github-token is empty.']);
  await keep('{}', '');
  expect(told.slice(1)).toEqual(['No comment: this run does not belong to a pull request']);
});

describe('the earlier comment is recognized by its account', () => {
  test.each([
    ['user', 'octocat', 'octocat', 'User'],
    ['viewer', 'acme-bot[bot]', 'acme-bot[bot]', 'Bot'],
    ['viewer', 'acme-bot', 'acme-bot[bot]', 'Bot'],
    ['nothing', 'github-actions[bot]', 'github-actions[bot]', 'Bot'],
    ['no login', 'github-actions[bot]', 'github-actions[bot]', 'Bot'],
  ] as const)('with the account from GitHub: %s, %s', async (accountLookup, login, author, type) => {
    Object.assign(github, { accountLookup, login });
    await keep();
    const body = github.comments.pop()?.body ?? '';
    const sameLogin = author.replace('[bot]', '');
    for (const other of ['mallory', null]) github.addComment(other, body);
    const otherKind = github.addComment(sameLogin, body, type === 'Bot' ? 'User' : 'Bot');
    const own = github.addComment(author, body, type);
    own.body += '\nlast time';
    otherKind.body += '\nof another kind of account';
    await keep();
    expect(github.comments).toHaveLength(4);
    expect(own.body).toBe(body);
    expect(otherKind.body).not.toBe(body);
  });

  test("and another account's comment is ignored", async () => {
    await keep();
    const body = github.comments.pop()?.body ?? '';
    github.addComment(null, body);
    await keep();
    expect(github.comments.map(({ author }) => author)).toEqual([null, 'github-actions[bot]']);
  });
});

describe('a run', () => {
  const as = (number: number, id: number, attempt: number): NodeJS.ProcessEnv => ({
    GITHUB_RUN_NUMBER: String(number),
    GITHUB_RUN_ID: String(id),
    GITHUB_RUN_ATTEMPT: String(attempt),
  });

  test.each<[string, NodeJS.ProcessEnv, boolean]>([
    ['with a lower number', as(4, 900, 2), false],
    ['with a lower id', as(5, 799, 2), false],
    ['with an earlier attempt', as(5, 800, 1), false],
    ['that is the same', as(5, 800, 2), true],
    ['with a later attempt', as(5, 800, 3), true],
    ['with a higher number', as(6, 700, 1), true],
  ])('writes the comment unless it is older than the run that wrote it last: %s', async (_, run, isWritten) => {
    await keep(undefined, undefined, as(5, 800, 2));
    const [comment] = github.comments;
    const before = comment?.body;
    if (comment !== undefined) comment.body += ' edited';
    await keep(undefined, undefined, run);
    expect(comment?.body === `${before} edited`).toBe(!isWritten);
    const isSame =
      run['GITHUB_RUN_NUMBER'] === '5' && run['GITHUB_RUN_ID'] === '800' && run['GITHUB_RUN_ATTEMPT'] === '2';
    const warning =
      'warning: The comment on pull request 7 replaces that of another step of this run: give each of these steps a label of its own.';
    if (isWritten) expect(told).toEqual(isSame ? [warning] : []);
    else expect(told).toEqual(['The comment was not updated: a newer run has written it']);
  });

  test('writes the comment if the comment does not say which run wrote it last', async () => {
    await keep();
    const [comment] = github.comments;
    if (comment !== undefined) comment.body = `${comment.body.replace(/ run [\d.]+/, '')}\n run 9.9.9 -->`;
    await keep();
    expect(comment?.body).toMatch(/ run 0+\.0+\.0+ -->/);
  });
});

test.each([
  ['read-only', 'The job needs "permissions: pull-requests: write"'],
  ['locked', 'The conversation is locked'],
  ['limited', 'GitHub limits how often the token may be used'],
  ['busy', 'GitHub limits how often the token may be used'],
  ['hidden', 'The token does not have access to this repository'],
  ['broken', 'could not be written: Server Error'],
] as const)('the warning about a comment that GitHub refuses gives advice: %s', async (mode, advice) => {
  github.mode = mode;
  await keep();
  expect(told).toEqual([expect.stringContaining(`warning: The comment on pull request 7 could not be written: `)]);
  expect(told[0]).toContain(advice);
});
