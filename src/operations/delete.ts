import { readSelection, type Selection } from '../inputs/selection.ts';
import type { InputValues } from '../inputs/table.ts';
import { patternsText, quotedLines } from '../patterns.ts';
import { createPlan, deleteItem } from '../plan/changes.ts';
import type { Operation } from './context.ts';
import { olderThan, select, withoutNewest } from './select.ts';
import { withWorkflows } from './workflows.ts';

/** Which of the selected webhooks are deleted. */
interface Filter {
  readonly keep: number;
  readonly age: InputValues['older-than'];
}

/** Deletes the selected webhooks. They are read first, so that they can be reported and recreated. */
export const deleteWebhooks: Operation = async (reader) => {
  const selection = readSelection(reader);
  const filter: Filter = { keep: reader.value('keep'), age: reader.value('older-than') };
  const includesWorkflows = reader.value('include-workflows') !== 'false';
  return {
    body: null,
    plan: async (context) => {
      const { items, listing } = await select(context, selection);
      const candidates = withoutNewest(items, filter.keep);
      const old = olderThan(candidates, filter.age.milliseconds, Date.now());
      const extent = describeExtent(selection, filter, items.length, candidates.length, old.length);
      const plan = { ...createPlan(old.map(deleteItem), listing), ...(extent === null ? {} : { extent }) };
      return includesWorkflows ? withWorkflows(plan, context) : plan;
    },
  };
};

/** `9 match "pr-*": 3 kept, 2 younger than 14d, 4 to delete`; null without `keep` and `older-than`. */
function describeExtent(
  selection: Selection,
  { keep, age }: Filter,
  all: number,
  notKept: number,
  old: number,
): string | null {
  if (selection.by !== 'name' || (keep === 0 && age.milliseconds === 0)) return null;
  const kept = keep === 0 ? [] : [`${all - notKept} kept`];
  const young = age.milliseconds === 0 ? [] : [`${notKept - old} younger than ${age.text}`];
  return `${all} match ${quotedLines(patternsText(selection.patterns))}: ${[...kept, ...young, `${old} to delete`].join(', ')}`;
}
