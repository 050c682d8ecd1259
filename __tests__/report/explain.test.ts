import { describe, expect, test } from '@jest/globals';
import {
  ApiError,
  type Attempt,
  CancelledError,
  ConnectionError,
  DryRunError,
  DuplicateError,
  NO_ATTEMPT,
  type RequestError,
  UnexpectedResponse,
} from '../../src/api/errors.ts';
import { type ApiCall, ApiToken } from '../../src/losant/token.ts';
import { Problem } from '../../src/problem.ts';
import { explain, explainFailures } from '../../src/report/explain.ts';
import { inputs, masks, runOf, update } from './sample.ts';

const jwt = (claims: object): ApiToken =>
  new ApiToken(`h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`);

const attemptOf = (call: ApiCall = 'webhook.get'): Attempt => ({ ...NO_ATTEMPT, request: 'GET webhooks/575e', call });

function api(
  status: number,
  message: string,
  more: { type?: string; call?: ApiCall; retryAfter?: number; attempts?: number } = {},
): ApiError {
  const attempt = { ...attemptOf(more.call), attempts: more.attempts ?? 1 };
  return new ApiError(status, more.type ?? 'Type', message, more.retryAfter ?? null).during(attempt);
}

function lost(kind: ConnectionError['kind'], code = '', message = 'it broke'): ConnectionError {
  return new ConnectionError(message, { kind, code, isTransient: true, notSent: false }).during(attemptOf());
}

