import { createServer } from 'node:net';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { listenOnLoopback } from '../../local/loopback.ts';
import type { FaultName } from '../../local/losant/index.ts';
import { inputsFor, runAction } from '../../local/runner/run-action.ts';
import { sent } from '../support/sent.ts';
import { ends, messages, output, useScenario } from './scenario.ts';

const id = 'a'.repeat(24);
const get = { operation: 'get', 'webhook-id': id };

const { api, act } = useScenario();
let token = '';
beforeEach(() => {
  ({ token } = api.addWebhook({ id, name: 'orders' }));
});

/** Unit tests cover all responses, and the fault matrix covers all faults. Here is one of each title and cause. */
describe('an error response', () => {
  test.each<[FaultName, string, RegExp]>([
    [
      'status 400',
      'Losant refused the request',
      /status 400 Validation: webhook\.name is the wrong type\. .*Correct the field that the message names/,
    ],
    [
      'status 401',
      'Token refused',
      /status 401 Unauthorized: Invalid access token\. The token does not say when it expires.*new application token/,
    ],
    [
      'status 403',
      'Token lacks a scope',
      /status 403 Forbidden: Access is forbidden\. Any of these scopes is enough: webhook\.get, webhook\.\*, all\.Application\.read\. The token has: all\.Application\./,
    ],
    ['status 404 for the webhook', 'Webhook not found', /no webhook a{24} in application/],
    [
      'status 404 for the application',
      'Not found',
      /status 404 NotFound: Application was not found\. Check application-id/,
    ],
    [
      'status 404 in HTML',
      'Not found',
      /status 404: the response is an HTML page, .*response is not from Losant's API: check api-url/,
    ],
    ['status 429', 'Too many requests', /status 429 TooManyRequests: Too many requests\. Run again later/],
    ['status 500', 'Losant server error', /status 500 Error: Internal error\. Try again later/],
    [
      'status 200 with HTML',
      'Unexpected response',
      /status 200, but the response is an HTML page, not JSON\. Is api-url/,
    ],
    ["another webhook's id", 'Unexpected response', /another webhook: f{24} instead of a{24}/],
    ['redirect to another path', 'Unexpected response', /redirects \(status 302\)/],
    [
      'truncated body after processing',
      'Response cut off',
      /the response was cut off\. The connection to 127\.0\.0\.1:\d+ broke/,
    ],
    ['reset', 'No connection', /cannot be reached \(ECONNRESET\)/],
  ])('%s', async (fault, title, message) => {
    api.fault({}, fault);
    const run = await act(get);
    expect(run.annotations).toEqual([{ type: 'error', title, message: expect.stringMatching(message) }]);
    expect(run.outputs).toMatchObject({ webhook: '', webhooks: '[]', count: '0', changed: 'false' });
    expect(run.summary).toContain('### Losant webhooks · get: ❌ failed');
    expect(sent(api)).toEqual([`GET webhooks/${id}`]);
  });

  test('times out if the response never ends', async () => {
    api.fault({}, 'hang after the headers');
    const run = await act({ ...get, timeout: 1 });
    expect(run.annotations).toMatchObject([
      { title: 'Timed out', message: expect.stringMatching(/no complete response within 1 s/) },
    ]);
  });

  test('says that the token has expired, and when', async () => {
    const run = await act({ ...get, 'api-token': api.token(['all.Application'], { exp: 1_500_000_000 }) });
    expect(messages(run)[0]).toMatch(
      /status 401 .*expired.* The token expired on 2017-07-14T02:40:00\.000Z\. Create a new/,
    );
  });

  test('says that a refused token has not expired', async () => {
    api.fault({}, 'status 401');
    const run = await act({ ...get, 'api-token': api.token(['all.Application'], { exp: 4_000_000_000 }) });
    expect(messages(run)[0]).toContain('The token does not expire until 2096-10-02T07:06:40.000Z');
  });

  test.each(['no-jwt-at-all', `x.${btoa('{"exp":"soon","scope":"all"}')}.y`])(
    'says nothing about the token %s, which does not decode',
    async (undecodable) => {
      api.fault({}, 'status 403');
      const run = await act({ ...get, 'api-token': undecodable });
      expect(messages(run)[0]).toContain('The token does not say which scopes it has');
    },
  );

  test('names the address that does not respond', async () => {
    const server = createServer();
    const port = await listenOnLoopback(server);
    await new Promise((resolve) => server.close(resolve));
    const run = await act({ ...get, 'api-url': `https://127.0.0.1:${port}` });
    expect(run.annotations).toMatchObject([
      { title: 'No connection', message: expect.stringContaining(`127.0.0.1:${port}`) },
    ]);
  });
});

