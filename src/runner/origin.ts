import { readFileSync } from 'node:fs';
import { inputTable, isOperationName } from '../inputs/table.ts';
import { isLabel } from '../inputs/values.ts';
import { isObject, tryParseJson } from '../json.ts';
import { errorMessage } from '../problem.ts';
import { isPathLike } from '../quote.ts';
import type { Origin } from '../report/headline.ts';
import { tryTo } from '../try-to.ts';
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
  // If the event cannot be read, that matters only to a comment.
  const sha = tryTo(() => readEvent(env))?.commit ?? env['GITHUB_SHA'] ?? '';
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

/** What triggered the run. */
export interface Event {
  /** Such as `push`. */
  readonly name: string;
  /** The number of its pull request; null if it has none. */
  readonly pullRequest: number | null;
  /**
   * The commit that the run is about: the head of the event's pull request, or of the workflow run that it follows; otherwise
   * GITHUB_SHA, which for a pull request is only its merge into the base branch. Empty if it is not known.
   */
  readonly commit: string;
}

/**
 * Reads the event, as GitHub describes it in a file.
 * @throws Error that says why it cannot be read, and does not quote it as a parser would
 */
export function readEvent(env: NodeJS.ProcessEnv): Event {
  const { GITHUB_EVENT_PATH: path = '', GITHUB_EVENT_NAME: name = '', GITHUB_SHA: sha = '' } = env;
  const fail = (reason: string): never => {
    throw new Error(`the event cannot be read (${path === '' ? 'GITHUB_EVENT_PATH is not set' : reason})`);
  };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return fail(errorMessage(error));
  }
  const event = tryParseJson(text);
  if (!isObject(event)) return fail(`${path} does not contain a JSON object`);
  const { pull_request: pull, workflow_run: run, issue } = event;
  const { number } = isObject(pull) ? pull : isObject(issue) && isObject(issue['pull_request']) ? issue : {};
  const head = isObject(pull) && isObject(pull['head']) ? pull['head']['sha'] : isObject(run) ? run['head_sha'] : null;
  const commit = typeof head === 'string' ? head : sha;
  return { name, pullRequest: typeof number === 'number' ? number : null, commit };
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
