import { createHash } from 'node:crypto';
import { inputVariable, isOperationName, operationRow } from '../inputs/table.ts';
import { toComment } from '../inputs/values.ts';
import { isObject } from '../json.ts';
import type { Log } from '../log.ts';
import { errorMessage } from '../problem.ts';
import { tryTo } from '../try-to.ts';
import type { Octokit } from './octokit.ts';
import { type Event, readEvent, userAgent } from './origin.ts';
import { assertRelated, choosePullRequest } from './pull-request.ts';

/** GitHub's limit is this many characters, of which each takes at least one byte. */
const MAX_BYTES = 65_000;
/** For all requests together, in milliseconds: the step must not wait longer for a comment. */
const DEADLINE = 10_000;
const PAGE_SIZE = 100;

export interface Comment {
  /** Makes the text, within a number of bytes. */
  readonly report: (space: number) => string;
  /** Whether there is something to say. If not, an existing comment is updated, but none is created. */
  readonly matters: boolean;
}

type GetInput = (name: string) => string;

/**
 * Keeps one comment on a pull request up to date, if the step asks for it. A failure is only a warning.
 * @param stop is aborted when the step is cancelled
 */
export async function keepComment(
  comment: Comment,
  getInput: GetInput,
  env: NodeJS.ProcessEnv,
  log: Log,
  stop: AbortSignal,
): Promise<void> {
  const operation = getInput('operation');
  if (isOperationName(operation) && operationRow(operation).access !== 'write') return;
  if (env[inputVariable('comment')]?.trim() === '') return log.info('No comment: the input comment is empty');
  // If it is invalid, the run has failed for that.
  const asked = tryTo(() => toComment(getInput('comment'))) ?? false;
  if (asked === false) return;
  let target: Target | null;
  try {
    target = findTarget(asked, env);
    if (target !== null && getInput('github-token') === '') throw new Error('github-token is empty');
  } catch (error) {
    return log.warning(`No comment was written: ${errorMessage(error)}.`);
  }
  if (target === null) return log.info('No comment: this run does not belong to a pull request');
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const deadline = setTimeout(() => reject(new Error(`GitHub did not respond within ${DEADLINE / 1000} s`)), DEADLINE);
  stop.addEventListener('abort', () => reject(new Error('the run was cancelled')));
  try {
    // This package reads the event too, and throws if it cannot.
    const { connectToGithub } = await import('./octokit.ts');
    const octokit = connectToGithub(target.baseUrl, getInput('github-token'), userAgent(env));
    const marker = `<!-- losant-webhook-action ${hash(commentKey(getInput, env))}`;
    await Promise.race([writeComment(comment, marker, target, octokit, env, log), ended]);
  } catch (error) {
    log.warning(`The comment on pull request ${target.number} could not be written: ${reason(error)}`);
  } finally {
    clearTimeout(deadline);
  }
}

/** What the key of a step's comment consists of, without a label. All steps in a composite action have the same GITHUB_ACTION. */
const UNLABELED = ['operation', 'environment', 'body-file', 'webhook-id', 'webhook-name'];

/** The key of a step's comment, from the inputs as given, even if they are invalid. */
export function commentKey(getInput: GetInput, env: NodeJS.ProcessEnv): string[] {
  const variable = (name: string): string => env[name] ?? '';
  const job = [variable('GITHUB_WORKFLOW'), variable('GITHUB_JOB'), getInput('application-id')];
  const label = getInput('label');
  if (label !== '') return [...job, label];
  return [...job, variable('GITHUB_ACTION'), ...UNLABELED.map((name) => getInput(name))];
}

/** The pull request to comment on. */
interface Target {
  readonly baseUrl: string;
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly number: number;
  readonly event: Event;
}

/**
 * The pull request to comment on; null if the run belongs to none.
 * @throws Error that says why there is no comment, although one was asked for
 */
function findTarget(asked: true | number, env: NodeJS.ProcessEnv): Target | null {
  const event = readEvent(env);
  const number = choosePullRequest(asked, event);
  if (number === null) return null;
  const [owner, repo] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  const baseUrl = env['GITHUB_API_URL'];
  if (!baseUrl || !owner || !repo) throw new Error('GITHUB_API_URL or GITHUB_REPOSITORY is not set');
  return { baseUrl, repository: { owner, repo }, number, event };
}

async function writeComment(
  { report, matters }: Comment,
  marker: string,
  { repository, number, event }: Target,
  octokit: Octokit,
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<void> {
  if (event.pullRequest === null) {
    const { data } = await octokit.rest.pulls.get({ ...repository, pull_number: number });
    assertRelated({ head: data.head.sha, mergeCommit: data.merge_commit_sha }, event);
  }
  const run = toRunKey(env);
  const body = `${marker} run ${run} -->\n${report(MAX_BYTES)}`;
  const target = { ...repository, issue_number: number };
  const earlier = await ownComment(octokit, target, marker);
  if (earlier === null) {
    if (matters) await octokit.rest.issues.createComment({ ...target, body });
    return;
  }
  const writer = writtenBy(earlier.body, marker);
  if (writer > run) return log.info('The comment was not updated: a newer run has written it');
  await octokit.rest.issues.updateComment({ ...repository, comment_id: earlier.id, body });
  if (writer === run) {
    log.warning(
      `The comment on pull request ${number} replaces that of another step of this run: give each of these steps a label of its own.`,
    );
  }
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

/** The earlier comment, if this token's account wrote it: anyone can write a comment that begins the same way. */
async function ownComment(
  octokit: Octokit,
  target: { owner: string; repo: string; issue_number: number },
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

/** Whose comment it is. */
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
    return `${message}. The token does not have access to this repository, or there is no such pull request: check github-token and comment.`;
  return message;
}
