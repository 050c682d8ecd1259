import { checkBody } from '../file/read.ts';
import { createPlan } from '../plan/changes.ts';
import type { Operation } from './context.ts';
import { readBodySource } from './read-body.ts';

/** Checks a body or a file without Losant: no token, no requests, and no environment variables, so that anyone can run it. */
export const validate: Operation = async (reader) => {
  const { body, checked } = await checkBody(readBodySource(reader, { env: {}, required: 'none' }));
  return { body, plan: async () => ({ ...createPlan([]), checked }) };
};
