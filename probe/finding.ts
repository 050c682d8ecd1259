/** What was found out about an assumption. */

export type Verdict = 'holds' | 'differs' | 'not checked';

export interface Finding {
  readonly verdict: Verdict;
  /** In a few words; holds no secret, id, URL, or text of the server other than the type of an error. */
  readonly found: string;
}

export function holds(found: string): Finding {
  return { verdict: 'holds', found };
}

export function differs(found: string): Finding {
  return { verdict: 'differs', found };
}

/** It holds if nothing in the list speaks against it. */
export function holdsUnless(problems: readonly (string | null)[], found: string): Finding {
  const real = problems.filter((problem) => problem !== null);
  return real.length === 0 ? holds(found) : differs([...new Set(real)].join('; '));
}

/** The question could not be asked: a missing scope, a 405, nothing to ask it about. */
export class NotChecked extends Error {
  override readonly name = 'NotChecked';
}

/** The response to a request that must not be sent twice was lost: whether it was carried out is unknown. */
export class NoReply extends NotChecked {}

/** The question was asked, but the response makes no sense: that is a finding too. */
export class Undetermined extends Error {
  override readonly name = 'Undetermined';
}

/** The finding of a question that ended with an error. Of an unexpected error only its class is shown. */
export function findingOf(error: unknown): Finding {
  if (error instanceof NotChecked) return { verdict: 'not checked', found: error.message };
  const why = error instanceof Undetermined ? error.message : error instanceof Error ? error.name : 'no error';
  return differs(`could not be determined: ${why}`);
}
