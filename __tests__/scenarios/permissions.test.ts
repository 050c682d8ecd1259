import { describe, expect, test } from '@jest/globals';
import { sent, writes } from '../support/sent.ts';
import { ends, list, messages, useScenario } from './scenario.ts';

const missing = 'f'.repeat(24);

const { api, act } = useScenario();

describe('the least that each operation needs', () => {
  test.each<[string, readonly string[], Record<string, string>]>([
    ['get by id', ['webhook.get'], { operation: 'get', 'webhook-id': 'ID' }],
    ['get by name', ['webhooks.get'], { operation: 'get', 'webhook-name': 'orders' }],
    ['list', ['webhooks.get'], { operation: 'list' }],
    ['create', ['webhooks.get', 'webhooks.post'], { operation: 'create', body: 'name: new' }],
    ['patch by id', ['webhook.patch'], { operation: 'patch', 'webhook-id': 'ID', body: 'enabled: false' }],
    [
      'patch by name',
      ['webhooks.get', 'webhook.patch'],
      { operation: 'patch', 'webhook-name': 'orders', body: 'enabled: false' },
    ],
    ['delete by id', ['webhook.delete'], { operation: 'delete', 'webhook-id': 'ID' }],
    ['delete by name', ['webhooks.get', 'webhook.delete'], { operation: 'delete', 'webhook-name': 'orders' }],
    ['a group', ['all.Application.read'], { operation: 'list' }],
  ])('%s: %j', async (_case, scopes, inputs) => {
    const runWith = async (allowed: readonly string[]) => {
      for (const { id } of api.webhooks()) api.removeWebhook(id);
      const { id } = api.addWebhook({ name: 'orders' });
      const given = Object.entries(inputs).map(([name, value]) => [name, value.replace('ID', id)]);
      return act({ ...Object.fromEntries(given), 'api-token': api.token(allowed) });
    };
    expect(messages(await runWith(scopes))).toEqual([]);
    for (const scope of scopes) {
      const refused = await runWith(scopes.filter((other) => other !== scope));
      expect(messages(refused)[0]).toMatch(/status 403 Forbidden/);
      expect(messages(refused)[0]).toContain(scope);
    }
  });
});

describe('a token that may not read', () => {
  test('patches: it sends the whole body', async () => {
    const { id } = api.addWebhook({ name: 'orders', responseCode: 201 });
    const inputs = { operation: 'patch', 'webhook-id': id, body: 'responseCode: 201\nenabled: false' };
    const run = await act({ ...inputs, 'api-token': api.token(['webhook.patch']) });
    expect(sent(api)).toEqual([`GET webhooks/${id}`, `PATCH webhooks/${id} {"responseCode":201,"enabled":false}`]);
    expect(run.outputs).toMatchObject({ changed: 'true', previous: '[]', count: '1', 'webhook-id': id });
    expect(JSON.parse(run.outputs['webhook'] ?? '')).toEqual(api.webhook(id));
    expect(list(run, 'changes')[0]).toMatchObject({ fields: { responseCode: { from: null, to: 201 } } });
    expect(run.log).toContain(`The token may not read webhook ${id}`);
  });

  test('deletes', async () => {
    const { id } = api.addWebhook({ name: 'orders' });
    const run = await act({ operation: 'delete', 'webhook-id': id, 'api-token': api.token(['webhook.delete']) });
    expect(ends(run)).toEqual(['delete applied']);
    expect(run.outputs).toMatchObject({ changed: 'true', previous: '[]', count: '1', 'webhook-id': id, webhook: '' });
    expect(api.webhooks()).toEqual([]);
  });

  test('does not get', async () => {
    const { id } = api.addWebhook();
    const run = await act({ operation: 'get', 'webhook-id': id, 'api-token': api.token(['webhook.patch']) });
    expect(messages(run)[0]).toMatch(/webhook\.get\. The token has: webhook\.patch\./);
    expect(sent(api)).toHaveLength(1);
  });

  test.each(['patch', 'delete'])('%s of a webhook that does not exist is what if-not-found says', async (operation) => {
    const inputs = {
      ...{ operation, 'webhook-id': missing, 'api-token': api.token([`webhook.${operation}`]) },
      ...(operation === 'patch' ? { body: 'enabled: false' } : {}),
    };
    const red = await act(inputs);
    expect(messages(red)[0]).toMatch(/status 404 NotFound: Webhook was not found/);
    expect(red.outputs['changed']).toBe('false');
    const warned = await act({ ...inputs, 'if-not-found': 'warn' });
    expect(messages(warned, 'warning')[0]).toContain(`no webhook ${missing}`);
    expect(warned.outputs).toMatchObject({ changed: 'false', count: '0', webhooks: '[]' });
    const ignored = await act({ ...inputs, 'if-not-found': 'ignore' });
    expect(ignored.annotations).toEqual([]);
    expect(ends(ignored)).toEqual([`${operation === 'patch' ? 'update' : 'delete'} skipped`]);
  });

  test('an age that can not be read stops the run', async () => {
    const { id } = api.addWebhook();
    const token = api.token(['webhook.delete']);
    const run = await act({ operation: 'delete', 'webhook-id': id, 'older-than': '1d', 'api-token': token });
    expect(messages(run)[0]).toContain('is not known');
    expect(writes(api)).toEqual([]);
  });
});

describe('a dry run fails where the real run would', () => {
  test.each<[string, string, Record<string, string>]>([
    ['webhook.patch', 'webhook.get', { operation: 'patch', body: 'enabled: false' }],
    ['webhook.delete', 'all.Application.read', { operation: 'delete' }],
  ])('for want of %s', async (lacking, has, inputs) => {
    const { id } = api.addWebhook();
    const given = { ...inputs, 'webhook-id': id, 'api-token': api.token([has]) };
    const dry = await act({ ...given, 'dry-run': true });
    expect(messages(dry)[0]).toContain(lacking);
    expect(messages(dry)[0]).toContain(`The token has: ${has}`);
    expect(dry.outputs['changed']).toBe('false');
    expect(writes(api)).toEqual([]);
    expect((await act(given)).exitCode).toBe(1);
  });

  test('but not when nothing would be sent', async () => {
    const { id } = api.addWebhook({ enabled: true });
    const inputs = { operation: 'patch', 'webhook-id': id, body: 'enabled: true', 'dry-run': true };
    const run = await act({ ...inputs, 'api-token': api.token(['webhook.get']) });
    expect(run.exitCode).toBe(0);
  });

  test('nor with a token that may not read, and may write', async () => {
    const { id } = api.addWebhook();
    const inputs = { operation: 'delete', 'webhook-id': id, 'dry-run': true };
    const run = await act({ ...inputs, 'api-token': api.token(['webhook.delete']) });
    expect(ends(run)).toEqual(['delete planned']);
    expect(writes(api)).toEqual([]);
  });
});
