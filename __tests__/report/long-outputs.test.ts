import { expect, test } from '@jest/globals';
import type { Json } from '../../src/json.ts';
import { createPlan, unchangedItem } from '../../src/plan/changes.ts';
import { createOutputs, createResult, LONGEST_OUTPUT, resultParts } from '../../src/report/outputs.ts';
import type { Run } from '../../src/report/run.ts';
import { masks } from './sample.ts';

/** A run that read webhooks whose descriptions have these lengths. */
function runOf(lengths: readonly number[]): Run {
  const items = lengths.map((length, index) => {
    const id = String(index).padStart(24, '0');
    return unchangedItem({ id, name: `webhook-${index}`, description: 'x'.repeat(length) });
  });
  return { inputs: null, plan: createPlan(items), outcomes: new Map(), drift: null, failure: null };
}

function webhooksOutput(lengths: readonly number[]) {
  const run = runOf(lengths);
  const result = createResult(run, masks);
  return { output: createOutputs(run, result).webhooks, whole: JSON.stringify(result.webhooks) };
}

test.each([[[]], [[1]], [[10, 20, 30]]])('a list of webhooks is written as JSON', (lengths) => {
  const { output, whole } = webhooksOutput(lengths);
  expect(output).toBe(whole);
});

test('a list up to the limit of an output is complete, and a longer one is left out', () => {
  const rest = webhooksOutput([0, 0, 0]).whole.length;
  const longest = webhooksOutput([100_000, 100_000, LONGEST_OUTPUT - 200_000 - rest]);
  expect(longest.whole).toHaveLength(LONGEST_OUTPUT);
  expect(longest.output).toBe(longest.whole);
  const longer = webhooksOutput([100_000, 100_000, LONGEST_OUTPUT - 200_000 - rest + 1]);
  expect(longer.output).toEqual({ problem: 'it has more than 500000 characters' });
});

test('a single webhook has the same limit', () => {
  const run = runOf([LONGEST_OUTPUT]);
  expect(createOutputs(run, createResult(run, masks)).webhook).toEqual({ problem: expect.stringContaining('500000') });
});

test('only a webhook that is nested too deeply for JSON is left out', () => {
  let nested: Json = [];
  for (let depth = 0; depth < 100_000; depth += 1) nested = [nested];
  const run = { ...runOf([]), plan: createPlan([unchangedItem({ id: 'a', name: 'b', more: nested })]) };
  const problem = { problem: 'a webhook in it is nested too deeply' };
  expect(createOutputs(run, createResult(run, masks))).toMatchObject({
    webhook: problem,
    webhooks: problem,
    count: '1',
  });
});

test.each([[[]], [[1]], [[10, 20, 30]]])('a result is written as JSON, in parts', (lengths) => {
  const result = createResult(runOf(lengths), masks);
  expect([...resultParts(result)].join('')).toBe(`${JSON.stringify(result)}\n`);
});
