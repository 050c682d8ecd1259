/** The event that triggered the run, as GitHub describes it in a file. */
import { readFileSync } from 'node:fs';
import { isObject, type JsonObject, parseJson } from '../json.ts';

/** @throws Error if the file cannot be read, SyntaxError if it does not contain a JSON object */
export function readEvent(env: NodeJS.ProcessEnv): JsonObject {
  const event = parseJson(readFileSync(env['GITHUB_EVENT_PATH'] ?? '', 'utf8'));
  if (isObject(event)) return event;
  throw new SyntaxError();
}

/**
 * The commit that the run is about: the head of the event's pull request, or of the workflow run that it follows; otherwise
 * GITHUB_SHA, which for a pull request is only its merge into the base branch. Empty if it is not known.
 */
export function findCommit({ pull_request: pull, workflow_run: run }: JsonObject, env: NodeJS.ProcessEnv): string {
  const head = isObject(pull) && isObject(pull['head']) ? pull['head']['sha'] : isObject(run) ? run['head_sha'] : null;
  return typeof head === 'string' ? head : (env['GITHUB_SHA'] ?? '');
}
