import { expect, test } from '@jest/globals';
import { createClient } from 'losant-rest';
import type { RecordedRequest } from '../../local/losant/index.ts';
import { type Inputs, useScenario } from './scenario.ts';

const id = 'a'.repeat(24);

// The client would use the proxy of this machine for the loopback API.
process.env['no_proxy'] = '127.0.0.1';

const { api, act } = useScenario({ tls: false });

/** What has to be equal. If the client has no body, it sends an empty object, which counts as none. */
function essence({ method, path, headers, rawBody, query, status }: RecordedRequest): object {
  const body = rawBody === '' || rawBody === '{}' ? undefined : JSON.parse(rawBody);
  const { includeWorkflows, triggerFilter } = query;
  return { method, path, authorization: headers['authorization'], body, includeWorkflows, triggerFilter, status };
}

type Calls = (client: ReturnType<typeof createClient>, applicationId: string) => Promise<unknown>;

test.each<[string, Inputs, Calls]>([
  [
    'get',
    { operation: 'get', 'webhook-id': id },
    async ({ webhook }, applicationId) => {
      await webhook.get({ applicationId, webhookId: id });
    },
  ],
  [
    'list',
    { operation: 'list' },
    async ({ webhooks }, applicationId) => {
      await webhooks.get({ applicationId, perPage: 1000 });
    },
  ],
  [
    'patch',
    { operation: 'patch', 'webhook-id': id, body: 'responseCode: 201\ndescription: "ünï <&>"' },
    async ({ webhook }, applicationId) => {
      await webhook.get({ applicationId, webhookId: id });
      const fields = { description: 'ünï <&>', responseCode: 201 };
      await webhook.patch({ applicationId, webhookId: id, webhook: fields });
    },
  ],
  [
    'create',
    { operation: 'create', body: 'name: new\nenabled: false' },
    async ({ webhooks }, applicationId) => {
      await webhooks.get({ applicationId });
      await webhooks.post({ applicationId, webhook: { name: 'new', enabled: false } });
    },
  ],
  [
    'delete',
    { operation: 'delete', 'webhook-id': id },
    async ({ webhook }, applicationId) => {
      await webhook.get({ applicationId, webhookId: id });
      await webhook.delete({ applicationId, webhookId: id });
    },
  ],
  [
    'delete with workflows',
    { operation: 'delete', 'webhook-id': id, 'include-workflows': true },
    async ({ webhook, flows }, applicationId) => {
      await webhook.get({ applicationId, webhookId: id });
      await flows.get({ applicationId, triggerFilter: JSON.stringify([{ type: 'webhook', key: id }]) });
      await webhook.delete({ applicationId, webhookId: id, includeWorkflows: 'true' });
    },
  ],
])("%s sends the same request as Losant's own client", async (_case, inputs, call) => {
  const accessToken = api.token();
  const before = api.addWebhook({ id, name: 'orders', responseCode: 200 });
  const run = await act({ ...inputs, 'api-token': accessToken });
  expect(run.exitCode).toBe(0);
  const ours = api.requests.map(essence);
  api.reset();
  for (const webhook of api.webhooks()) api.removeWebhook(webhook.id);
  api.addWebhook(before);
  await call(createClient({ accessToken, url: api.url }), api.applicationId);
  expect(ours.length).toBeGreaterThan(0);
  expect(ours).toEqual(api.requests.map(essence));
});
