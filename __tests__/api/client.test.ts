import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Fault, FaultName } from '../../local/losant/index.ts';
import type { Losant } from '../../src/api/client.ts';
import { connect } from '../../src/api/connect.ts';
import { ApiError } from '../../src/api/errors.ts';
import { ApiToken } from '../../src/losant/token.ts';
import { connectTo, requestOf } from '../support/in-process.ts';
import { useLosantApi } from '../support/use-losant-api.ts';

const api = useLosantApi({ perPageMax: 2 });
let losant: Losant;
beforeEach(() => {
  losant = connectTo(requestOf({ retries: 1 }, api));
});

const ID = 'f'.repeat(24);
/** A webhook with an unknown field that is nested this deep. */
const deep = (levels: number): string =>
  `{"id":"${ID}","name":"n","later":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`;
const json = (body: unknown, status = 200): Fault => ({ kind: 'text', status, body: JSON.stringify(body) });

describe('reading one webhook', () => {
  test('returns the webhook without hypermedia, and with unknown fields', async () => {
    const { id, token } = api.addWebhook({ name: 'orders' });
    const known = { id, name: 'orders', token, applicationId: api.applicationId };
    api.fault({}, json({ ...known, _etag: 'x', later: { a: [1] }, description: null }), 'first');
    expect(await losant.getWebhook(id)).toEqual({ ...known, later: { a: [1] } });
    expect(api.requests[0]?.query).toEqual({ _actions: 'false', _links: 'false', _embedded: 'false' });
    expect(await losant.getWebhook(id)).not.toHaveProperty('_etag');
  });

  test('returns null for a webhook that does not exist', async () => {
    expect(await losant.getWebhook(ID)).toBeNull();
  });

  test.each<FaultName>(['status 404 for the application', 'status 404 in HTML'])(
    '%s is an error, not a missing webhook',
    async (fault) => {
      api.fault({}, fault);
      await expect(losant.getWebhook(ID)).rejects.toThrow(ApiError);
    },
  );

  test('a 404 of another type is an error', async () => {
    api.fault({}, json({ type: 'RouteNotFound', message: 'Cannot GET' }, 404));
    await expect(losant.getWebhook(ID)).rejects.toMatchObject({ status: 404, type: 'RouteNotFound' });
  });

  test.each<[string, Fault, RegExp]>([
    ['nothing', { kind: 'text', status: 200, body: '' }, /the response is empty, not JSON/],
    ['HTML', { kind: 'html', status: 200 }, /an HTML page, not JSON/],
    ['broken JSON', { kind: 'text', status: 200, body: '{"id": "5' }, /some text, not JSON/],
    ['null', json(null), /the response is nothing, not a webhook/],
    ['a list', json([]), /a list, not a webhook/],
    ['a number', json(5), /a number, not a webhook/],
    ['no id', json({ name: 'n' }), /no "id" of 24 hex digits/],
    ['a short id', json({ id: 'abc', name: 'n' }), /no "id" of 24 hex digits/],
    ['no name', json({ id: ID }), /no "name"/],
    ['a field of another type', json({ id: ID, name: 'n', enabled: 'true' }), /"enabled" is a string/],
    ['a token that is not a string', json({ id: ID, name: 'n', token: {} }), /"token" is an object/],
    ['two ids', json({ id: ID, webhookId: 'e'.repeat(24), name: 'n' }), /two ids/],
    ['another webhook', json({ id: 'e'.repeat(24), name: 'n' }), /another webhook/],
    ['another application', json({ id: ID, name: 'n', applicationId: ID }), /another application/],
    ['5,000 levels', { kind: 'text', status: 200, body: deep(5000) }, /nested more than 100 levels deep/],
  ])('refuses %s instead of the webhook, without a retry', async (_, fault, message) => {
    api.fault({}, fault);
    await expect(losant.getWebhook(ID)).rejects.toThrow(message);
    expect(api.requests).toHaveLength(1);
  });

  test.each<[string, Fault]>([
    ['an HTML page', { kind: 'html', status: 403 }],
    ['other JSON', json({ type: 'Forbidden' }, 403)],
    ['other JSON', json([], 403)],
    ['some text', { kind: 'text', status: 403, body: 'no' }],
  ])("an error status with %s is not presented as Losant's error", async (what, fault) => {
    api.fault({}, fault);
    await expect(losant.getWebhook(ID)).rejects.toMatchObject({
      status: 403,
      type: '',
      message: `the response is ${what}, not an error of Losant's`,
      request: `GET webhooks/${ID}`,
      call: 'webhook.get',
    });
  });
});

test('integers beyond 2^53 keep their digits in unknown fields', async () => {
  const body = `{"id":"${ID}","name":"n","later":{"a":[9007199254740993,-12345678901234567890,1e400,1.5]},"responseCode":200}`;
  api.fault({}, { kind: 'text', status: 200, body });
  expect(JSON.stringify(await losant.getWebhook(ID))).toBe(body);
});

