/** The result of checking an assumption. */

export type Verdict = 'holds' | 'differs' | 'not checked';

export interface Finding {
  readonly verdict: Verdict;
  /** In a few words. Contains no secrets, ids, URLs, or server messages, except for the type of an error. */
  readonly found: string;
}

export function holds(found: string): Finding {
  return { verdict: 'holds', found };
}

export function differs(found: string): Finding {
  return { verdict: 'differs', found };
}

/** It holds if there are no problems in the list. */
export function holdsUnless(problems: readonly (string | null)[], found: string): Finding {
  const actual = problems.filter((problem) => problem !== null);
  return actual.length === 0 ? holds(found) : differs([...new Set(actual)].join('; '));
}

/** The assumption could not be checked: a missing scope, a 405, or nothing to check it with. */
export class NotChecked extends Error {
  override readonly name = 'NotChecked';
}

/** The response to a request that must not be repeated was lost, so it is unknown whether it was processed. */
export class NoReply extends NotChecked {}

/** The assumption was checked, but the response makes no sense. That is a finding too. */
export class Undetermined extends Error {
  override readonly name = 'Undetermined';
}

/** The finding for a check that threw an error. For an unexpected error, only its class is shown. */
export function findingOf(error: unknown): Finding {
  if (error instanceof NotChecked) return { verdict: 'not checked', found: error.message };
  const why = error instanceof Undetermined ? error.message : error instanceof Error ? error.name : 'no error';
  return differs(`could not be determined: ${why}`);
}
