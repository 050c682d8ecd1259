import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Fault, FaultName } from '../../local/losant/index.ts';
import { type Losant, LosantClient } from '../../src/api/client.ts';
import { connect } from '../../src/api/connect.ts';
import { ApiError, DuplicateError } from '../../src/api/errors.ts';
import { Http, type HttpResponse } from '../../src/api/http.ts';
import { Pace } from '../../src/api/pace.ts';
import { ApiToken } from '../../src/losant/token.ts';
import { connectTo, requestOf } from '../support/in-process.ts';
import { sent } from '../support/sent.ts';
import { useLosantApi } from '../support/use-losant-api.ts';

const api = useLosantApi({ perPageMax: 2 });
let losant: Losant;
beforeEach(() => {
  losant = connectTo(requestOf({ retries: 1 }, api));
});

const ID = 'f'.repeat(24);
const json = (body: unknown, status = 200): Fault => ({ kind: 'text', status, body: JSON.stringify(body) });

describe('reading one webhook', () => {
  test('gives it without hypermedia, and with fields that are not known', async () => {
    const { id, token } = api.addWebhook({ name: 'orders' });
    const known = { id, name: 'orders', token, applicationId: api.applicationId };
    api.fault({}, json({ ...known, _etag: 'x', later: { a: [1] }, description: null }), 'first');
    expect(await losant.getWebhook(id)).toEqual({ ...known, later: { a: [1] } });
    expect(api.requests[0]?.query).toEqual({ _actions: 'false', _links: 'false', _embedded: 'false' });
    expect(await losant.getWebhook(id)).not.toHaveProperty('_etag');
  });

  test('a webhook that does not exist is null', async () => {
    expect(await losant.getWebhook(ID)).toBeNull();
  });

  test.each<FaultName>(['status 404 of the application', 'status 404 in HTML'])('%s is an error', async (fault) => {
    api.fault({}, fault);
    await expect(losant.getWebhook(ID)).rejects.toThrow(ApiError);
  });

  test('so is a 404 of another type', async () => {
    api.fault({}, json({ type: 'RouteNotFound', message: 'Cannot GET' }, 404));
    await expect(losant.getWebhook(ID)).rejects.toMatchObject({ status: 404, type: 'RouteNotFound' });
  });

  test.each<[string, Fault, RegExp]>([
    ['nothing', { kind: 'text', status: 200, body: '' }, /the answer is empty, not JSON/],
    ['HTML', { kind: 'html', status: 200 }, /an HTML page, not JSON/],
    ['broken JSON', { kind: 'text', status: 200, body: '{"id": "5' }, /some text, not JSON/],
    ['null', json(null), /the answer is nothing, not a webhook/],
    ['a list', json([]), /a list, not a webhook/],
    ['a number', json(5), /a number, not a webhook/],
    ['no id', json({ name: 'n' }), /no "id" of 24 hex digits/],
    ['a short id', json({ id: 'abc', name: 'n' }), /no "id" of 24 hex digits/],
    ['no name', json({ id: ID }), /no "name"/],
    ['a field of another type', json({ id: ID, name: 'n', enabled: 'true' }), /"enabled" is a text/],
    ['a token that is no text', json({ id: ID, name: 'n', token: {} }), /"token" is an object/],
    ['two ids', json({ id: ID, webhookId: 'e'.repeat(24), name: 'n' }), /two ids/],
    ['another webhook', json({ id: 'e'.repeat(24), name: 'n' }), /another webhook/],
    ['another application', json({ id: ID, name: 'n', applicationId: ID }), /another application/],
  ])('%s in place of it is refused, once', async (_, fault, message) => {
    api.fault({}, fault);
    await expect(losant.getWebhook(ID)).rejects.toThrow(message);
    expect(api.requests).toHaveLength(1);
  });

  test.each<[string, Fault]>([
    ['an HTML page', { kind: 'html', status: 403 }],
    ['other JSON', json({ type: 'Forbidden' }, 403)],
    ['other JSON', json([], 403)],
    ['some text', { kind: 'text', status: 403, body: 'no' }],
  ])('an error status with %s instead of an error of Losant is told as that', async (what, fault) => {
    api.fault({}, fault);
    await expect(losant.getWebhook(ID)).rejects.toMatchObject({
      status: 403,
      type: '',
      message: `the answer is ${what}, not an error of Losant's`,
      request: `GET webhooks/${ID}`,
      call: 'webhook.get',
    });
  });
});

