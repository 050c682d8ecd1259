import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type GithubApi, startGithubApi } from '../../local/github/index.ts';
import { keepComment } from '../../src/runner/comment.ts';

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

/** Keeps a comment on the pull request of an event, given as the text of its file. */
async function keep(event = '{"pull_request":{"number":7}}', token = 'ghs_loopback'): Promise<void> {
  const path = join(folder, 'event.json');
  writeFileSync(path, event);
  const environment = { GITHUB_REPOSITORY: 'octo/devices', GITHUB_API_URL: github.url, GITHUB_EVENT_PATH: path };
  await keepComment({ markdown: 'the plan', matters: true, key: ['application'] }, token, environment, log);
}

describe('the pull request is', () => {
  test.each([
    ['that of its own event', '{"pull_request":{"number":7}}'],
    ['that which was commented on', '{"issue":{"number":7,"pull_request":{}}}'],
  ])('%s', async (_, event) => {
    await keep(event);
    expect(github.requests.at(-1)).toMatchObject({ method: 'POST', path: '/repos/octo/devices/issues/7/comments' });
    expect(told).toEqual([]);
  });

  test.each([
    ['a push', '{"ref":"refs/heads/main"}'],
    ['a comment on an issue', '{"issue":{"number":7}}'],
    ['no number', '{"pull_request":{"number":"7"}}'],
    ['no object', '[]'],
    ['no JSON', '{'],
  ])('none for an event of %s', async (_, event) => {
    await keep(event);
    expect(github.requests).toEqual([]);
    expect(told).toEqual(['No comment: this run belongs to no pull request']);
  });

  test.each<NodeJS.ProcessEnv>([{}, { GITHUB_REPOSITORY: 'octo' }])('none in %j', async (environment) => {
    await keepComment({ markdown: 'the plan', matters: true, key: [] }, 'ghs_loopback', environment, log);
    expect(told).toEqual(['No comment: this run belongs to no pull request']);
  });
});

test('without a token there is a warning', async () => {
  await keep(undefined, '');
  expect(told).toEqual(['warning: No comment could be written: github-token is empty.']);
});

describe('the earlier comment is that of the same account', () => {
  test.each([
    ['user', 'octocat', 'octocat'],
    ['viewer', 'github-actions[bot]', 'github-actions'],
    ['nothing', 'github-actions[bot]', 'github-actions[bot]'],
    ['no login', 'github-actions[bot]', 'github-actions[bot]'],
  ] as const)('as GitHub tells of it: %s', async (tells, login, author) => {
    Object.assign(github, { tells, login });
    await keep();
    const body = github.comments.pop()?.body ?? '';
    for (const other of ['mallory', null]) github.addComment(other, body);
    const own = github.addComment(author, body);
    own.body += '\nlast time';
    await keep();
    expect(github.comments).toHaveLength(3);
    expect(own.body).toBe(body);
  });

  test('and a new one where there is only that of another', async () => {
    await keep();
    const body = github.comments.pop()?.body ?? '';
    github.addComment(null, body);
    await keep();
    expect(github.comments.map(({ author }) => author)).toEqual([null, 'github-actions[bot]']);
  });
});
