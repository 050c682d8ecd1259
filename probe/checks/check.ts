import type { Probe } from '../probe.ts';

/** How the probe finds out whether an assumption holds. docs/assumptions.md says what is assumed. */
export interface Check {
  /** What is found if it holds, and a pattern of what is as good. */
  readonly expected: string;
  readonly alsoGood: RegExp;
  /**
   * Returns what is found in a few words, or a list of what is wrong, without secrets, ids, URLs, or messages.
   * Throws NotChecked if there is nothing to check it with, and Unclear if a response makes no sense.
   */
  readonly find: (probe: Probe) => Promise<string | readonly (string | false | null)[]>;
}

/** @param expected what is found if it holds, if necessary with a pattern of what is as good */
export function check(expected: string | readonly [string, RegExp], find: Check['find']): Check {
  const [text, alsoGood] = typeof expected === 'string' ? [expected, /^$/u] : expected;
  return { expected: text, alsoGood, find };
}
