import type { Origin } from '../report/headline.ts';
import { readEvent } from './event.ts';

/** The maximum length of a label, in characters. An invalid one may be longer. */
const LONGEST_LABEL = 60;

/** Where a report comes from, according to the runner. */
export function readOrigin(getInput: (name: string) => string, env: NodeJS.ProcessEnv): Origin {
  const repository = `${env['GITHUB_SERVER_URL']}/${env['GITHUB_REPOSITORY']}`;
  const sha = findCommit(env);
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

/** The commit that the run is about; GITHUB_SHA if the event cannot be read. */
function findCommit(env: NodeJS.ProcessEnv): string {
  try {
    return readEvent(env).commit;
  } catch {
    return env['GITHUB_SHA'] ?? '';
  }
}