describe('the explanation of an error', () => {
  test.each<[RequestError, string, string]>([
    [
      api(400, 'webhook.name is wrong'),
      'Losant refused the request',
      'GET webhooks/575e failed: status 400 Type: webhook.name is wrong. Correct the field that the message names',
    ],
    [
      api(401, 'Invalid access token.'),
      'Token refused',
      'Invalid access token. The token does not say when it expires',
    ],
    [
      api(403, 'no', { call: 'flows.get' }),
      'Token lacks a scope',
      'enough: flows.get, flows.*, all.Application.read. The token does not say which scopes',
    ],
    [api(404, 'Webhook was not found', { type: 'NotFound' }), 'Not found', 'The webhook no longer exists'],
    [
      api(404, 'Application was not found', { type: 'NotFound' }),
      'Not found',
      `Check application-id (${inputs.applicationId})`,
    ],
    [
      api(404, 'the answer is an HTML page', { type: '' }),
      'Not found',
      'status 404: the answer is an HTML page. This response is not from Losant',
    ],
    [api(413, 'too large'), 'Too large', 'Shorten its longest field'],
    [api(418, 'teapot'), 'Losant refused the request', 'Trying again will not help'],
    [api(429, 'slow'), 'Too many requests', 'slow. Run again later, or lower concurrency.'],
    [api(500, 'no', { retryAfter: 1000 }), 'Losant server error', 'The server asked to wait 1 s. Try again later'],
    [api(499, 'no'), 'Losant refused the request', 'Trying again will not help.'],
    [api(429, 'slow', { retryAfter: 1500 }), 'Too many requests', 'The server asked to wait 2 s. Run again later'],
    [api(503, 'busy'), 'Losant server error', 'busy. Try again later'],
    [lost('timeout'), 'Timed out', 'api.losant.com did not respond in time. Raise timeout'],
    [lost('cut-off'), 'Response cut off', 'broke before the response was complete'],
    [lost('proxy'), 'No connection through the proxy', 'Check https_proxy'],
    [lost('certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'), 'Certificate refused', 'NODE_EXTRA_CA_CERTS'],
    [
      lost('certificate', 'CERT_HAS_EXPIRED'),
      'Certificate refused',
      'The certificate of api.losant.com is not trusted',
    ],
    [
      lost('certificate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
      'Certificate refused',
      'failed: it broke. The certificate',
    ],
    [lost('cut-off', '', 'at 1.5 s.'), 'Response cut off', 'failed: at 1.5 s. The connection to api.losant.com broke'],
    [lost('network', 'ENOTFOUND'), 'No connection', 'api.losant.com cannot be reached (ENOTFOUND)'],
    [lost('network'), 'No connection', 'no code'],
    [
      new UnexpectedResponse('it is not a webhook').during(attemptOf()),
      'Unexpected response',
      'Is api-url (https://api.losant.com) the address',
    ],
    [
      new DuplicateError(['a', 'b']).during(attemptOf()),
      'Created twice',
      'have this name: a, b. Delete those that you do not want.',
    ],
    [
      new DryRunError('a dry run sends nothing but GET').during(attemptOf()),
      'Request failed',
      'failed: a dry run sends',
    ],
    [new CancelledError('the run was cancelled').during(attemptOf()), 'Cancelled', 'Nothing new was started'],
  ])('%s', (error, title, part) => {
    const explained = explain(error, inputs, masks);
    expect(explained.title).toBe(title);
    expect(explained.message).toContain(part);
    expect(explained.message).toMatch(/^GET webhooks\/575e failed: |during GET webhooks\/575e\. /);
    expect(explained.message).not.toMatch(/ {2}|\.\.| $/);
  });

  test.each([
    [1, ' failed: '],
    [2, ' failed (after 2 attempts): '],
    [5, ' failed (after 5 attempts): '],
  ])('says how many attempts were made if it was not one: %i', (attempts, words) => {
    expect(explain(api(503, 'busy', { attempts }), inputs, masks).message).toContain(words);
  });

  test('says what the token says about itself', () => {
    const withToken = (claims: object, status: number) =>
      explain(api(status, 'no'), { ...inputs, token: jwt(claims) }, masks).message;
    expect(withToken({ exp: 1_500_000_000 }, 401)).toContain('The token expired on 2017-07-14T02:40:00.000Z.');
    expect(withToken({ exp: 4_000_000_000 }, 401)).toContain('does not expire until 2096-10-02T07:06:40.000Z');
    expect(withToken({ scope: ['a', 'b'] }, 403)).toContain('The token has: a, b.');
    expect(withToken({ scope: [] }, 403)).toContain('The token has: none.');
  });

  test('keeps the message of a problem', () => {
    expect(explain(new Problem('A title', 'A message.'), null, masks)).toMatchObject({
      title: 'A title',
      message: 'A message.',
    });
  });

  test.each([
    [new TypeError('x is not a function'), 'x is not a function'],
    ['text', 'text'],
    [undefined, 'undefined'],
    [{}, '[object Object]'],
  ])('anything else that is thrown is a bug: %s', (thrown, text) => {
    const { title, message } = explain(thrown, null, masks);
    expect(title).toBe('Unexpected error');
    expect(message).toContain(`${text}. This is a bug in the action`);
  });

  test('is possible before anything is known', () => {
    expect(explain(lost('timeout'), null, masks).message).toContain('the API did not respond');
    expect(explain(api(401, 'no'), null, masks).message).toContain('does not say when it expires');
    expect(explain(api(403, 'no'), null, masks).message).toContain('does not say which scopes it has');
    expect(explain(api(404, 'Application was not found', { type: 'NotFound' }), null, masks).title).toBe('Not found');
    expect(explain(api(404, 'no', { type: '' }), null, masks).title).toBe('Not found');
    expect(explain(new UnexpectedResponse('no'), null, masks).title).toBe('Unexpected response');
  });
});

test('explains an error that names no inputs and no call', () => {
  expect(explain(new UnexpectedResponse('the answer is empty'), inputs, masks).message).toMatch(
    /^The request failed: the answer is/,
  );
  const forbidden = explain(new ApiError(403, 'Forbidden', 'no', null), inputs, masks).message;
  expect(forbidden).toMatch(/^The request failed: status 403 Forbidden: no\. The token does not say which scopes/);
  const duplicate = explain(new DuplicateError(['a', 'b']), inputs, masks).message;
  expect(duplicate).toMatch(/Delete those that you do not want\.$/);
});

test('explains a run that was cancelled before any request', () => {
  expect(explain(new CancelledError('the run was cancelled'), inputs, masks).message).toBe(
    'The run was cancelled. Nothing new was started after that.',
  );
});

describe('the list of everything that failed in a run', () => {
  const problem = new Problem('A title', 'A message.');
  const told = (...given: Parameters<typeof runOf>) =>
    explainFailures(runOf(...given), masks).map(({ title }) => title);

  test('begins with what ended the run, then has the failed changes, without those that were only cancelled', () => {
    const failed = (error: Error) => ({ status: 'failed', after: null, error }) as const;
    const changes = [
      [update({ name: 'a' }), failed(api(429, 'slow'))],
      [update({ name: 'b' }), failed(new CancelledError('the run was cancelled'))],
      [update({ name: 'c' }), { status: 'applied', after: null }],
    ] as const;
    expect(told(changes, { failure: problem })).toEqual(['A title', 'Too many requests']);
    expect(told(changes)).toEqual(['Too many requests']);
    expect(told(changes, { failure: new CancelledError('the run was cancelled') })).toEqual([
      'Cancelled',
      'Too many requests',
    ]);
  });

  test.each([
    ['a change was asked for, and reading failed', inputs, null, api(503, 'busy'), true],
    ['only reading was asked for', { ...inputs, operation: 'list' as const }, null, api(503, 'busy'), false],
    ['there was a plan', inputs, runOf([]).plan, api(503, 'busy'), false],
    ['it says so itself', inputs, null, problem, false],
    ['nothing was asked for yet', null, null, api(503, 'busy'), false],
  ])('says that nothing was changed if that is not clear: %s', (_, asked, plan, failure, isTold) => {
    const [first] = explainFailures(runOf([], { inputs: asked, plan, failure }), masks);
    expect(first?.message.endsWith('. Nothing was changed.')).toBe(isTold);
    expect(first?.message).toContain(failure.message.slice(0, 4));
  });
});

test('the explanation of a change that was made after all says so', () => {
  const remark = 'an attempt has created the webhook after all, with the id from-env';
  const run = runOf([[update(), { status: 'applied', after: null, error: api(400, 'no'), remark }]]);
  expect(explainFailures(run, masks).map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /failed: status 400 Type: no\. .*\. But an attempt has created the webhook after all, with the id \*\*\*\.$/,
    ),
  ]);
});
