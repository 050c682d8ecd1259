import { describe, expect, test } from '@jest/globals';
import { assertRelated, choosePullRequest } from '../../src/runner/pull-request.ts';

const head = 'a'.repeat(40);
const merge = 'b'.repeat(40);
const other = 'c'.repeat(40);

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
        /^comment is 12, but the event .* push, workflow_run, schedule, and workflow_dispatch, /,
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
