import { expect, test } from '@jest/globals';
import { type Inputs, type Run, useScenario } from './scenario.ts';

const { api, act } = useScenario({ perPageMax: 10 });

/** Runs the action, and returns its requests and the number of connections. */
async function sent(inputs: Inputs): Promise<{ run: Run; requests: string[]; connections: number }> {
  const run = await act(inputs);
  expect(run).toMatchObject({ exitCode: 0, annotations: [] });
  const requests = api.requests.map(({ method, path }) => `${method} ${path.split('/').slice(3).join('/')}`);
  return { run, requests, connections: new Set(api.requests.map(({ connection }) => connection)).size };
}

test('get takes one request', async () => {
  const { id } = api.addWebhook({ name: 'orders' });
  const { requests } = await sent({ operation: 'get', 'webhook-id': id });
  expect(requests).toEqual([`GET webhooks/${id}`]);
});

test('patch takes two requests on one connection, and one if nothing differs', async () => {
  const { id } = api.addWebhook({ responseCode: 200 });
  const patch = { operation: 'patch', 'webhook-id': id, body: '{"responseCode": 201}' };
  const first = await sent(patch);
  expect(first.requests).toEqual([`GET webhooks/${id}`, `PATCH webhooks/${id}`]);
  expect(first.connections).toBe(1);
  api.reset();
  const second = await sent(patch);
  expect(second.requests).toEqual([`GET webhooks/${id}`]);
  expect(second.run.outputs['changed']).toBe('false');
});

test('delete takes two requests on one connection', async () => {
  const { id } = api.addWebhook();
  const { requests, connections } = await sent({ operation: 'delete', 'webhook-id': id });
  expect(requests).toEqual([`GET webhooks/${id}`, `DELETE webhooks/${id}`]);
  expect(connections).toBe(1);
});

test('create takes a listing and one more request, on one connection', async () => {
  const { requests, connections } = await sent({ operation: 'create', body: '{"name": "new"}' });
  expect(requests).toEqual(['GET webhooks', 'POST webhooks']);
  expect(connections).toBe(1);
});

test('a patch by name takes the pages, one request to check them, and one for each webhook that differs', async () => {
  for (let number = 0; number < 25; number += 1) {
    api.addWebhook({ name: `webhook-${number}`, responseCode: number < 5 ? 200 : 201 });
  }
  const { run, requests, connections } = await sent({
    operation: 'patch',
    'webhook-name': 'webhook-*',
    body: '{"responseCode": 201}',
    concurrency: 3,
  });
  expect(requests.filter((request) => request === 'GET webhooks')).toHaveLength(4);
  expect(requests.filter((request) => request.startsWith('PATCH webhooks/'))).toHaveLength(5);
  expect(requests).toHaveLength(9);
  expect(connections).toBeLessThanOrEqual(3);
  expect(run.outputs['count']).toBe('25');
});