describe('a token that expires soon', () => {
  const inDays = (days: number) => ({ exp: Math.floor(Date.now() / 1000) + days * 24 * 60 * 60 });

  test('causes a warning with the date', async () => {
    const run = await act({ ...get, 'api-token': api.token(['all.Application'], inDays(13)) });
    expect(run.exitCode).toBe(0);
    expect(messages(run, 'warning')[0]).toMatch(/The API token expires on 20\d\d-\d\d-\d\d/);
  });

  test.each([
    ['expires later', 15],
    ['has expired, which Losant judges', -1],
  ])('does not cause a warning if it %s', async (_, days) => {
    const run = await act({ ...get, 'api-token': api.token(['all.Application'], inDays(days)) });
    expect(messages(run, 'warning')).toEqual([]);
  });
});

test('a change with an invalid response fails the step, and the change is reported', async () => {
  api.fault({ method: 'PATCH' }, 'status 200 with an empty body after processing');
  const run = await act({ operation: 'patch', 'webhook-id': id, body: 'responseCode: 299' });
  expect(run.exitCode).toBe(1);
  expect(ends(run)).toEqual(['update applied']);
  expect(output(run, 'webhook')).toMatchObject({ responseCode: 299 });
  expect(run.outputs['changed']).toBe('true');
});

describe('a step with a broken environment', () => {
  test('links an error to its documentation, in the version that runs', async () => {
    const env = { GITHUB_ACTION_REPOSITORY: 'o/r', GITHUB_ACTION_REF: 'v1' };
    const run = await act({ operation: 'get', 'webhook-id': 'x' }, { env });
    expect(messages(run)[0]).toMatch(
      /\nhttps:\/\/github\.com\/o\/r\/blob\/v1\/docs\/troubleshooting\.md#invalid-inputs$/,
    );
  });

  test('prints no secrets if there is no file for outputs', async () => {
    const run = await runAction({ ...get, ...inputsFor(api) }, { env: { GITHUB_OUTPUT: undefined } });
    expect(messages(run, 'warning')[0]).toContain('GITHUB_OUTPUT');
    expect(run.masks).not.toContain(token);
    expect(run.stdout).not.toContain(token);
  });

  test('fails if outputs cannot be written, and still writes the summary', async () => {
    const run = await runAction({ ...get, ...inputsFor(api) }, { env: { GITHUB_OUTPUT: '/no/such/file' } });
    expect(run.exitCode).toBe(1);
    expect(run.annotations).toMatchObject([{ type: 'error', title: 'Outputs not set' }]);
    expect(run.summary).toContain('1 webhook');
  });

  test('works without a summary', async () => {
    const run = await act(get, { env: { GITHUB_STEP_SUMMARY: undefined } });
    expect(run.exitCode).toBe(0);
    expect(run.summary).toBe('');
  });

  test('warns if the summary cannot be written, and still reports what failed', async () => {
    const env = { GITHUB_STEP_SUMMARY: '/no/such/file' };
    const green = await act(get, { env });
    expect(green.exitCode).toBe(0);
    expect(messages(green, 'warning')[0]).toContain('The job summary was not written');
    api.fault({}, 'status 500');
    const red = await act(get, { env });
    expect(messages(red)[0]).toContain('status 500');
  });
});
