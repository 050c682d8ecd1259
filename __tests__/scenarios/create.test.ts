import { describe, expect, test } from '@jest/globals';
import { sent, writes } from '../support/sent.ts';
import { ends, field, list, messages, output, useScenario } from './scenario.ts';

const { api, act } = useScenario();

describe('create', () => {
  test('creates the webhook and passes it to the next step', async () => {
    const body = '{"name":"pr-7","responseCode":202,"basicAuthUsername":"pr","basicAuthPassword":"open-sesame"}';
    const run = await act({ operation: 'create', body });
    const [made] = api.webhooks();
    expect(output(run, 'webhook')).toEqual(made);
    expect(run.outputs).toMatchObject({ 'webhook-id': made?.id, count: '1', changed: 'true', previous: '[]' });
    expect(ends(run)).toEqual(['create applied']);
    expect(list(run, 'changes')[0]).toMatchObject({
      id: made?.id,
      name: 'pr-7',
      fields: { responseCode: { from: null, to: 202 }, basicAuthPassword: { from: null, to: '***' } },
    });
    expect(sent(api)).toEqual(['GET webhooks', `POST webhooks ${body}`]);
    expect(run.masks).toEqual(expect.arrayContaining(['open-sesame', made?.token, btoa('pr:open-sesame')]));
    expect(run.log).toContain('+ "pr-7": name "pr-7", responseCode 202, basicAuthUsername "pr", basicAuthPassword ***');
    expect(run.log).toContain('Done: 1 created');
    expect(run.summary).toContain('created');
  });

  test('accepts YAML', async () => {
    await act({ operation: 'create', body: 'name: pr-7\nresponseCode: 202\ndescription: |\n  two\n  lines\n' });
    expect(api.webhooks()[0]).toMatchObject({ name: 'pr-7', responseCode: 202, description: 'two\nlines' });
  });

  test('fails if the name is taken, and changes nothing', async () => {
    const { id } = api.addWebhook({ name: 'orders' });
    const run = await act({ operation: 'create', body: 'name: orders' });
    expect(messages(run)[0]).toContain(`"orders" already exists (${id})`);
    expect(messages(run)[0]).toContain('if-exists');
    expect(writes(api)).toEqual([]);
    expect(run.outputs).toMatchObject({ changed: 'false', changes: '[]' });
  });

  test('leaves the webhook with the name as it is, with if-exists skip', async () => {
    const { id } = api.addWebhook({ name: 'orders', responseCode: 200 });
    const run = await act({ operation: 'create', 'if-exists': 'skip', body: 'name: orders\nresponseCode: 201' });
    expect(writes(api)).toEqual([]);
    expect(output(run, 'webhook')).toEqual(api.webhook(id));
    expect(run.outputs).toMatchObject({ changed: 'false', count: '1' });
  });

  test('sends what differs, and nothing in a second run, with if-exists update', async () => {
    const { id } = api.addWebhook({ name: 'orders', responseCode: 200 });
    const inputs = { operation: 'create', 'if-exists': 'update', body: 'name: orders\nresponseCode: 201' };
    const first = await act(inputs);
    expect(first.outputs).toMatchObject({ changed: 'true', 'webhook-id': id });
    const second = await act(inputs);
    expect(second.outputs).toMatchObject({ changed: 'false', 'webhook-id': id, changes: '[]' });
    expect(writes(api)).toEqual([`PATCH webhooks/${id} {"responseCode":201}`]);
  });

  test.each(['error', 'update', 'skip'])(
    'fails if several webhooks have the name, and lists them, with if-exists %s',
    async (ifExists) => {
      const ids = [api.addWebhook({ name: 'orders' }).id, api.addWebhook({ name: 'orders' }).id];
      const run = await act({ operation: 'create', 'if-exists': ifExists, body: 'name: orders' });
      for (const id of ids) expect(messages(run)[0]).toContain(id);
      expect(writes(api)).toEqual([]);
    },
  );

  test('treats names that differ in case as different', async () => {
    api.addWebhook({ name: 'Orders' });
    await act({ operation: 'create', body: 'name: orders' });
    expect(api.webhooks()).toHaveLength(2);
  });

  test('shows the webhook as it would be in a dry run, and sends only GET requests', async () => {
    const run = await act({ operation: 'create', 'dry-run': true, body: 'name: new\nverificationType: fitbit' });
    expect(output(run, 'webhook')).toMatchObject({
      name: 'new',
      enabled: true,
      responseCode: 204,
      castBuffersAs: 'array',
    });
    expect(run.outputs).toMatchObject({ 'webhook-id': '', count: '1', changed: 'true' });
    expect(ends(run)).toEqual(['create planned']);
    expect(writes(api)).toEqual([]);
    expect(run.log).toContain('create (dry run): 1 to create');
    expect(run.summary).toContain('· create (plan)');
  });

  test('fails in a dry run if the name is taken, as in the real run', async () => {
    api.addWebhook({ name: 'orders' });
    const taken = await act({ operation: 'create', 'dry-run': true, body: 'name: orders' });
    expect(taken.exitCode).toBe(1);
    expect(taken.outputs['changed']).toBe('false');
    expect(writes(api)).toEqual([]);
  });

  test('names the missing scope if the token can create but not list', async () => {
    const run = await act({ operation: 'create', 'api-token': api.token(['webhooks.post']), body: 'name: new' });
    expect(messages(run)[0]).toMatch(/GET webhooks failed: status 403 .*webhooks\.get.*The token has: webhooks\.post/);
    expect(writes(api)).toEqual([]);
  });

  test('shows a name from a variable as it was written', async () => {
    const run = await act(
      { operation: 'create', 'body-file': 'webhook.yml' },
      { files: { 'webhook.yml': 'name: pr-${NUMBER}' }, env: { NUMBER: '4711' } },
    );
    expect(api.webhooks()[0]?.name).toBe('pr-4711');
    expect(run.shown).not.toContain('4711');
    expect(field(list(run, 'changes')[0], 'name')).toBe('pr-${NUMBER}');
    const socket = await act(
      { operation: 'create', 'if-exists': 'update', 'body-file': 'webhook.yml' },
      { files: { 'webhook.yml': 'name: pr-${NUMBER}\nisWebsocket: true' }, env: { NUMBER: '4711' } },
    );
    expect(socket.shown).toContain('Webhook "pr-${NUMBER}"');
    expect(socket.shown).not.toContain('pr-4711');
    api.addWebhook({ name: 'pr-4711' });
    const again = await act(
      { operation: 'create', 'body-file': 'webhook.yml' },
      { files: { 'webhook.yml': 'name: pr-${NUMBER}' }, env: { NUMBER: '4711' } },
    );
    expect(again.shown).toContain('2 webhooks are named "pr-${NUMBER}"');
    expect(again.shown).not.toContain('pr-4711');
  });

  test('shows a name with markup and workflow commands, escaped', async () => {
    const name = '::error::x ##[warning]y <b>|`@octo`';
    const run = await act({ operation: 'create', body: JSON.stringify({ name }) });
    expect(run.exitCode).toBe(0);
    expect(run.annotations).toEqual([]);
    expect(run.summary).not.toMatch(/<b>\||@octo|##\[/);
    expect(output(run, 'webhook')).toMatchObject({ name });
  });
});
