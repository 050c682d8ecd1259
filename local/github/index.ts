/**
 * The part of GitHub's API that comments need, on loopback: comments on pull requests with their authors, and the account of
 * the token. It validates requests as GitHub does.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isObject, type Json, parseJson } from '../../src/json.ts';
import { listen, readBody } from '../server.ts';

export interface StoredComment {
  readonly id: number;
  /** The number of its pull request. */
  readonly pull: number;
  /** Null if the account was deleted. */
  readonly author: string | null;
  /** A user may have the same login as an app. */
  readonly type: 'User' | 'Bot';
  body: string;
}

/** A pull request, by its number. */
export interface StoredPull {
  /** The commit of its branch. */
  readonly head: string;
  /** Before the merge, GitHub's attempt to merge it; null if there are conflicts. */
  readonly mergeCommit: string | null;
}

export interface GithubApi extends AsyncDisposable {
  readonly url: string;
  readonly comments: StoredComment[];
  /** Those that can be asked for. Comments need none, since to GitHub a pull request is an issue too. */
  readonly pulls: Map<number, StoredPull>;
  readonly requests: { method: string; path: string; authorization: string; userAgent: string }[];
  /** What the token may do, or how the API fails. */
  mode: 'write' | 'read-only' | 'locked' | 'limited' | 'busy' | 'hidden' | 'broken' | 'silent';
  /** The account of the token. */
  login: string;
  /** How a token can find out its account: a workflow's own token may only query the viewer, and some servers allow neither. */
  accountLookup: 'user' | 'viewer' | 'nothing' | 'no login';
  /** Adds a comment to pull request 7. */
  addComment(author: string | null, body: string, type?: 'User' | 'Bot'): StoredComment;
}

const COMMENTS = /^\/repos\/octo\/devices\/issues\/(\d+)\/comments$/;
const PULL = /^\/repos\/octo\/devices\/pulls\/(\d+)$/;
const COMMENT = /^\/repos\/octo\/devices\/issues\/comments\/(\d+)$/;
const TOKEN = 'ghs_loopback';

/** How GitHub refuses writes. */
const REFUSALS: Readonly<Partial<Record<GithubApi['mode'], readonly [status: number, message: string]>>> = {
  'read-only': [403, 'Resource not accessible by integration'],
  locked: [403, 'Unable to create comment because issue is locked.'],
  limited: [403, 'You have exceeded a secondary rate limit.'],
  busy: [429, 'Too many requests'],
  hidden: [404, 'Not Found'],
};

export interface GithubApiOptions {
  /** Whether to use HTTPS, as GitHub does; true by default. */
  readonly tls?: boolean;
  /** Whether to behave like GitHub Enterprise Server, whose API is under `/api/v3`. */
  readonly isEnterprise?: boolean;
}

/** Starts the API. The token is `ghs_loopback`, and the repository is `octo/devices`. */
export async function startGithubApi({ tls = true, isEnterprise = false }: GithubApiOptions = {}): Promise<GithubApi> {
  const base = isEnterprise ? '/api/v3' : '';
  let lastId = 1000;
  const add = (
    author: string | null,
    body: string,
    type: 'User' | 'Bot' = author?.endsWith('[bot]') ? 'Bot' : 'User',
    pull = 7,
  ): StoredComment => {
    lastId += 1;
    const comment = { id: lastId, pull, author, type, body };
    api.comments.push(comment);
    return comment;
  };
  const server = await listen({ port: 0, tls }, handle);
  const api: GithubApi = {
    url: `${server.url}${base}`,
    comments: [],
    pulls: new Map(),
    requests: [],
    mode: 'write',
    login: 'github-actions[bot]',
    accountLookup: 'viewer',
    addComment: add,
    [Symbol.asyncDispose]: () => server.close(),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://github');
    const path = isEnterprise ? enterprisePath(pathname) : pathname;
    const { method = '', headers } = request;
    api.requests.push({
      method,
      path,
      authorization: String(headers.authorization),
      userAgent: String(headers['user-agent']),
    });
    const text = await readBody(request, 1_000_000);
    const body = text ? parseJson(text) : null;
    if (api.mode === 'silent') return;
    const [status, value] = respond(method, path, searchParams, body, String(headers.authorization));
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  }

  function respond(
    method: string,
    path: string,
    query: URLSearchParams,
    body: Json,
    authorization: string,
  ): [number, Json] {
    if (api.mode === 'broken') return [500, { message: 'Server Error' }];
    if (authorization !== `token ${TOKEN}`) return [401, { message: 'Bad credentials' }];
    if (path === '/user' && api.accountLookup === 'user') return [200, { login: api.login, type: 'User' }];
    if (path === '/user') return [403, { message: 'Resource not accessible by integration' }];
    if (path === '/graphql' && api.accountLookup === 'nothing') return [404, { message: 'Not Found' }];
    if (path === '/graphql') {
      const isQuery = isObject(body) && body['query'] === '{ viewer { login } }';
      if (!isQuery)
        return [200, { errors: [{ message: 'A query attribute must be specified and must be a string.' }] }];
      return [200, { data: api.accountLookup === 'viewer' ? { viewer: { login: api.login } } : {} }];
    }
    if (method === 'GET' && COMMENTS.test(path)) {
      const perPage = Number(query.get('per_page') ?? 30);
      const page = Number(query.get('page') ?? 1);
      const comments = api.comments.filter(({ pull }) => pull === numberIn(path, COMMENTS));
      return [200, comments.slice((page - 1) * perPage, page * perPage).map(shown)];
    }
    const pull = method === 'GET' ? api.pulls.get(numberIn(path, PULL)) : undefined;
    if (pull !== undefined) return [200, { head: { sha: pull.head }, merge_commit_sha: pull.mergeCommit }];
    if (PULL.test(path)) return [404, { message: 'Not Found' }];
    const refusal = REFUSALS[api.mode];
    if (refusal !== undefined) return [refusal[0], { message: refusal[1] }];
    const text = isObject(body) ? body['body'] : undefined;
    if (typeof text !== 'string' || text === '' || text.length > 65_536) return [422, { message: 'Validation Failed' }];
    if (method === 'POST' && COMMENTS.test(path))
      return [201, shown(add(api.login, text, undefined, numberIn(path, COMMENTS)))];
    const comment = api.comments.find(({ id }) => id === numberIn(path, COMMENT));
    if (method !== 'PATCH' || comment === undefined) return [404, { message: 'Not Found' }];
    comment.body = text;
    return [200, shown(comment)];
  }

  return api;
}

/** The same path on github.com. On GitHub Enterprise Server, GraphQL is not under the REST API's version. */
function enterprisePath(path: string): string {
  if (path === '/api/graphql') return '/graphql';
  return path.startsWith('/api/v3/') ? path.slice('/api/v3'.length) : `(not the API) ${path}`;
}

function numberIn(path: string, pattern: RegExp): number {
  return Number(pattern.exec(path)?.[1]);
}

function shown({ id, author, type, body }: StoredComment): Json {
  return { id, body, user: author === null ? null : { login: author, type } };
}
