import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type ApplicationCall, call, callApplication, type Reply } from '../../../local/losant/client.ts';
import { startLosantApi } from '../../../local/losant/index.ts';
import { useLosantApi } from '../../support/use-losant-api.ts';

const api = useLosantApi({ perPageMax: 100 });

const send = (method: string, path: string, options: ApplicationCall = {}): Promise<Reply> =>
  callApplication(api, method, path, options);
const unknownId = 'f'.repeat(24);

describe('scopes', () => {
  const reads: [string, string][] = [
    ['GET', '/webhooks/ID'],
    ['GET', '/webhooks'],
    ['GET', '/flows'],
  ];
  test.each(reads)('%s %s is allowed by any one of its scopes', async (method, path) => {
    const { id } = api.addWebhook();
    const resource = path === '/webhooks/ID' ? 'webhook' : path.slice(1);
    const allowed = [
      'all.Application',
      'all.Application.bounded',
      'all.Organization.read',
      'all.User',
      `${resource}.*`,
      `${resource}.get`,
    ];
    const refused = [`${resource}.post`, 'all.Application.cli', 'all.Device'];
    for (const scope of [...allowed, ...refused]) {
      const reply = await send(method, path.replace('ID', id), { token: api.token([scope]) });
      expect([scope, reply.status]).toEqual([scope, allowed.includes(scope) ? 200 : 403]);
    }
  });

  test('to read do not allow writing', async () => {
    const { id } = api.addWebhook();
    for (const scope of ['all.Application.read', 'webhook.get', 'webhooks.*']) {
      const token = api.token([scope]);
      expect((await send('PATCH', `/webhooks/${id}`, { token, body: { name: 'n' } })).status).toBe(403);
      expect((await send('DELETE', `/webhooks/${id}`, { token })).status).toBe(403);
    }
    expect((await send('POST', '/webhooks', { token: api.token(['webhooks.post']), body: { name: 'n' } })).status).toBe(
      201,
    );
    expect((await send('PATCH', `/webhooks/${id}`, { token: api.token(['webhook.patch']), body: {} })).status).toBe(
      200,
    );
    expect((await send('DELETE', `/webhooks/${id}`, { token: api.token(['webhook.delete']) })).status).toBe(200);
  });
});

describe('one webhook', () => {
  test('is created with defaults, changed, and deleted', async () => {
    const made = await send('POST', '/webhooks', { body: { name: 'orders', isWebsocket: true } });
    expect(made).toMatchObject({
      status: 201,
      json: {
        name: 'orders',
        isWebsocket: true,
        responseCode: 200,
        verificationType: 'none',
        enabled: true,
        _type: 'webhook',
      },
    });
    const id = String(made.json['id']);
    expect(id).toMatch(/^[\da-f]{24}$/u);
    expect(made.json).toMatchObject({ webhookId: id, applicationId: api.applicationId, token: expect.any(String) });
    const patched = await send('PATCH', `/webhooks/${id}`, {
      body: { isWebsocket: false, verificationType: 'fitbit', responseCode: 201 },
    });
    expect(patched.json).toMatchObject({ id, token: made.json['token'], isWebsocket: true, responseCode: 204 });
    expect(api.webhook(id)).toMatchObject({ isWebsocket: true, responseCode: 204, name: 'orders' });
    expect((await send('DELETE', `/webhooks/${id}`)).json).toMatchObject({ success: true });
    expect(api.webhook(id)).toBeUndefined();
    expect((await send('DELETE', `/webhooks/${id}`)).json).toEqual({
      type: 'NotFound',
      message: 'Webhook was not found',
    });
  });

  test('has hypermedia unless it is declined', async () => {
    const { id } = api.addWebhook();
    const full = await send('GET', `/webhooks/${id}`, { token: api.token(['webhook.get', 'webhook.patch']) });
    // The framework joins its parts like a file system path.
    const href = join('/applications', api.applicationId, 'webhooks', id);
    expect(full.json).toMatchObject({
      _actions: { get: { href, method: 'GET' }, patch: { href, method: 'PATCH' } },
      _links: { self: { href } },
      _embedded: {},
    });
    expect(full.json['_actions']).not.toHaveProperty('delete');
    const bare = await send('GET', `/webhooks/${id}?_actions=false&_links=false&_embedded=false`);
    expect(Object.keys(bare.json).filter((name) => name.startsWith('_'))).toEqual(['_etag', '_type']);
  });

  test.each<[string, 'DELETE', boolean]>([
    ['', 'DELETE', false],
    ['?includeWorkflows=', 'DELETE', false],
    ['?includeWorkflows=true', 'DELETE', true],
    ['?includeWorkflows=false', 'DELETE', true],
  ])('with %j %s deletes the workflows too: %s', async (query, method, gone) => {
    const application = api.addApplication();
    const { id } = api.addWebhook({ name: 'a' }, application);
    const other = api.addWebhook({ name: 'b' }, application);
    api.addWorkflow({ name: 'both', webhookIds: [id, other.id] }, application);
    api.addWorkflow(
      { name: 'other', webhookIds: [other.id], otherTriggers: [{ type: 'timer', key: id }] },
      application,
    );
    await send(method, `/webhooks/${id}${query}`, { application });
    expect(api.workflows(application).map(({ name }) => name)).toEqual(gone ? ['other'] : ['both', 'other']);
  });

  test.each([
    [{ maskSecrets: true }, { basicAuthPassword: '********', verificationCode: '' }],
    [{ hideSecrets: true }, {}],
    [{}, { basicAuthPassword: 'hunter2', verificationCode: '' }],
  ])('shows its secrets according to %j', async (behavior, expected) => {
    await using other = await startLosantApi(behavior);
    const { id } = other.addWebhook({ basicAuthPassword: 'hunter2' });
    const path = `${other.url}/applications/${other.applicationId}/webhooks`;
    const one = await call('GET', `${path}/${id}`, { token: other.token() });
    const { basicAuthPassword, verificationCode } = one.json;
    expect(JSON.stringify({ basicAuthPassword, verificationCode })).toBe(JSON.stringify(expected));
    const list = await call('GET', path, { token: other.token() });
    expect(list.text.includes('hunter2')).toBe(Object.keys(behavior).length === 0);
  });
});

