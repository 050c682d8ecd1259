import { describe, expect, test } from '@jest/globals';
import { sent } from '../support/sent.ts';
import { list, output, useScenario } from './scenario.ts';

const { api, act } = useScenario();

describe('get', () => {
  test('reads one webhook by its id, with one request', async () => {
    const { id } = api.addWebhook({ name: 'orders', responseCode: 202, basicAuthPassword: 'open-sesame' });
    const run = await act({ operation: 'get', 'webhook-id': id });
    expect(run.exitCode).toBe(0);
    expect(output(run, 'webhook')).toEqual(api.webhook(id));
    expect(list(run, 'webhooks')).toEqual([api.webhook(id)]);
    expect(run.outputs).toMatchObject({
      ...{ 'webhook-id': id, 'webhook-url': '', count: '1', changed: 'false' },
      ...{ changes: '[]', previous: '[]', variables: '[]' },
    });
    expect(sent(api)).toEqual([`GET webhooks/${id}`]);
    expect(run.log).toContain('get: 1 webhook\n');
    expect(run.log).toContain(`"orders" (${id})`);
    expect(run.summary).toContain('### Losant webhooks · get');
    expect(run.summary).toContain('<code>orders</code>');
  });

  test('sends a user agent, and declines hypermedia', async () => {
    const { id } = api.addWebhook();
    const token = api.token(['webhook.get']);
    await act({ operation: 'get', 'webhook-id': id, 'api-token': `  Bearer ${token}\n` });
    expect(api.requests).toHaveLength(1);
    expect(api.requests[0]).toMatchObject({
      query: { _actions: 'false', _links: 'false', _embedded: 'false' },
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'user-agent': expect.stringMatching(
          /^losant-webhook-action\/\d+\.\d+\.\d+ \(octo-org\/octo-repo; run 1658821493\)$/,
        ),
      },
    });
  });

  test('leaves out of the user agent what is not a valid repository or run', async () => {
    const { id } = api.addWebhook();
    const env = { GITHUB_REPOSITORY: 'a/b (evil)', GITHUB_RUN_ID: 'x' };
    await act({ operation: 'get', 'webhook-id': id }, { env });
    expect(api.requests[0]?.headers['user-agent']).toMatch(/^losant-webhook-action\/[\d.]+$/);
  });

  test('reads one webhook by its name', async () => {
    const { id } = api.addWebhook({ name: 'billing (eu)' });
    const run = await act({ operation: 'get', 'webhook-name': 'billing (eu)' });
    expect(run.outputs).toMatchObject({ 'webhook-id': id, count: '1' });
    expect(sent(api)).toEqual(['GET webhooks']);
    expect(api.requests[0]?.query).toMatchObject({ perPage: '1000', sortField: 'id', sortDirection: 'asc' });
  });

  test('accepts an id in uppercase', async () => {
    const { id } = api.addWebhook({ id: 'abcdef0123456789abcdef01' });
    const run = await act({ operation: 'get', 'webhook-id': id.toUpperCase() });
    expect(run.outputs['webhook-id']).toBe(id);
  });

  test('keeps unknown fields, and reads unknown values', async () => {
    const { id } = api.addWebhook();
    api.fault(
      { method: 'GET' },
      { kind: 'altered', processed: true, alter: (body) => ({ ...body, later: [1], castBuffersAs: 'new' }) },
    );
    const run = await act({ operation: 'get', 'webhook-id': id });
    expect(output(run, 'webhook')).toMatchObject({ later: [1], castBuffersAs: 'new' });
  });
});

describe.each(['masked', 'absent'] as const)('with secrets that the server shows %s', (secrets) => {
  const { api, act } = useScenario({ maskSecrets: secrets === 'masked', hideSecrets: secrets === 'absent' });

  test('get succeeds', async () => {
    const { id } = api.addWebhook({ basicAuthUsername: 'orders', basicAuthPassword: 'open-sesame' });
    const run = await act({ operation: 'get', 'webhook-id': id });
    expect(output(run, 'webhook')).toMatchObject({ id, basicAuthUsername: 'orders' });
    expect(run.outputs['webhook']).not.toContain('open-sesame');
  });
});
