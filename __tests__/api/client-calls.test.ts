import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Fault } from '../../local/losant/index.ts';
import type { Losant } from '../../src/api/client.ts';
import { connect } from '../../src/api/connect.ts';
import { connectTo, requestOf } from '../support/in-process.ts';
import { useLosantApi } from '../support/use-losant-api.ts';

const api = useLosantApi();
let losant: Losant;
beforeEach(() => {
  losant = connectTo(requestOf({ retries: 0 }, api));
});

const ID = 'f'.repeat(24);
const json = (body: unknown): Fault => ({ kind: 'text', status: 200, body: JSON.stringify(body) });
const page = (id: string, totalCount: number): Fault => json({ items: [{ id: id.repeat(24), name: id }], totalCount });

test.each<[string, string, (client: Losant) => Promise<unknown>]>([
  ['webhook.get', `GET webhooks/${ID}`, (client) => client.getWebhook(ID)],
  ['webhooks.get', 'GET webhooks', (client) => client.listWebhooks()],
  ['webhooks.post', 'POST webhooks', (client) => client.createWebhook({ name: 'n' }, new Set())],
  ['webhook.patch', `PATCH webhooks/${ID}`, (client) => client.patchWebhook(ID, { enabled: true })],
  ['webhook.delete', `DELETE webhooks/${ID}`, (client) => client.deleteWebhook(ID, { includeWorkflows: false })],
  ['flows.get', 'GET flows', (client) => client.listWorkflows(ID)],
])('the error of a refused %s names its call', async (call, request, send) => {
  api.fault({}, 'status 403');
  await expect(send(losant)).rejects.toMatchObject({ status: 403, call, request });
});

test('lists the workflows of a webhook by its trigger', async () => {
  api.fault(
    {},
    json({
      items: [
        { id: 'w', name: 'flow', triggers: [{ type: 'timer' }, { type: 'webhook', key: ID, later: 1 }], later: 1 },
      ],
      totalCount: 1,
    }),
  );
  expect(await losant.listWorkflows(ID)).toEqual([
    {
      id: 'w',
      name: 'flow',
      triggers: [
        { type: 'timer', key: null },
        { type: 'webhook', key: ID },
      ],
    },
  ]);
  const [request] = api.requests;
  expect(request?.url).toContain(`/applications/${api.applicationId}/flows?`);
  expect(request?.query).toMatchObject({ triggerFilter: `[{"type":"webhook","key":"${ID}"}]` });
});

test('a create whose response is an existing webhook is an error', async () => {
  api.fault({}, json({ id: ID, name: 'n' }));
  await expect(losant.createWebhook({ name: 'n' }, new Set([ID]))).rejects.toThrow(
    `the response is a webhook that existed before: ${ID}`,
  );
});

test('a response that does not confirm a delete is an error', async () => {
  api.fault({}, json({}));
  await expect(losant.deleteWebhook(ID, { includeWorkflows: false })).rejects.toThrow(
    'the response does not confirm that the webhook was deleted',
  );
});

describe('listing webhooks', () => {
  test('reads the list again if its total changes, even if it contains no duplicate', async () => {
    api.fault({}, page('a', 2), [1]);
    api.fault({}, page('b', 3), [2]);
    api.fault({}, page('c', 1), [3]);
    expect(await losant.listWebhooks()).toMatchObject([{ name: 'c' }]);
  });

  test('reads a list that is never consistent three times, and then fails', async () => {
    api.fault({}, json({ items: [], totalCount: 1 }));
    await expect(losant.listWebhooks()).rejects.toThrow('inconsistent');
    expect(api.requests).toHaveLength(3);
  });
});

test('refuses a proxy that cannot be used before anything is sent', () => {
  const unused = () => undefined;
  const settings = {
    ...requestOf({ apiUrl: new URL('https://api.losant.com') }, api),
    userAgent: 'test',
    readOnly: true,
  };
  const handlers = {
    stop: new AbortController().signal,
    mask: (text: string) => text,
    onRetry: unused,
    onResponse: unused,
    onWebhook: unused,
  };
  expect(() => connect({ ...settings, ...handlers }, { https_proxy: 'nonsense' })).toThrow(
    expect.objectContaining({
      title: 'Proxy cannot be used',
      message: expect.stringMatching(/^the proxy in https_proxy cannot be used: .*\. Nothing was sent\.$/),
    }),
  );
});
