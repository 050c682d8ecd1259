import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import {
  type Case,
  cell,
  heading,
  moments,
  operations,
  RETRIES,
  type Result,
  runMatrix,
  TIMEOUT,
} from '../../local/fault-matrix.ts';
import { type FaultName, faultNames } from '../../local/losant/index.ts';
import { root } from '../../local/runner/action-file.ts';

/** One of each class. `npm run docs:reliability` runs all. */
const representatives: readonly FaultName[] = [
  'status 400 with a message of 8 MB',
  'status 404 of the webhook',
  'status 404 of the path',
  'status 429 with Retry-After in seconds',
  'status 503',
  'status 504 in HTML after the work',
  'status 504 in HTML, and the work 8 s later',
  'status 200 with an empty body',
  'status 200 with JSON nested 5,000 levels deep after the work',
  "another webhook's id",
  'reset after the work',
  'hang',
  'redirect to another host',
];

/** What holds of the second attempt to patch holds of the others, but for a delete that finds nothing left to delete. */
function isChosen({ operation, fault, moment }: Case): boolean {
  const isSecond = operation === 'patch' || (operation === 'delete' && fault === 'status 404 of the webhook');
  return representatives.includes(fault) && (moment !== 'second' || isSecond);
}

let results: readonly Result[] = [];
beforeAll(async () => {
  results = await runMatrix(isChosen);
}, 600_000);

/** Losant's own "not found" is the only response after which a webhook that is to be deleted counts as gone. */
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

test('a step is green only when the server holds what was asked for', () => {
  expect(breaking((result) => result.run.exitCode === 0 && !result.done && !isDenied(result))).toEqual([]);
});

test('a step that fails has exit code 1 and one annotation', () => {
  expect(breaking(({ run }) => run.exitCode !== 0 && (run.exitCode !== 1 || run.annotations.length !== 1))).toEqual([]);
});

test('the outputs say what has happened', () => {
  const isTrue = (result: Result): boolean => {
    const { operation, moment, run, done, status, webhooks } = result;
    if (operation === 'get') return (run.outputs['count'] === '1') === done;
    if (isDenied(result)) return status === (moment === 'second' ? 'applied' : 'skipped');
    const isMade = done || webhooks > 1;
    return status === (isMade ? 'applied' : 'failed') && run.outputs['changed'] === String(isMade);
  };
  expect(breaking((result) => !isTrue(result))).toEqual([]);
});

test('there is never a second webhook in a green step, and no other one is touched', () => {
  const isGreen = ({ run }: Result): boolean => run.exitCode === 0;
  const isBroken = (one: Result): boolean => (one.webhooks > 1 && isGreen(one)) || !one.othersUntouched;
  expect(breaking(isBroken)).toEqual([]);
  // A server that does the work after the response was lost makes two.
  expect(results.some(({ webhooks }) => webhooks === 2)).toBe(true);
});

test('every transient failure is survived', () => {
  const isTransient = ({ operation, fault, moment }: Result): boolean =>
    moment !== 'every' &&
    /^status (408|429|5)|^truncated|^reset|^closed|^hang|^slow drip/.test(fault) &&
    !(operation === 'create' && fault.includes('later'));
  expect(breaking((result) => isTransient(result) && (result.run.exitCode !== 0 || !result.done))).toEqual([]);
});

test('every step ends in time', () => {
  // The attempts, the pauses between them and before the last read, and the process itself on a busy machine. A create that
  // was repeated is checked once more.
  const bound = ({ operation }: Result): number =>
    ((1 + RETRIES) * TIMEOUT + 3 * 2 + (operation === 'create' ? 8 : 0)) * 1000 + 10_000;
  expect(breaking((result) => result.run.milliseconds > bound(result))).toEqual([]);
});

test('nobody sees a stack or a warning of Node', () => {
  expect(breaking(({ run }) => run.stderr !== '' || /^\s+at .*:\d+/m.test(run.shown))).toEqual([]);
});

test('docs/fault-matrix.md shows these results, and a row for every fault', async () => {
  const page = await readFile(join(root, 'docs', 'fault-matrix.md'), 'utf8');
  const lines = page.split('\n');
  for (const operation of operations) {
    const start = lines.indexOf(heading(operation)) + 4;
    const rows = lines.slice(start, start + faultNames.length).map((line) => line.split(/ ?\| ?/).slice(1, -1));
    expect(rows.map(([fault]) => fault)).toEqual(faultNames);
    const ofOperation = results.filter((result) => result.operation === operation);
    expect(ofOperation.length).toBeGreaterThan(representatives.length);
    const shown = ofOperation.map(({ fault, moment }) => {
      const cells = rows.find(([name]) => name === fault);
      return `${fault}, ${moment}: ${cells?.[1 + moments.indexOf(moment)]}`;
    });
    expect(shown).toEqual(ofOperation.map((result) => `${result.fault}, ${result.moment}: ${cell(result)}`));
  }
});
