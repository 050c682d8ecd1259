/** Everything that a run shows: log, annotations, summary (the comment is the same), and `error` in the outputs. */
import type { Losant } from '../../src/api/client.ts';
import type { Inputs } from '../../src/inputs/inputs.ts';
import { checkPlan } from '../../src/operations/checks.ts';
import { prepare } from '../../src/operations/prepare.ts';
import { apply } from '../../src/plan/apply.ts';
import type { Change, Outcome, Plan } from '../../src/plan/plan.ts';
import { asError } from '../../src/problem.ts';
import { outcomeLines, planLines } from '../../src/report/lines.ts';
import { summary } from '../../src/report/markdown.ts';
import type { Masks } from '../../src/report/masks.ts';
import { createResult } from '../../src/report/outputs.ts';
import { createRemarks } from '../../src/report/remarks.ts';
import { createView } from '../../src/report/view.ts';
import { createAnnotations } from '../../src/runner/annotations.ts';
import { readOrigin } from '../../src/runner/origin.ts';

/** Nothing is masked, so whatever is shown is shown. */
const open: Masks = { mask: (text) => text, maskQuoted: (text) => text };

/** @param connect makes the client, once the inputs are read */
export async function observe(env: NodeJS.ProcessEnv, connect: (inputs: Inputs) => Losant): Promise<string> {
  const lines: string[] = [];
  const log = {
    info: (line: string) => void lines.push(line),
    warning: (line: string) => void lines.push(line),
    debug: () => undefined,
  };
  const run: { inputs: Inputs | null; plan: Plan | null; outcomes: Map<Change, Outcome>; failure: Error | null } = {
    ...{ inputs: null, plan: null, outcomes: new Map(), failure: null },
  };
  try {
    const { inputs, limits, plan } = await prepare(env);
    run.inputs = inputs;
    const losant = connect(inputs);
    run.plan = await plan({ inputs, losant, log });
    checkPlan(run.plan, inputs, limits);
    if (!inputs.dryRun)
      await apply(run.plan, losant, {
        concurrency: 1,
        includeWorkflows: limits.includeWorkflows !== 'false',
        missingIsError: limits.ifNotFound === 'error',
        onOutcome: (change, outcome) => void run.outcomes.set(change, outcome),
      });
  } catch (error) {
    run.failure = asError(error);
  }
  const known = { ...run, drift: null };
  const view = createView(known, open);
  const getInput = (name: string): string => env[`INPUT_${name.toUpperCase()}`] ?? '';
  const remarks = createRemarks(known);
  return [
    ...lines,
    ...planLines(view),
    ...outcomeLines(view),
    ...createAnnotations(known, [], open, env).map(({ title, message }) => `${title}: ${message}`),
    summary(view, readOrigin(getInput, env), remarks),
    ...createResult(known, open).changes.map(({ error }) => String(error ?? '')),
  ].join('\n');
}
