import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readEvent } from '../../src/runner/event.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'event.json');
const sha = 'a'.repeat(40);

test.each<[string, string, { pullRequest: number | null; commit: string }]>([
  ['pull_request', `{"pull_request":{"number":7,"head":{"sha":"b"}}}`, { pullRequest: 7, commit: 'b' }],
  ['issue_comment', '{"issue":{"number":7,"pull_request":{}}}', { pullRequest: 7, commit: sha }],
  ['issues', '{"issue":{"number":7}}', { pullRequest: null, commit: sha }],
  ['workflow_run', '{"workflow_run":{"head_sha":"c","pull_requests":[]}}', { pullRequest: null, commit: 'c' }],
  ['workflow_run', '{"workflow_run":null}', { pullRequest: null, commit: sha }],
  ['push', '{"ref":"refs/heads/main","number":7}', { pullRequest: null, commit: sha }],
  ['odd', '{"pull_request":{"number":"7","head":{"sha":1}}}', { pullRequest: null, commit: sha }],
])('an event %s has a pull request and a commit: %s', (name, text, expected) => {
  writeFileSync(path, text);
  const env = { GITHUB_EVENT_PATH: path, GITHUB_EVENT_NAME: name, GITHUB_SHA: sha };
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
