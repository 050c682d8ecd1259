import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readEvent } from '../../src/runner/origin.ts';
import { assertRelated, choosePullRequest } from '../../src/runner/pull-request.ts';

const head = 'a'.repeat(40);
const merge = 'b'.repeat(40);
const other = 'c'.repeat(40);

const folder = mkdtempSync(join(tmpdir(), 'event-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'event.json');

test.each<[string, string, { pullRequest: number | null; commit: string }]>([
  ['pull_request', `{"pull_request":{"number":7,"head":{"sha":"b"}}}`, { pullRequest: 7, commit: 'b' }],
  ['issue_comment', '{"issue":{"number":7,"pull_request":{}}}', { pullRequest: 7, commit: head }],
  ['issues', '{"issue":{"number":7}}', { pullRequest: null, commit: head }],
  ['workflow_run', '{"workflow_run":{"head_sha":"c","pull_requests":[]}}', { pullRequest: null, commit: 'c' }],
  ['workflow_run', '{"workflow_run":null}', { pullRequest: null, commit: head }],
  ['push', '{"ref":"refs/heads/main","number":7}', { pullRequest: null, commit: head }],
  ['odd', '{"pull_request":{"number":"7","head":{"sha":1}}}', { pullRequest: null, commit: head }],
])('an event %s has a pull request and a commit: %s', (name, text, expected) => {
  writeFileSync(path, text);
  const env = { GITHUB_EVENT_PATH: path, GITHUB_EVENT_NAME: name, GITHUB_SHA: head };
  expect(readEvent(env)).toEqual({ name, ...expected });
});

test('an event has no name and no commit if the runner does not say so', () => {
  writeFileSync(path, '{}');
  expect(readEvent({ GITHUB_EVENT_PATH: path })).toEqual({ name: '', pullRequest: null, commit: '' });
});

test.each(['', '{', '[]', 'null', '"text"', '{"secret": hunter2}'])(
  'an event of another form cannot be read, and is not quoted: %j',
  (text) => {
    writeFileSync(path, text);
    const message = `the event cannot be read (${path} does not contain a JSON object)`;
    expect(() => readEvent({ GITHUB_EVENT_PATH: path })).toThrow(new Error(message));
  },
);

test.each([
  [{}, 'GITHUB_EVENT_PATH is not set'],
  [{ GITHUB_EVENT_PATH: '' }, 'GITHUB_EVENT_PATH is not set'],
  [{ GITHUB_EVENT_PATH: join(folder, 'none') }, 'ENOENT'],
  [{ GITHUB_EVENT_PATH: folder }, 'EISDIR'],
])('an event without a file cannot be read: %j', (env, reason) => {
  expect(() => readEvent(env)).toThrow(reason);
});

describe('the pull request to comment on', () => {
  const events = ['push', 'workflow_run', 'schedule', 'workflow_dispatch'];

  test.each<[true | number, string, number | null, number | null]>([
    [true, 'pull_request', 7, 7],
    [true, 'issue_comment', 7, 7],
    [true, 'push', null, null],
    [true, 'release', null, null],
    [7, 'pull_request_target', 7, 7],
    ...events.map((name): [number, string, null, number] => [7, name, null, 7]),
  ])('for comment: %s and the event %s with pull request %s is %s', (asked, name, pullRequest, expected) => {
    expect(choosePullRequest(asked, { name, pullRequest, commit: head })).toBe(expected);
  });

  test.each(['pull_request', 'issue_comment', ...events])('cannot be another one than that of the event %s', (name) => {
    expect(() => choosePullRequest(12, { name, pullRequest: 7, commit: head })).toThrow(
      'comment is 12, but the event is about pull request 7',
    );
  });

  test.each(['issues', 'issue_comment', 'release', 'merge_group', 'check_suite', 'repository_dispatch', 'fork', ''])(
    'cannot be given by number with the event %j, which anyone may trigger or which shows no pull request',
    (name) => {
      expect(() => choosePullRequest(12, { name, pullRequest: null, commit: head })).toThrow(
        /^comment is 12, but the event .* push, workflow_run, schedule, workflow_dispatch$/,
      );
    },
  );
});

describe('a run is about a pull request', () => {
  test.each<[string, string, boolean]>([
    ['workflow_run', head, true],
    ['workflow_run', merge, false],
    ['workflow_run', other, false],
    ['workflow_run', '', false],
    ['push', head, true],
    ['push', merge, true],
    ['push', other, false],
    ['push', '', false],
    ['schedule', other, true],
    ['workflow_dispatch', other, true],
  ])('if the event %s shows that by its commit %s: %s', (name, commit, isRelated) => {
    const check = (): void => assertRelated({ head, mergeCommit: merge }, { name, pullRequest: null, commit });
    if (isRelated) expect(check).not.toThrow();
    else expect(check).toThrow(commit.slice(0, 7));
  });

  test('not if it cannot be merged, and the event has no commit', () => {
    const event = { name: 'push', pullRequest: null, commit: '' };
    expect(() => assertRelated({ head, mergeCommit: null }, event)).toThrow('neither its head nor its merge commit');
  });
});