describe('listing', () => {
  const page = (items: readonly string[], totalCount: number): Fault =>
    json({ items: items.map((id) => ({ id: id.repeat(24), name: id })), totalCount });

  test('reads all pages, however short the server makes them', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) api.addWebhook({ name });
    expect((await losant.listWebhooks()).map(({ name }) => name).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(api.requests.map(({ query }) => query)).toMatchObject([
      { page: '0', perPage: '1000', sortField: 'id', sortDirection: 'asc' },
      { page: '1' },
      { page: '2' },
    ]);
  });

  test('an empty application is an empty list', async () => {
    expect(await losant.listWebhooks()).toEqual([]);
  });

  test('a list that changed meanwhile is read again', async () => {
    api.fault({}, page(['a'], 2), [1]);
    api.fault({}, page(['b'], 3), [2]);
    api.addWebhook({ name: 'true' });
    expect(await losant.listWebhooks()).toMatchObject([{ name: 'true' }]);
  });

  test.each([
    ['always repeats itself', page(['a'], 2)],
    ['ends before its end', page([], 2)],
    ['holds more than it says', page(['a', 'b'], 1)],
  ])('a list that %s is never taken for whole', async (_, fault) => {
    api.fault({}, fault);
    await expect(losant.listWebhooks()).rejects.toThrow('inconsistent each of the 3 times');
  });

  test.each([
    ['no items', json({ totalCount: 0 })],
    ['no number of all', json({ items: [] })],
    ['a negative number of all', json({ items: [], totalCount: -1 })],
    ['half a webhook', json({ items: [], totalCount: 0.5 })],
    ['an item that is no webhook', json({ items: [{ id: 5 }], totalCount: 1 })],
    ['nothing', json(null)],
  ])('%s is refused', async (_, fault) => {
    api.fault({}, fault);
    await expect(losant.listWebhooks()).rejects.toMatchObject({ name: 'UnexpectedResponse', request: 'GET webhooks' });
  });

  test.each([
    ['not an object', [null], 'the response contains something that is not a workflow'],
    ['without a name', [{ id: 'w' }], 'the response contains something that is not a workflow'],
    ['without an id', [{ name: 'flow' }], 'the response contains something that is not a workflow'],
    ['without triggers', [{ id: 'w', name: 'flow' }], 'the workflow w has no list of "triggers"'],
    ['with a strange trigger', [{ id: 'w', name: 'flow', triggers: [null] }], 'w has a trigger without a "type"'],
  ])('a workflow that is %s is refused', async (_, items, message) => {
    api.fault({}, json({ items, totalCount: 1 }));
    await expect(losant.listWorkflows(ID)).rejects.toThrow(message);
  });

  test('a list without an end is not followed for ever', async () => {
    let pages = 0;
    class Endless extends Http {
      override async send(): Promise<HttpResponse> {
        pages += 1;
        const item = { id: pages.toString(16).padStart(24, '0'), name: 'n' };
        return { status: 200, headers: {}, text: JSON.stringify({ items: [item], totalCount: 1_000_000 }) };
      }
    }
    const settings = { ...requestOf({}, api), userAgent: 'test', readOnly: true, abort: new AbortController().signal };
    const http = new LosantClient(
      new Endless(settings),
      { retries: 0, pace: new Pace(), stop: settings.abort, onRetry: () => undefined },
      { ...settings, onWebhook: () => undefined, onResponse: () => undefined },
    );
    await expect(http.listWebhooks()).rejects.toThrow('the list has no end: 10000 pages were read');
    expect(pages).toBe(10_000);
  });

  test('a page that fails for good is named', async () => {
    for (const name of ['a', 'b', 'c']) api.addWebhook({ name });
    api.fault({}, 'status 401', [2]);
    await expect(losant.listWebhooks()).rejects.toMatchObject({ status: 401, request: 'GET webhooks (page 1)' });
  });
});

describe('creating', () => {
  const lost: readonly FaultName[] = [
    'reset after the work',
    'status 503 after the work',
    'truncated body after the work',
  ];
  test.each(lost)('%s: the webhook is found in the listing', async (fault) => {
    api.fault({ method: 'POST' }, fault);
    const created = await losant.createWebhook({ name: 'orders' }, new Set());
    expect(created.id).toBe(api.webhooks()[0]?.id);
    expect(sent(api)).toEqual(['POST webhooks {"name":"orders"}', 'GET webhooks']);
  });

  test('one that was there before is not taken for it', async () => {
    const before = api.addWebhook({ name: 'orders' });
    api.fault({ method: 'POST' }, 'reset', 'first');
    const created = await losant.createWebhook({ name: 'orders' }, new Set([before.id]));
    expect(created.id).not.toBe(before.id);
    expect(api.webhooks()).toHaveLength(2);
  });

  test('several new ones of the name are an error that lists them', async () => {
    const ids = [api.addWebhook({ name: 'orders' }), api.addWebhook({ name: 'orders' })].map(({ id }) => id);
    api.fault({ method: 'POST' }, 'reset');
    const end = losant.createWebhook({ name: 'orders' }, new Set());
    await expect(end).rejects.toThrow(DuplicateError);
    await expect(end).rejects.toThrow(ids.sort().join(', '));
    await expect(end).rejects.toMatchObject({ request: 'POST webhooks' });
    expect(sent(api).filter((request) => request.startsWith('POST'))).toHaveLength(1);
  });

  test('without a listing it is not sent again', async () => {
    api.fault({ method: 'POST' }, 'reset');
    api.fault({ method: 'GET' }, 'status 403');
    await expect(losant.createWebhook({ name: 'orders' }, new Set())).rejects.toMatchObject({
      status: 403,
      maybeDone: true,
    });
    expect(sent(api)).toEqual(['POST webhooks {"name":"orders"}', 'GET webhooks']);
  });
});

test('every webhook that is read or written is told before anybody else sees it', async () => {
  const told: string[] = [];
  const settings = requestOf({}, api);
  const other = connect(
    {
      ...settings,
      userAgent: 'test',
      readOnly: false,
      stop: new AbortController().signal,
      onRetry: () => undefined,
      onResponse: () => undefined,
      onWebhook: ({ name }) => told.push(name),
    },
    {},
  );
  const { id } = api.addWebhook({ name: 'read' });
  await other.getWebhook(id);
  await other.listWebhooks();
  await other.patchWebhook(id, { name: 'patched' });
  await other.createWebhook({ name: 'created' }, new Set());
  expect(told).toEqual(['read', 'read', 'patched', 'created']);
});

test('a token that is not accepted in a header is never sent', async () => {
  const other = connectTo(requestOf({ token: new ApiToken('line\r\nbreak: 1'), retries: 0 }, api));
  await expect(other.getWebhook(ID)).rejects.toThrow();
  expect(api.requests).toEqual([]);
});
