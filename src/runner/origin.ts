import { readFileSync } from 'node:fs';
import { isObject, type JsonObject, parseJson } from '../json.ts';
import type { Origin } from '../report/headline.ts';

/** The maximum length of a label, in characters. An invalid one may be longer. */
const LONGEST_LABEL = 60;

/** Where a report comes from, according to the runner. */
export function readOrigin(getInput: (name: string) => string, env: NodeJS.ProcessEnv): Origin {
  const repository = `${env['GITHUB_SERVER_URL']}/${env['GITHUB_REPOSITORY']}`;
  const sha = headCommit(env) ?? env['GITHUB_SHA'] ?? '';
  const id = env['GITHUB_RUN_ID'] ?? '';
  const attempt = env['GITHUB_RUN_ATTEMPT'] ?? '1';
  return {
    label: getInput('label').trim().slice(0, LONGEST_LABEL),
    bodyFile: getInput('body-file').trim() || null,
    commit: /^[0-9a-f]{40,64}$/.test(sha) ? { sha, url: `${repository}/commit/${sha}` } : null,
    run: /^\d+$/.test(id) ? { id, attempt, url: `${repository}/actions/runs/${id}/attempts/${attempt}` } : null,
    time: new Date(),
  };
}

/** The head commit of a pull request. GITHUB_SHA is only its merge into the base branch. */
function headCommit(env: NodeJS.ProcessEnv): string | null {
  const { pull_request: pull } = readEvent(env);
  const head = isObject(pull) ? pull['head'] : null;
  const sha = isObject(head) ? head['sha'] : null;
  return typeof sha === 'string' ? sha : null;
}

/** The event that triggered the run; empty if it cannot be read. */
export function readEvent(env: NodeJS.ProcessEnv): JsonObject {
  const { GITHUB_EVENT_PATH: path } = env;
  if (!path) return {};
  try {
    const event = parseJson(readFileSync(path, 'utf8'));
    return isObject(event) ? event : {};
  } catch {
    return {};
  }
}