describe('lists', () => {
  test('have pages that are sorted, filtered, and no longer than the server allows', async () => {
    const application = api.addApplication();
    for (let number = 0; number < 250; number += 1) {
      api.addWebhook({ name: `${number % 2 ? 'odd' : 'even'}.${number}` }, application);
    }
    const list = async (query: string): Promise<Reply['json'] & { names: string[] }> => {
      const { json } = await send('GET', `/webhooks?${query}`, { application });
      const items = Array.isArray(json['items']) ? json['items'] : [];
      return { ...json, names: items.map(({ name }) => String(name)) };
    };
    const last = await list('page=2&perPage=1000&sortField=id&sortDirection=asc');
    expect(last).toMatchObject({
      count: 50,
      totalCount: 250,
      perPage: 100,
      page: 2,
      sortField: 'id',
      applicationId: application,
    });
    expect(last.names[49]).toBe('odd.249');
    expect((await list('perPage=2&sortField=id&sortDirection=desc')).names).toEqual(['odd.249', 'even.248']);
    expect((await list('perPage=3')).names).toEqual(['even.0', 'even.10', 'even.100']);
    expect(await list('filterField=name&filter=odd.*7')).toMatchObject({ totalCount: 25 });
    api.addWebhook({ name: 'a first one' }, application);
    expect((await list('perPage=1')).names).toEqual(['a first one']);
    const typed = await list('perPage=1&_actions=false&_links=false&_embedded=false');
    expect(typed['items']).toMatchObject([{ _type: 'webhook', _etag: expect.any(String) }]);
    expect(typed).not.toHaveProperty('_links');
  });

  test('can contain the workflows of a webhook', async () => {
    const { id } = api.addWebhook();
    const workflow = api.addWorkflow({ name: 'mine', webhookIds: [id] });
    api.addWorkflow({ name: 'not mine', webhookIds: [unknownId] });
    const filter = encodeURIComponent(JSON.stringify([{ type: 'webhook', key: id }]));
    expect((await send('GET', `/flows?triggerFilter=${filter}`)).json).toMatchObject({
      totalCount: 1,
      items: [{ id: workflow.id, name: 'mine', enabled: true, triggers: [{ type: 'webhook', key: id }] }],
    });
  });
});

test('the local API responds with 429 to more requests than the limit', async () => {
  await using limited = await startLosantApi({ rateLimit: { perSecond: 0, retryAfter: '1' }, latency: 1 });
  const reply = await call('GET', `${limited.url}/applications/x/webhooks`);
  expect(reply).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
});
