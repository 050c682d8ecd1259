import { readSelection } from '../inputs/inputs.ts';
import { createPlan } from '../plan/changes.ts';
import type { Operation } from './context.ts';
import { olderThan, select } from './select.ts';

/** Reads one webhook. */
export const get: Operation = async (reader) => {
  const selection = readSelection(reader);
  return { body: null, plan: async (context) => createPlan((await select(context, selection)).items) };
};

/** Reads all webhooks, or those that match. */
export const list: Operation = async (reader) => {
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
