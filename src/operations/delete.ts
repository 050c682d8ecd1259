import { readSelection } from '../inputs/inputs.ts';
import { patternsText, quotedLines } from '../patterns.ts';
import { createPlan, deleteItem } from '../plan/changes.ts';
import type { Operation } from './context.ts';
import { olderThan, select, withoutNewest } from './select.ts';
import { withWorkflows } from './workflows.ts';

/** Deletes the selected webhooks. They are read first, so that they can be reported and recreated. */
export const deleteWebhooks: Operation = async (reader) => {
  const selection = readSelection(reader);
  const [keep, age, ageText] = [reader.value('keep'), reader.value('older-than'), reader.text('older-than')];
  const includesWorkflows = reader.value('include-workflows') !== 'false';
  return {
    body: null,
    plan: async (context) => {
      const { items, listing } = await select(context, selection);
      const candidates = withoutNewest(items, keep);
      const old = olderThan(candidates, age, Date.now());
      const spared = [
        ...(keep === 0 ? [] : [`${items.length - candidates.length} kept`]),
        ...(age === 0 ? [] : [`${candidates.length - old.length} younger than ${ageText}`]),
      ];
      const given = quotedLines(patternsText(selection.patterns));
      const extent = `${items.length} match ${given}: ${[...spared, `${old.length} to delete`].join(', ')}`;
      const hasExtent = given !== '' && spared.length > 0;
      const plan = { ...createPlan(old.map(deleteItem), listing), ...(hasExtent ? { extent } : {}) };
      return includesWorkflows ? withWorkflows(plan, context) : plan;
    },
  };
};
