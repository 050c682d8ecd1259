import type { Inputs } from '../inputs/inputs.ts';
import { patternsText, quotedLines } from '../patterns.ts';
import { createPlan, deleteItem } from '../plan/changes.ts';
import type { Plan } from '../plan/plan.ts';
import type { Context } from './context.ts';
import { olderThan, select, withoutNewest } from './select.ts';
import { withWorkflows } from './workflows.ts';

/** Deletes the selected webhooks. They are read first, so that they can be reported and recreated. */
export async function deleteWebhooks(context: Context): Promise<Plan> {
  const { inputs } = context;
  const { items, listing } = await select(context);
  const candidates = withoutNewest(items, inputs.keep);
  const old = olderThan(candidates, inputs.olderThan.milliseconds, Date.now());
  const extent = describeExtent(inputs, items.length, candidates.length, old.length);
  const plan = { ...createPlan(old.map(deleteItem), listing), ...(extent === null ? {} : { extent }) };
  return inputs.includeWorkflows === 'false' ? plan : withWorkflows(plan, listing, context);
}

/** `9 match "pr-*": 3 kept, 2 younger than 14d, 4 to delete`; null without `keep` and `older-than`. */
function describeExtent(
  { selection, keep, olderThan: age }: Inputs,
  all: number,
  notKept: number,
  old: number,
): string | null {
  if (selection.by !== 'name' || (keep === 0 && age.milliseconds === 0)) return null;
  const kept = keep === 0 ? [] : [`${all - notKept} kept`];
  const young = age.milliseconds === 0 ? [] : [`${notKept - old} younger than ${age.text}`];
  return `${all} match ${quotedLines(patternsText(selection.patterns))}: ${[...kept, ...young, `${old} to delete`].join(', ')}`;
}
