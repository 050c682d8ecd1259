import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readOrigin } from '../../src/runner/origin.ts';

const folder = mkdtempSync(join(tmpdir(), 'origin-'));
afterAll(() => rmSync(folder, { recursive: true }));

const head = 'a'.repeat(40);
const merge = 'b'.repeat(40);

let events = 0;
function eventFile(text: string): string {
  events += 1;
  const path = join(folder, `event-${events}.json`);
  writeFileSync(path, text);
  return path;
}

const environment = {
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_REPOSITORY: 'o/r',
  GITHUB_SHA: merge,
  GITHUB_RUN_ID: '4242',
  GITHUB_RUN_ATTEMPT: '3',
};

test('a report names the label, file, commit, and run', () => {
  const inputs: Readonly<Record<string, string>> = { label: ' production ', operation: 'sync', 'body-file': ' a.yml ' };
  const event = eventFile(JSON.stringify({ pull_request: { head: { sha: head } } }));
  expect(readOrigin((name) => inputs[name] ?? '', { ...environment, GITHUB_EVENT_PATH: event })).toEqual({
    label: 'production',
    bodyFile: 'a.yml',
    commit: { sha: head, url: `https://github.example/o/r/commit/${head}` },
    run: { id: '4242', attempt: '3', url: 'https://github.example/o/r/actions/runs/4242/attempts/3' },
    time: expect.any(Date),
    help: null,
  });
});

test.each([
  [{ label: 'x'.repeat(61), 'body-file': 'a.yml', operation: 'get' }],
  [{ label: '{"name":"orders"}', 'body-file': '{"name":"orders"}', operation: 'patch' }],
  [{ label: 'https://triggers.losant.com/x', 'body-file': 'PASSWORD=hunter2', operation: 'create' }],
  [{ label: 'two\nlines', 'body-file': 'a.yml', operation: 'x' }],
])('a report does not show a label or a file that is none, or that the operation does not use: %j', (given) => {
  const inputs: Readonly<Record<string, string>> = given;
  expect(readOrigin((name) => inputs[name] ?? '', {})).toMatchObject({ label: '', bodyFile: null });
});

test.each<[NodeJS.ProcessEnv, string | null]>([
  [
    { GITHUB_ACTION_REPOSITORY: 'a/w', GITHUB_ACTION_REF: 'v1' },
    'https://github.example/a/w/blob/v1/docs/troubleshooting.md',
  ],
  [{ GITHUB_ACTION_REPOSITORY: 'a/w', GITHUB_ACTION_REF: '' }, null],
  [{ GITHUB_ACTION_REPOSITORY: '', GITHUB_ACTION_REF: 'v1' }, null],
])('a report links to the help of the version that is running: %j', (given, help) => {
  expect(readOrigin(() => '', { ...environment, ...given }).help).toBe(help);
});

test.each<[string, NodeJS.ProcessEnv, string | undefined, string | undefined]>([
  ['a push', { ...environment, GITHUB_EVENT_PATH: eventFile('{}') }, merge, '4242'],
  [
    'a workflow run',
    { ...environment, GITHUB_EVENT_PATH: eventFile(`{"workflow_run":{"head_sha":"${head}"}}`) },
    head,
    '4242',
  ],
  ['an event that cannot be read', { ...environment, GITHUB_EVENT_PATH: eventFile('{') }, merge, '4242'],
  [
    'an odd event',
    { ...environment, GITHUB_EVENT_PATH: eventFile('{"pull_request":{"head":{"sha":1}}}') },
    merge,
    '4242',
  ],
  ['nothing', {}, undefined, undefined],
  ['something else', { GITHUB_SHA: '<b>', GITHUB_RUN_ID: '[x](y)' }, undefined, undefined],
])('a report of %s names what is known', (_, given, sha, id) => {
  const origin = readOrigin(() => '', given);
  expect([origin.label, origin.bodyFile, origin.commit?.sha, origin.run?.id]).toEqual(['', null, sha, id]);
});

test('a report assumes the first attempt', () => {
  expect(readOrigin(() => '', { GITHUB_RUN_ID: '1' }).run?.attempt).toBe('1');
});
