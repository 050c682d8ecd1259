import { expect, test } from '@jest/globals';
import { planOf, unchangedItem } from '../../src/plan/changes.ts';
import { LONGEST_OUTPUT, outputsOf, resultOf } from '../../src/report/outputs.ts';
import type { Run } from '../../src/report/run.ts';

/** A run that has read webhooks whose descriptions are of these lengths. */
function runOf(lengths: readonly number[]): Run {
  const items = lengths.map((length, index) => {
    const id = String(index).padStart(24, '0');
    return unchangedItem({ id, name: `webhook-${index}`, description: 'x'.repeat(length) });
  });
  return { inputs: null, plan: planOf(items), outcomes: new Map(), failure: null };
}

function webhooksOutput(lengths: readonly number[]) {
  const run = runOf(lengths);
  const result = resultOf(run, (text) => text);
  return { output: outputsOf(run, result).webhooks, whole: JSON.stringify(result.webhooks) };
}

test.each([[[]], [[1]], [[10, 20, 30]]])('a list of webhooks is their JSON', (lengths) => {
  const { output, whole } = webhooksOutput(lengths);
  expect(output).toBe(whole);
});

test('a list as long as an output may be is whole; of one that is longer only the length is kept', () => {
  const rest = webhooksOutput([0, 0, 0]).whole.length;
  const longest = webhooksOutput([100_000, 100_000, LONGEST_OUTPUT - 200_000 - rest]);
  expect(longest.whole).toHaveLength(LONGEST_OUTPUT);
  expect(longest.output).toBe(longest.whole);
  const longer = webhooksOutput([100_000, 100_000, LONGEST_OUTPUT - 200_000 - rest + 1]);
  expect(longer.output).toEqual({ length: LONGEST_OUTPUT + 1 });
});
