import { createHash } from 'node:crypto';
import { isObject } from '../json.ts';
import type { Log } from '../log.ts';
import { errorMessage } from '../problem.ts';
import { connectToGithub, type Octokit } from './octokit.ts';
import { readEvent } from './origin.ts';
import { userAgent } from './user-agent.ts';

/** GitHub's limit is this many characters, of which each takes at least one byte. */
export const MAX_COMMENT_BYTES = 65_000;
/** For all requests together, in milliseconds: the step must not wait longer for a comment. */
const DEADLINE = 10_000;
const PAGE_SIZE = 100;

export interface Comment {
  readonly markdown: string;
  /** Whether there is something to say. If not, an existing comment is updated, but none is created. */
  readonly matters: boolean;
  /** What distinguishes this step from others that comment on the same pull request. */
  readonly key: readonly string[];
}

/** Keeps one comment on this run's pull request up to date. A failure is only a warning. */
export async function keepComment(comment: Comment, token: string, env: NodeJS.ProcessEnv, log: Log): Promise<void> {
  const target = findPullRequest(env);
  if (target === null) return log.info('No comment: this run does not belong to a pull request');
  if (token === '') return log.warning('No comment was written: github-token is empty.');
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const deadline = setTimeout(() => reject(new Error(`GitHub did not respond within ${DEADLINE / 1000} s`)), DEADLINE);
  try {
    const octokit = connectToGithub(target.baseUrl, token, userAgent(env));
    await Promise.race([writeComment(comment, target, octokit, env, log), ended]);
  } catch (error) {
    log.warning(`The comment on pull request ${target.issue_number} could not be written: ${reason(error)}`);
  } finally {
    clearTimeout(deadline);
  }
}

interface PullRequest {
  readonly baseUrl: string;
  readonly owner: string;
  readonly repo: string;
  readonly issue_number: number;
}

/** The pull request that started the run, or null. */
function findPullRequest(env: NodeJS.ProcessEnv): PullRequest | null {
  const [owner, repo] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  const baseUrl = env['GITHUB_API_URL'];
  const { pull_request: pull, issue } = readEvent(env);
  const source = isObject(pull) ? pull : isObject(issue) && isObject(issue['pull_request']) ? issue : {};
  const { number } = source;
  return baseUrl && owner && repo && typeof number === 'number' ? { baseUrl, owner, repo, issue_number: number } : null;
}

async function writeComment(
  { markdown, matters, key }: Comment,
  { owner, repo, issue_number }: PullRequest,
  octokit: Octokit,
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<void> {
  const marker = `<!-- losant-webhook-action ${hash(key)}`;
  const run = toRunKey(env);
  const body = `${marker} run ${run} -->\n${markdown}`;
  const earlier = await ownComment(octokit, { owner, repo, issue_number }, marker);
  if (earlier === null) {
    if (matters) await octokit.rest.issues.createComment({ owner, repo, issue_number, body });
  } else if (writtenBy(earlier.body, marker) > run) {
    log.info('The comment was not updated: a newer run has written it');
  } else await octokit.rest.issues.updateComment({ owner, repo, comment_id: earlier.id, body });
}

/** A hash, so that the comment reveals nothing about the application. */
function hash(key: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 32);
}

/** Puts runs in order: number, id, attempt. */
function toRunKey(env: NodeJS.ProcessEnv): string {
  return ['GITHUB_RUN_NUMBER', 'GITHUB_RUN_ID', 'GITHUB_RUN_ATTEMPT']
    .map((name) => (/^\d+$/.exec(env[name] ?? '')?.[0] ?? '').padStart(12, '0'))
    .join('.');
}

/** The run that wrote the comment; empty if it does not say. */
function writtenBy(body: string, marker: string): string {
  return /^ run ([\d.]+) -->/.exec(body.slice(marker.length))?.[1] ?? '';
}

interface Account {
  /** Without the suffix `[bot]`, which apps have in only one of GitHub's two APIs. */
  readonly login: string;
  /** A user can have the same login as an app. */
  readonly isBot: boolean;
}

/** @param user as GitHub describes it; null for an account that was deleted */
function toAccount(user: { readonly login: string; readonly type?: string } | null | undefined): Account {
  const { login = '', type } = user ?? {};
  return { login: login.replace(/\[bot\]$/, ''), isBot: type === 'Bot' || login.endsWith('[bot]') };
}

/** The earlier comment, if this token's account wrote it: anyone can write a comment that begins the same way. */
async function ownComment(
  octokit: Octokit,
  target: Omit<PullRequest, 'baseUrl'>,
  marker: string,
): Promise<{ id: number; body: string } | null> {
  const marked: { id: number; body: string; author: Account }[] = [];
  for (let page = 1, more = true; more; page += 1) {
    const { data } = await octokit.rest.issues.listComments({ ...target, page, per_page: PAGE_SIZE });
    for (const { id, body = '', user } of data) {
      if (body.startsWith(marker)) marked.push({ id, body, author: toAccount(user) });
    }
    more = data.length === PAGE_SIZE;
  }
  if (marked.length === 0) return null;
  const self = await ownAccount(octokit);
  return marked.find(({ author }) => author.login === self.login && author.isBot === self.isBot) ?? null;
}

/** The token's own account. An app's token, such as a workflow's, cannot ask for its user, but it can ask who the viewer is. */
async function ownAccount(octokit: Octokit): Promise<Account> {
  try {
    const { data } = await octokit.rest.users.getAuthenticated();
    return toAccount(data);
  } catch {
    return toAccount({ login: await viewer(octokit), type: 'Bot' });
  }
}

async function viewer(octokit: Octokit): Promise<string> {
  try {
    const response: unknown = await octokit.graphql('{ viewer { login } }');
    const login = isObject(response) && isObject(response['viewer']) ? response['viewer']['login'] : undefined;
    if (typeof login === 'string') return login;
  } catch {
    // If the server cannot say, the account of workflow tokens is the most likely one.
  }
  return 'github-actions[bot]';
}

function reason(error: unknown): string {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  const message = errorMessage(error);
  if (status === 429 || (status === 403 && /rate limit|abuse/i.test(message)))
    return `${message}. GitHub limits how often the token may be used: the next run tries again.`;
  if (status === 403 && /locked/i.test(message))
    return `${message}. The conversation is locked: unlock it, or use a github-token that can still comment.`;
  if (status === 403)
    return `${message}. The job needs "permissions: pull-requests: write"; runs of forks cannot have it.`;
  if (status === 404)
    return `${message}. The token does not have access to this repository or pull request: check github-token.`;
  return message;
}
