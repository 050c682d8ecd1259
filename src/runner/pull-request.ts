/** Which pull request a step comments on. */
import type { Event } from './origin.ts';

/** The events without a pull request that can show which one the run is about, or that need no proof. */
const EVENTS = ['push', 'workflow_run', 'schedule', 'workflow_dispatch'];

/**
 * The number of the pull request; null if the event has none, and none is asked for.
 * @param asked `true` for that of the event, or a number
 * @throws Error that says why the number is refused
 */
export function choosePullRequest(asked: true | number, { name, pullRequest }: Event): number | null {
  if (asked === true || asked === pullRequest) return pullRequest;
  if (pullRequest !== null) throw new Error(`comment is ${asked}, but the event is about pull request ${pullRequest}`);
  if (EVENTS.includes(name)) return asked;
  throw new Error(
    `comment is ${asked}, but the event ${name} cannot show that the run is about this pull request. A number is allowed with ${EVENTS.join(', ')}`,
  );
}

/** A pull request by number. */
export interface PullRequest {
  readonly head: string;
  /** Before the merge, GitHub's attempt to merge it; null if there is none. */
  readonly mergeCommit: string | null;
}

/**
 * Checks that the run is about the pull request: a fork can name any number. People who can start a run on schedule or by hand
 * could comment anyway.
 * @throws Error that says what does not match
 */
export function assertRelated({ head, mergeCommit }: PullRequest, { name, commit }: Event): void {
  const short = commit.slice(0, 7);
  if (name === 'workflow_run' && head !== commit) {
    throw new Error(
      `its head is not ${short}, the commit of the workflow run: it is another pull request, or has been updated since`,
    );
  }
  if (name === 'push' && head !== commit && mergeCommit !== commit) {
    throw new Error(
      `the pushed commit ${short} is neither its head nor its merge commit: "gh api repos/{owner}/{repo}/commits/{sha}/pulls" finds the right one`,
    );
  }
}
