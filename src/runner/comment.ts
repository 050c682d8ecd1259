import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type * as github from '@actions/github';
import { isObject, parseJson } from '../json.ts';
import type { Log } from '../log.ts';
import { messageOf } from '../problem.ts';
import { userAgent } from './user-agent.ts';

/** GitHub takes no longer comment. */
export const MAX_COMMENT_CHARACTERS = 65_000;
/** For everything: the step must not wait longer for a comment, in milliseconds. */
const DEADLINE = 10_000;
const PAGE_SIZE = 100;

export interface Comment {
  readonly markdown: string;
  /** Whether there is something to say: without, a comment is updated, but none is made. */
  readonly matters: boolean;
  /** What tells the comment from others on the same pull request: application and file. */
  readonly key: readonly string[];
}

/**
 * Keeps one comment on the pull request of this run up to date. What goes wrong is a warning: the webhooks are as they are
 * reported in any case.
 */
export async function keepComment(
  comment: Comment,
  token: string,
  environment: NodeJS.ProcessEnv,
  log: Log,
): Promise<void> {
  const place = pullRequestOf(environment);
  if (place === null) return log.info('No comment: this run belongs to no pull request');
  if (token === '') return log.warning('No comment could be written: github-token is empty.');
  const end = new AbortController();
  const deadline = setTimeout(() => end.abort(), DEADLINE);
  const ended = new Promise<never>((_, reject) => {
    end.signal.addEventListener('abort', () => reject(new Error(`GitHub did not answer within ${DEADLINE / 1000} s`)));
  });
  try {
    await Promise.race([writeComment(comment, place, token, environment, end.signal), ended]);
  } catch (error) {
    log.warning(`The comment on pull request ${place.number} could not be written: ${reason(error)}`);
  } finally {
    clearTimeout(deadline);
  }
}

interface Place {
  readonly apiUrl: string;
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

/** The pull request that started the run, or null. */
function pullRequestOf(environment: NodeJS.ProcessEnv): Place | null {
  const [owner, repo] = (environment['GITHUB_REPOSITORY'] ?? '').split('/');
  const apiUrl = environment['GITHUB_API_URL'];
  const number = eventNumber(environment['GITHUB_EVENT_PATH']);
  return apiUrl && owner && repo && number !== null ? { apiUrl, owner, repo, number } : null;
}

function eventNumber(path: string | undefined): number | null {
  try {
    const event = parseJson(readFileSync(path ?? '', 'utf8'));
    const { pull_request: pull, issue } = isObject(event) ? event : {};
    const source = isObject(pull) ? pull : isObject(issue) && isObject(issue['pull_request']) ? issue : {};
    return typeof source['number'] === 'number' ? source['number'] : null;
  } catch {
    return null;
  }
}

type Octokit = ReturnType<typeof github.getOctokit>;

async function writeComment(
  comment: Comment,
  place: Place,
  token: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<void> {
  const { getOctokit } = await import('@actions/github');
  const { apiUrl, owner, repo, number: issue_number } = place;
  const octokit = getOctokit(token, { baseUrl: apiUrl, userAgent: userAgent(environment) });
  // Passed as an option, `request` would replace the agent and the fetch that know the proxy.
  octokit.hook.before('request', (options) => {
    options.request.signal = signal;
  });
  const marker = markerOf([environment['GITHUB_WORKFLOW'] ?? '', ...comment.key]);
  const body = `${marker}\n${comment.markdown}`;
  const earlier = await ownComment(octokit, place, marker);
  if (earlier !== null) await octokit.rest.issues.updateComment({ owner, repo, comment_id: earlier, body });
  else if (comment.matters) await octokit.rest.issues.createComment({ owner, repo, issue_number, body });
}

/** Stands unseen at the start of a comment. It is hashed, so that it says nothing of the application. */
function markerOf(key: readonly string[]): string {
  return `<!-- losant-webhook-action ${createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 32)} -->`;
}

/** The earlier comment, if it was written with this token: anybody can write a comment that begins the same. */
async function ownComment(
  octokit: Octokit,
  { owner, repo, number: issue_number }: Place,
  marker: string,
): Promise<number | null> {
  const marked: { id: number; author: string }[] = [];
  for (let page = 1, more = true; more; page += 1) {
    const { data } = await octokit.rest.issues.listComments({ owner, repo, issue_number, page, per_page: PAGE_SIZE });
    const found = data.filter(({ body }) => body?.startsWith(marker));
    marked.push(...found.map(({ id, user }) => ({ id, author: user?.login ?? '' })));
    more = data.length === PAGE_SIZE;
  }
  if (marked.length === 0) return null;
  const self = plain(await ownLogin(octokit));
  return marked.find(({ author }) => plain(author) === self)?.id ?? null;
}

/** The login of the token's own account. The token of a workflow may not ask for its user; it can ask who is looking. */
async function ownLogin(octokit: Octokit): Promise<string> {
  try {
    const { data } = await octokit.rest.users.getAuthenticated();
    return data.login;
  } catch {
    return viewer(octokit);
  }
}

async function viewer(octokit: Octokit): Promise<string> {
  try {
    const answer: unknown = await octokit.graphql('{ viewer { login } }');
    const login = isObject(answer) && isObject(answer['viewer']) ? answer['viewer']['login'] : undefined;
    if (typeof login === 'string') return login;
  } catch {
    // A server that can't tell leaves the account that tokens of workflows have.
  }
  return 'github-actions[bot]';
}

/** Apps have `[bot]` behind their login in one of GitHub's interfaces, and not in the other. */
function plain(login: string): string {
  return login.replace(/\[bot\]$/, '');
}

function reason(error: unknown): string {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status !== 403) return messageOf(error);
  return `${messageOf(error)}. The job needs "permissions: pull-requests: write"; runs of forks can't have it.`;
}
