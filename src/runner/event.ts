import { readFileSync } from 'node:fs';
import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import { errorMessage } from '../problem.ts';

/** What triggered the run. */
export interface Event {
  /** Such as `push`. */
  readonly name: string;
  /** The number of its pull request; null if it has none. */
  readonly pullRequest: number | null;
  /** The head of its pull request, or of the workflow run that it follows; otherwise GITHUB_SHA, which may be missing. */
  readonly commit: string;
}

/**
 * The event that triggered the run.
 * @throws Error that says why its file cannot be read
 */
export function readEvent(env: NodeJS.ProcessEnv): Event {
  const { pull_request: pull, issue, workflow_run: workflowRun } = readPayload(env['GITHUB_EVENT_PATH'] ?? '');
  const source = isObject(pull) ? pull : isObject(issue) && isObject(issue['pull_request']) ? issue : {};
  const head = isObject(source['head'])
    ? source['head']['sha']
    : isObject(workflowRun)
      ? workflowRun['head_sha']
      : null;
  return {
    name: env['GITHUB_EVENT_NAME'] ?? '',
    pullRequest: typeof source['number'] === 'number' ? source['number'] : null,
    // For a pull request, GITHUB_SHA is only its merge into the base branch.
    commit: typeof head === 'string' ? head : (env['GITHUB_SHA'] ?? ''),
  };
}

function readPayload(path: string): JsonObject {
  let event: Json = null;
  let reason = `${path} does not contain a JSON object`;
  try {
    event = parseJson(readFileSync(path, 'utf8'));
  } catch (error) {
    // A parser's message would quote the event.
    if (!(error instanceof SyntaxError)) reason = path === '' ? 'GITHUB_EVENT_PATH is not set' : errorMessage(error);
  }
  if (isObject(event)) return event;
  throw new Error(`the event cannot be read (${reason})`);
}
