import { isOperationName } from '../inputs/operations.ts';
import { usesInput } from '../inputs/table.ts';
import { isLabel } from '../inputs/values.ts';
import type { JsonObject } from '../json.ts';
import { isPathLike } from '../quote.ts';
import type { Origin } from '../report/headline.ts';
import { findCommit, readEvent } from './event.ts';

/** Where a report comes from, according to the runner. */
export function readOrigin(getInput: (name: string) => string, env: NodeJS.ProcessEnv): Origin {
  const [label, operation, bodyFile] = [
    getInput('label').trim(),
    getInput('operation').trim(),
    getInput('body-file').trim(),
  ];
  const isUsed = isOperationName(operation) && usesInput(operation, 'body-file');
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
