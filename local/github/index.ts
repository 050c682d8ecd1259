/**
 * The part of GitHub's API that comments need, on loopback: comments of pull requests, with an author each, and who the
 * token belongs to. It checks what it is sent, as GitHub does.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isObject, type Json, parseJson } from '../../src/json.ts';
import { listen, readBody } from '../server.ts';

export interface StoredComment {
  readonly id: number;
  /** Null for an account that was deleted. */
  readonly author: string | null;
  /** A user may have the login of an app. */
  readonly type: 'User' | 'Bot';
  body: string;
}

export interface GithubApi extends AsyncDisposable {
  readonly url: string;
  readonly comments: StoredComment[];
  readonly requests: { method: string; path: string; authorization: string; userAgent: string }[];
  /** What the token may do. */
  mode: 'write' | 'read-only' | 'locked' | 'limited' | 'hidden' | 'broken' | 'silent';
  /** The account of the token. */
  login: string;
  /** A workflow's own token may not ask for its user, only who is looking; some servers allow neither. */
  tells: 'user' | 'viewer' | 'nothing' | 'no login';
  addComment(author: string | null, body: string, type?: 'User' | 'Bot'): StoredComment;
}

const COMMENTS = /^\/repos\/octo\/devices\/issues\/(\d+)\/comments$/;
const COMMENT = /^\/repos\/octo\/devices\/issues\/comments\/(\d+)$/;
const TOKEN = 'ghs_loopback';

/** How GitHub refuses to write. */
const REFUSALS: Readonly<Partial<Record<GithubApi['mode'], readonly [status: number, message: string]>>> = {
  'read-only': [403, 'Resource not accessible by integration'],
  locked: [403, 'Unable to create comment because issue is locked.'],
  limited: [403, 'You have exceeded a secondary rate limit.'],
  hidden: [404, 'Not Found'],
};

export interface GithubApiOptions {
  /** Whether it speaks https, as GitHub does: true unless set. */
  readonly tls?: boolean;
  /** Behave like GitHub Enterprise Server, whose API is below `/api/v3`. */
  readonly isEnterprise?: boolean;
}

/** Starts it. The token is `ghs_loopback`, the repository `octo/devices`. */
export async function startGithubApi({ tls = true, isEnterprise = false }: GithubApiOptions = {}): Promise<GithubApi> {
  const base = isEnterprise ? '/api/v3' : '';
  let lastId = 1000;
  const add = (
    author: string | null,
    body: string,
    type: 'User' | 'Bot' = author?.endsWith('[bot]') ? 'Bot' : 'User',
  ): StoredComment => {
    lastId += 1;
    const comment = { id: lastId, author, type, body };
    api.comments.push(comment);
    return comment;
  };
  const server = await listen({ port: 0, tls }, answer);
  const api: GithubApi = {
    url: `${server.url}${base}`,
    comments: [],
    requests: [],
    mode: 'write',
    login: 'github-actions[bot]',
    tells: 'viewer',
    addComment: add,
    [Symbol.asyncDispose]: () => server.close(),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
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
    if (path === '/user' && api.tells === 'user') return [200, { login: api.login, type: 'User' }];
    if (path === '/user') return [403, { message: 'Resource not accessible by integration' }];
    if (path === '/graphql' && api.tells === 'nothing') return [404, { message: 'Not Found' }];
    if (path === '/graphql') return [200, { data: api.tells === 'viewer' ? { viewer: { login: api.login } } : {} }];
    if (method === 'GET' && COMMENTS.test(path)) {
      const perPage = Number(query.get('per_page') ?? 30);
      const page = Number(query.get('page') ?? 1);
      return [200, api.comments.slice((page - 1) * perPage, page * perPage).map(shown)];
    }
    const refusal = REFUSALS[api.mode];
    if (refusal !== undefined) return [refusal[0], { message: refusal[1] }];
    const text = isObject(body) ? body['body'] : undefined;
    if (typeof text !== 'string' || text === '' || text.length > 65_536) return [422, { message: 'Validation Failed' }];
    if (method === 'POST' && COMMENTS.test(path)) return [201, shown(add(api.login, text))];
    const comment = api.comments.find(({ id }) => String(id) === COMMENT.exec(path)?.[1]);
    if (method !== 'PATCH' || comment === undefined) return [404, { message: 'Not Found' }];
    comment.body = text;
    return [200, shown(comment)];
  }

  return api;
}

/** The path as on github.com; on GitHub Enterprise Server, GraphQL is beside the REST API's versions. */
function enterprisePath(path: string): string {
  if (path === '/api/graphql') return '/graphql';
  return path.startsWith('/api/v3/') ? path.slice('/api/v3'.length) : `(not the API) ${path}`;
}

function shown({ id, author, type, body }: StoredComment): Json {
  return { id, body, user: author === null ? null : { login: author, type } };
}
