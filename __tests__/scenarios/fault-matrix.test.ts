import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { cell, cellOf, operations, type Result, runMatrix, sampleCases } from '../../local/fault-matrix.ts';
import { faultNames } from '../../local/losant/index.ts';
import { root } from '../../local/runner/action-file.ts';

let results: readonly Result[] = [];
beforeAll(async () => {
  results = await runMatrix(sampleCases);
}, 1_200_000);

/** Only after Losant's own "not found" does a webhook that should be deleted count as gone. */
function isDenied({ operation, fault }: Result): boolean {
  return operation === 'delete' && fault === 'status 404 for the webhook';
}

/** Describes the cases that break a promise. */
function breaking(isBroken: (result: Result) => boolean): string[] {
  return results.filter(isBroken).map((result) => {
    const { operation, fault, attempts, run, requests, done, status } = result;
    return `${operation}, ${fault}, ${attempts}: exit ${run.exitCode}, ${requests} requests, done ${done}, ${status}`;
  });
}

test('every fault is tested with two operations', () => {
  expect(results).toHaveLength((faultNames.length * operations.length) / 2);
});

test('a step succeeds only if the server has stored the requested values', () => {
  expect(breaking((result) => result.run.exitCode === 0 && !result.done && !isDenied(result))).toEqual([]);
});

test('a failed step has exit code 1 and one annotation', () => {
  expect(breaking(({ run }) => run.exitCode !== 0 && (run.exitCode !== 1 || run.annotations.length !== 1))).toEqual([]);
});

test('the outputs describe what happened', () => {
  const isTrue = (result: Result): boolean => {
    const { operation, attempts, run, done, status, webhooks } = result;
    if (operation === 'get') return (run.outputs['count'] === '1') === done;
    if (isDenied(result)) return status === (attempts === 'second' ? 'applied' : 'skipped');
    const isMade = done || webhooks > 1;
    // A create that was not found may still appear, unless Losant itself refused its last attempt.
    if (status === 'unknown') return operation === 'create' && !isMade && run.outputs['changed'] === 'true';
    return status === (isMade ? 'applied' : 'failed') && run.outputs['changed'] === String(isMade);
  };
  expect(breaking((result) => !isTrue(result))).toEqual([]);
});

test('a successful step never leaves a second webhook, and no step changes the other webhook', () => {
  const isBroken = ({ run, webhooks, othersUntouched }: Result): boolean =>
    (webhooks > 1 && run.exitCode === 0) || !othersUntouched;
  expect(breaking(isBroken)).toEqual([]);
});

test('every transient failure is survived', () => {
  // A server that carries out a create after it was repeated creates two webhooks.
  const isTransient = ({ operation, fault, attempts }: Result): boolean =>
    attempts !== 'every' &&
    /^status (408|429|5)|^truncated|^reset|^closed|^hang|^slow drip/.test(fault) &&
    !(operation === 'create' && fault.includes('after a repeat'));
  expect(breaking((result) => isTransient(result) && (result.run.exitCode !== 0 || !result.done))).toEqual([]);
});

test('no step shows a stack trace or a Node.js warning', () => {
  expect(breaking(({ run }) => run.stderr !== '' || /^\s+at .*:\d+/m.test(run.shown))).toEqual([]);
});

test('docs/fault-matrix.md has these results', async () => {
  const page = await readFile(join(root, 'docs', 'fault-matrix.md'), 'utf8');
  const wrong = results.filter((result) => cellOf(page, result) !== cell(result));
  expect(wrong.map((result) => `${result.operation}, ${result.fault}, ${result.attempts}: ${cell(result)}`)).toEqual(
    [],
  );
});