describe('listing all webhooks', () => {
  const page = (items: readonly string[], totalCount: number): Fault =>
    json({ items: items.map((id) => ({ id: id.repeat(24), name: id })), totalCount });

  test('reads all pages, even if the server returns shorter ones', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) api.addWebhook({ name });
    expect((await losant.listWebhooks()).map(({ name }) => name).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(api.requests.map(({ query }) => query)).toMatchObject([
      { page: '0', perPage: '1000', sortField: 'id', sortDirection: 'asc' },
      { page: '2' },
      { page: '1' },
      // Checks that the last webhook of the first page is still in its position.
      { page: '1', perPage: '1' },
    ]);
  });

  test('an empty application is an empty list', async () => {
    expect(await losant.listWebhooks()).toEqual([]);
  });

  test('reads the list again if it changes in the meantime', async () => {
    api.fault({}, page(['a'], 2), [1]);
    api.fault({}, page(['b'], 3), [2]);
    api.addWebhook({ name: 'true' });
    expect(await losant.listWebhooks()).toMatchObject([{ name: 'true' }]);
  });

  test.each([
    ['repeats the same page', page(['a'], 2)],
    ['ends before its end', page([], 2)],
    ['has more entries than it says', page(['a', 'b'], 1)],
  ])('a list that %s never counts as complete', async (_, fault) => {
    api.fault({}, fault);
    await expect(losant.listWebhooks()).rejects.toThrow('inconsistent each of the 3 times');
  });

  test.each([
    ['no items', json({ totalCount: 0 })],
    ['no total', json({ items: [] })],
    ['a negative total', json({ items: [], totalCount: -1 })],
    ['an incomplete webhook', json({ items: [], totalCount: 0.5 })],
    ['an item that is not a webhook', json({ items: [{ id: 5 }], totalCount: 1 })],
    ['nothing', json(null)],
  ])('refuses a list with %s', async (_, fault) => {
    api.fault({}, fault);
    await expect(losant.listWebhooks()).rejects.toMatchObject({ name: 'UnexpectedResponse', request: 'GET webhooks' });
  });

  test.each([
    ['not an object', [null], 'the response contains something that is not a workflow'],
    ['without a name', [{ id: 'w' }], 'the response contains something that is not a workflow'],
    ['without an id', [{ name: 'flow' }], 'the response contains something that is not a workflow'],
    ['without triggers', [{ id: 'w', name: 'flow' }], 'the workflow w has no list of "triggers"'],
    ['with an invalid trigger', [{ id: 'w', name: 'flow', triggers: [null] }], 'w has a trigger without a "type"'],
  ])('refuses a list of workflows with one that is %s', async (_, items, message) => {
    api.fault({}, json({ items, totalCount: 1 }));
    await expect(losant.listWorkflows(ID)).rejects.toThrow(message);
  });

  test('the error names the page that failed', async () => {
    for (const name of ['a', 'b', 'c']) api.addWebhook({ name });
    api.fault({}, 'status 401', [2]);
    await expect(losant.listWebhooks()).rejects.toMatchObject({ status: 401, request: 'GET webhooks (page 1)' });
  });
});

test('reports every webhook that is read or written first, so that its secrets can be masked, then the response', async () => {
  const reported: string[] = [];
  const lines: string[] = [];
  const settings = requestOf({}, api);
  const other = connect(
    {
      ...settings,
      userAgent: 'test',
      readOnly: false,
      stop: new AbortController().signal,
      onRetry: () => undefined,
      onResponse: (line) => lines.push(line),
      mask: (text) => text,
      onWebhook: ({ name }) => reported.push(name),
    },
    {},
  );
  const { id } = api.addWebhook({ name: 'read' });
  await other.getWebhook(id);
  await other.listWebhooks();
  await other.patchWebhook(id, { name: 'patched' });
  await other.createWebhook({ name: 'created' }, new Set());
  expect(reported).toEqual(['read', 'read', 'patched', 'created']);
  // The debug log has a line about each response.
  expect(lines.map((line) => line.replace(/\d{1,5} ms$/, 'n ms'))).toEqual([
    `GET webhooks/${id}: status 200, n ms`,
    'GET webhooks: status 200, n ms',
    `PATCH webhooks/${id}: status 200, n ms`,
    'POST webhooks: status 201, n ms',
  ]);
  // Only requests with a body have a type.
  expect(api.requests.map(({ headers }) => headers['content-type'] ?? null)).toEqual([
    null,
    null,
    'application/json',
    'application/json',
  ]);
});

test('never sends a token that a header cannot contain', async () => {
  const other = connectTo(requestOf({ token: new ApiToken('line\r\nbreak: 1'), retries: 0 }, api));
  await expect(other.getWebhook(ID)).rejects.toThrow();
  expect(api.requests).toEqual([]);
});
