import { readFileSync } from 'node:fs';
import { inputTable, isOperationName } from '../inputs/table.ts';
import { isLabel } from '../inputs/values.ts';
import { isObject, type JsonObject, parseJson } from '../json.ts';
import { isPathLike } from '../quote.ts';
import type { Origin } from '../report/headline.ts';
import { version } from '../version.ts';

/** Where a report comes from, according to the runner. */
export function readOrigin(getInput: (name: string) => string, env: NodeJS.ProcessEnv): Origin {
  const [label, operation, bodyFile] = [
    getInput('label').trim(),
    getInput('operation').trim(),
    getInput('body-file').trim(),
  ];
  const isUsed = isOperationName(operation) && inputTable['body-file'].users.includes(operation);
  const repository = `${env['GITHUB_SERVER_URL']}/${env['GITHUB_REPOSITORY']}`;
  const sha = findCommit(attemptEvent(env), env);
  const id = env['GITHUB_RUN_ID'] ?? '';
  const attempt = env['GITHUB_RUN_ATTEMPT'] ?? '1';
  return {
    label: isLabel(label) ? label : '',
    bodyFile: isUsed && bodyFile !== '' && isPathLike(bodyFile) ? bodyFile : null,
    commit: /^[0-9a-f]{40,64}$/.test(sha) ? { sha, url: `${repository}/commit/${sha}` } : null,
    run: /^\d+$/.test(id) ? { id, attempt, url: `${repository}/actions/runs/${id}/attempts/${attempt}` } : null,
    time: new Date(),
    help: findHelp(env),
  };
}

/** The address of docs/troubleshooting.md for the version that is running; null if that is not known. */
function findHelp(env: NodeJS.ProcessEnv): string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref } = env;
  return server && repository && ref ? `${server}/${repository}/blob/${ref}/docs/troubleshooting.md` : null;
}

/** The event; empty if it cannot be read, which matters only to a comment. */
function attemptEvent(env: NodeJS.ProcessEnv): JsonObject {
  try {
    return readEvent(env);
  } catch {
    return {};
  }
}

/**
 * The event that triggered the run, as GitHub describes it in a file.
 * @throws Error if the file cannot be read, SyntaxError if it does not contain a JSON object
 */
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

/** The action and its version, the repository, and the run. Values in an unexpected form are left out. */
export function userAgent(env: NodeJS.ProcessEnv): string {
  const repository = fitting(env['GITHUB_REPOSITORY'], /^[\w.-]{1,100}\/[\w.-]{1,100}$/);
  const run = fitting(env['GITHUB_RUN_ID'], /^\d{1,20}$/);
  const details = [repository, run === null ? null : `run ${run}`].filter((detail) => detail !== null);
  return `losant-webhook-action/${version}${details.length > 0 ? ` (${details.join('; ')})` : ''}`;
}

function fitting(text: string | undefined, pattern: RegExp): string | null {
  return text !== undefined && pattern.test(text) ? text : null;
}
