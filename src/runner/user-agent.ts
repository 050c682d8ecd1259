import { version } from '../version.ts';

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
