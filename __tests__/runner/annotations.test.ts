import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Finding, Problem } from '../../src/problem.ts';
import type { Explanation } from '../../src/report/explain.ts';
import { createAnnotations } from '../../src/runner/annotations.ts';
import { masks, runOf, update } from '../report/sample.ts';
import { needs } from '../support/system.ts';

const folder = realpathSync.native(mkdtempSync(join(tmpdir(), 'annotations-')));
const workspace = join(folder, 'workspace');
beforeAll(() => {
  mkdirSync(join(workspace, 'checkout', '.git'), { recursive: true });
  mkdirSync(join(workspace, 'worktree', 'sub'), { recursive: true });
  writeFileSync(join(workspace, 'worktree', '.git'), 'gitdir: elsewhere');
});
afterAll(() => rmSync(folder, { recursive: true }));

const at = (line: number | null, message: string, column: number | null = 5): Finding => ({ line, column, message });

function annotations(path: string, findings: readonly Finding[], others: readonly Explanation[] = []) {
  const file = { name: 'given.yml', path };
  const failure = new Problem('Invalid body', 'all of it', { file, findings });
  return createAnnotations(runOf([], { plan: null, failure }), others, masks, { GITHUB_WORKSPACE: workspace });
}

describe('a problem in a body-file', () => {
  const path = join(workspace, 'a', 'b.yml');

  test('is annotated on its line, and its message contains the position', () => {
    const findings = [
      at(3, 'one'),
      at(3, 'two', 9),
      at(4, 'three', null),
      at(null, 'four'),
      at(5, 'webhook "a": five'),
    ];
    expect(annotations(path, findings)).toEqual([
      {
        title: 'Invalid body',
        message: 'body-file given.yml, line 3, column 5:\n- one\n- two',
        place: { file: 'a/b.yml', line: 3, column: 5 },
      },
      {
        title: 'Invalid body',
        message: 'body-file given.yml, line 4: three',
        place: { file: 'a/b.yml', line: 4, column: null },
      },
      { title: 'Invalid body', message: 'four', place: null },
      {
        title: 'Invalid body',
        message: 'body-file given.yml, line 5, column 5, webhook "a": five',
        place: { file: 'a/b.yml', line: 5, column: 5 },
      },
    ]);
  });

  test('is a single annotation if no line is known', () => {
    expect(annotations(path, [at(null, 'one')])).toEqual([
      { title: 'Invalid body', message: 'all of it', place: null },
    ]);
    expect(annotations(path, [])).toEqual([{ title: 'Invalid body', message: 'all of it', place: null }]);
  });

  test.each([
    [join(workspace, 'a.yml'), 'a.yml'],
    [join(workspace, 'checkout', 'losant', 'a.yml'), 'losant/a.yml'],
    [join(workspace, 'worktree', 'sub', 'a.yml'), 'sub/a.yml'],
    [join(workspace, '..folder', 'a.yml'), '..folder/a.yml'],
    [join(folder, 'temp', 'a.yml'), undefined],
  ])('is annotated with the path in the repository: %s', (from, file) => {
    expect(annotations(from, [at(3, 'one')])[0]?.place?.file).toBe(file);
  });

  test('has only as many annotations as GitHub shows, and the last one says how many are missing', () => {
    const findings = Array.from({ length: 12 }, (_, line) => at(line + 1, 'wrong'));
    const other = { title: 'Other', message: 'other', what: '', advice: '', quotes: [] };
    const all = annotations(path, findings, [other]);
    expect(all).toHaveLength(10);
    expect(all[9]?.message).toBe('body-file given.yml, line 10, column 5: wrong\nThere are 3 more errors.');
    expect(annotations(path, findings.slice(0, 9), [other]).at(-1)?.message).toBe('other');
  });
});

needs('links that anyone can create', () => {
  test('the paths of the file and of a workspace that is a link are both resolved', () => {
    const link = join(folder, 'link');
    symlinkSync(workspace, link);
    const file = { name: 'a.yml', path: join(workspace, 'a.yml') };
    const failure = new Problem('Invalid body', 'all of it', { file, findings: [at(1, 'one')] });
    const run = runOf([], { plan: null, failure });
    expect(createAnnotations(run, [], masks, { GITHUB_WORKSPACE: link })).toMatchObject([{ place: { file: 'a.yml' } }]);
  });
});

test('without GITHUB_WORKSPACE, annotations are relative to the working directory', () => {
  const file = { name: 'a.yml', path: join(process.cwd(), 'src', 'a.yml') };
  const failure = new Problem('A title', 'A message.', { file, findings: [at(1, 'one')] });
  expect(createAnnotations(runOf([], { failure }), [], masks, {})[0]?.place?.file).toBe('src/a.yml');
});

test('a successful run has no annotations, and a failed change has one', () => {
  expect(createAnnotations(runOf([]), [], masks, {})).toEqual([]);
  const run = runOf([[update(), { status: 'failed', after: null, error: new Problem('A title', 'A message.') }]]);
  expect(createAnnotations(run, [], masks, {})).toEqual([{ title: 'A title', message: 'A message.', place: null }]);
});
