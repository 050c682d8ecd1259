import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import {
  cell,
  cellOf,
  operations,
  RETRIES,
  type Result,
  runMatrix,
  sampleCases,
  TIMEOUT,
} from '../../local/fault-matrix.ts';
import { faultNames } from '../../local/losant/index.ts';
import { root } from '../../local/runner/action-file.ts';

let results: readonly Result[] = [];
beforeAll(async () => {
  results = await runMatrix(sampleCases);
}, 600_000);

/** Losant's own "not found" is the one answer by which a webhook that should go counts as gone. */
function isDenied({ operation, fault }: Result): boolean {
  return operation === 'delete' && fault === 'status 404 of the webhook';
}

/** The cases that break a promise, in words. */
function breaking(isBroken: (result: Result) => boolean): string[] {
  return results.filter(isBroken).map((result) => {
    const { operation, fault, moment, run, requests, done, status } = result;
    return `${operation}, ${fault}, ${moment}: exit ${run.exitCode}, ${requests} requests, done ${done}, ${status}`;
  });
}

test('every fault meets every operation', () => {
  expect(results).toHaveLength(faultNames.length * operations.length);
});

test('a step is green only when the server holds what was asked for', () => {
  expect(breaking((result) => result.run.exitCode === 0 && !result.done && !isDenied(result))).toEqual([]);
});

test('a step that fails has exit code 1 and one annotation', () => {
  expect(breaking(({ run }) => run.exitCode !== 0 && (run.exitCode !== 1 || run.annotations.length !== 1))).toEqual([]);
});

test('the outputs say what has happened', () => {
  const isTrue = (result: Result): boolean => {
    const { operation, moment, run, done, status } = result;
    if (operation === 'get') return (run.outputs['count'] === '1') === done;
    if (isDenied(result)) return status === (moment === 'second' ? 'applied' : 'skipped');
    return status === (done ? 'applied' : 'failed') && run.outputs['changed'] === String(done);
  };
  expect(breaking((result) => !isTrue(result))).toEqual([]);
});

test('there is never a second webhook, and no other one is touched', () => {
  expect(breaking(({ webhooks, othersUntouched }) => webhooks > 1 || !othersUntouched)).toEqual([]);
});

test('every passing failure is survived', () => {
  const isTransient = (fault: string): boolean =>
    /^status (408|429|5)|^truncated|^reset|^closed|^hang|^slow drip/.test(fault);
  expect(
    breaking(
      ({ fault, moment, done, run }) => isTransient(fault) && moment !== 'every' && (run.exitCode !== 0 || !done),
    ),
  ).toEqual([]);
});

test('every step ends in time', () => {
  // The attempts, the longest delays before them and before the last look, and the process itself on a busy machine.
  const bound = ((1 + RETRIES) * TIMEOUT + 0.5 + 1 + 2) * 1000 + 10_000;
  expect(breaking(({ run }) => run.milliseconds > bound)).toEqual([]);
});

test('nobody sees a stack or a warning of Node', () => {
  expect(breaking(({ run }) => run.stderr !== '' || /^\s+at .*:\d+/m.test(run.shown))).toEqual([]);
});

test('docs/fault-matrix.md shows these results', async () => {
  const page = await readFile(join(root, 'docs', 'fault-matrix.md'), 'utf8');
  const wrong = results.filter((result) => cellOf(page, result) !== cell(result));
  expect(wrong.map((result) => `${result.operation}, ${result.fault}, ${result.moment}: ${cell(result)}`)).toEqual([]);
});
