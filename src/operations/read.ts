import { readSelection } from '../inputs/inputs.ts';
import { createPlan } from '../plan/changes.ts';
import type { Operation } from './context.ts';
import { olderThan, select } from './select.ts';

/** Reads the selected webhooks: `get` one, `list` all or those that match. */
export const read: Operation = async (reader) => {
  const selection = readSelection(reader);
  const age = reader.value('older-than');
  return {
    body: null,
    plan: async (context) => {
      const { items } = await select(context, selection);
      return createPlan(olderThan(items, age, Date.now()));
    },
  };
};
