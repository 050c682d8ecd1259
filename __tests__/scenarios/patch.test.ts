import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { sent, writes } from '../support/sent.ts';
import { ends, field, list, messages, names, output, useScenario } from './scenario.ts';

const { api, act } = useScenario();

describe('patch', () => {
  test('sends only the fields that differ', async () => {
    const before = api.addWebhook({ name: 'orders', responseCode: 200, description: 'as it is' });
    const { id } = before;
    const body = '{"responseCode": 201, "description": "as it is", "enabled": true}';
    const run = await act({ operation: 'patch', 'webhook-id': id, body });
    expect(sent(api)).toEqual([`GET webhooks/${id}`, `PATCH webhooks/${id} {"responseCode":201}`]);
    expect(output(run, 'webhook')).toEqual(api.webhook(id));
    expect(list(run, 'previous')).toEqual([before]);
    expect(list(run, 'changes')).toEqual([
      {
        ...{ action: 'update', id, name: 'orders', status: 'applied' },
        application: createHash('sha256').update(api.applicationId).digest('hex').slice(0, 12),
        fields: { responseCode: { from: 200, to: 201 } },
      },
    ]);
    expect(run.outputs).toMatchObject({ changed: 'true', count: '1', 'webhook-id': id });
    expect(run.log).toContain(`~ "orders" (${id}): responseCode 200 → 201`);
    expect(run.log.indexOf('~ "orders"')).toBeLessThan(run.log.indexOf('Done: 1 updated'));
    expect(run.summary).toContain('- responseCode: 200\n+ responseCode: 201\n');
  });

  test('sends nothing if nothing differs', async () => {
    const { id } = api.addWebhook({ name: 'orders', responseCode: 201, basicAuthPassword: 'open-sesame' });
    const run = await act({
      operation: 'patch',
      'webhook-id': id,
      body: 'responseCode: 201\nbasicAuthPassword: open-sesame',
    });
    expect(writes(api)).toEqual([]);
    expect(run.outputs).toMatchObject({ changed: 'false', changes: '[]', previous: '[]', count: '1' });
    expect(run.log).toContain('1 unchanged');
  });

  test('can set an empty string', async () => {
    const { id } = api.addWebhook({ basicAuthUsername: 'orders', basicAuthPassword: 'open-sesame' });
    await act({ operation: 'patch', 'webhook-id': id, body: '{"basicAuthUsername":"","basicAuthPassword":""}' });
    expect(api.webhook(id)).toMatchObject({ basicAuthUsername: '', basicAuthPassword: '' });
  });

  test('finds the webhook by its name, and can rename it', async () => {
    const { id } = api.addWebhook({ name: 'orders' });
    const run = await act({ operation: 'patch', 'webhook-name': 'orders', body: 'name: orders-eu' });
    expect(writes(api)).toEqual([`PATCH webhooks/${id} {"name":"orders-eu"}`]);
    expect(output(run, 'webhook')).toMatchObject({ name: 'orders-eu' });
  });

  test.each(['{}', '[]', '# nothing but a comment'])('refuses the body %s before anything is sent', async (body) => {
    const { id } = api.addWebhook();
    const run = await act({ operation: 'patch', 'webhook-id': id, body });
    expect(messages(run)[0]).toMatch(
      /^body(, line 1, column \d)?: (it does not set any field|a webhook must be an object)/,
    );
    expect(sent(api)).toEqual([]);
  });

  test('patches several webhooks in the order of their names, each once', async () => {
    const ids = ['c', 'a', 'b'].map((name) => api.addWebhook({ name, enabled: name !== 'b' }).id);
    const run = await act({ operation: 'patch', 'webhook-id': `${ids.join(',')}\n${ids[0]}`, body: 'enabled: false' });
    expect(names(run)).toEqual(['a', 'b', 'c']);
    expect(ends(run)).toEqual(['update applied', 'update applied']);
    expect(names(run, 'previous')).toEqual(['a', 'c']);
    expect(run.outputs).toMatchObject({ webhook: '', 'webhook-id': '', count: '3', changed: 'true' });
    expect(run.log).toContain('patch: 2 to update, 1 unchanged');
    expect(sent(api)).toHaveLength(5);
  });

  test.each([
    ['a glob', { 'webhook-name': 'or*' }],
    ['several names', { 'webhook-name': 'orders\nbilling' }],
    ['several ids', { 'webhook-id': `${'a'.repeat(24)},${'b'.repeat(24)}` }],
  ])('refuses to set the name of %s', async (_case, selection) => {
    api.addWebhook({ name: 'orders' });
    const run = await act({ operation: 'patch', ...selection, body: 'name: new' });
    expect(messages(run)[0]).toContain('all of them would get the same name');
    expect(sent(api)).toEqual([]);
  });

  test('refuses to change isWebsocket, and accepts its current value', async () => {
    const { id } = api.addWebhook({ name: 'socket', isWebsocket: true });
    const refused = await act({ operation: 'patch', 'webhook-id': id, body: 'isWebsocket: false\nenabled: false' });
    expect(messages(refused)[0]).toMatch(/"socket" .* is a WebSocket webhook/);
    expect(writes(api)).toEqual([]);
    const same = await act({ operation: 'patch', 'webhook-id': id, body: 'isWebsocket: true\nenabled: false' });
    expect(same.outputs['changed']).toBe('true');
    expect(writes(api)).toEqual([`PATCH webhooks/${id} {"enabled":false}`]);
  });

  test('fails before any change if one of several webhooks cannot be changed that way', async () => {
    api.addWebhook({ name: 'a' });
    api.addWebhook({ name: 'b', isWebsocket: true });
    const run = await act({ operation: 'patch', 'webhook-name': '*', body: 'isWebsocket: false\nenabled: false' });
    expect(run.exitCode).toBe(1);
    expect(writes(api)).toEqual([]);
  });

  test('ignores the response code that Fitbit sets', async () => {
    const { id } = api.addWebhook({ verificationType: 'fitbit' });
    const run = await act({
      operation: 'patch',
      'webhook-id': id,
      body: 'verificationType: fitbit\nresponseCode: 200',
    });
    expect(run.outputs['changed']).toBe('false');
    expect(writes(api)).toEqual([]);
  });

  test('shows the webhook as it would be in a dry run, and sends only GET requests', async () => {
    const before = api.addWebhook({ name: 'orders', responseCode: 200 });
    const run = await act({
      operation: 'patch',
      'dry-run': 'TRUE',
      'webhook-id': before.id,
      body: 'responseCode: 201',
    });
    expect(output(run, 'webhook')).toEqual({ ...before, responseCode: 201 });
    expect(list(run, 'previous')).toEqual([before]);
    expect(ends(run)).toEqual(['update planned']);
    expect(run.outputs['changed']).toBe('true');
    expect(api.webhook(before.id)).toEqual(before);
    expect(writes(api)).toEqual([]);
    expect(run.summary).toContain('🟡 **1 to update**');
  });
});

describe('variables in a body-file', () => {
  const patch = (file: string, env: Record<string, string>) => {
    const { id } = api.addWebhook({ name: 'orders', description: 'before it' });
    return act(
      { operation: 'patch', 'webhook-id': id, 'body-file': 'webhook.yml' },
      { files: { 'webhook.yml': file }, env },
    );
  };

  test('are replaced by their values, and shown as they were written', async () => {
    const run = await patch(
      'description: "for ${STAGE}: $${STAGE}"\nresponseCode: ${CODE}\nenabled: ${ON}\nbasicAuthPassword: ${SECRET}',
      { STAGE: 'the-stage', CODE: '299', ON: 'False', SECRET: 'open-sesame' },
    );
    expect(writes(api)[0]).toContain('"description":"for the-stage: ${STAGE}"');
    expect(api.webhooks()[0]).toMatchObject({ responseCode: 299, enabled: false, basicAuthPassword: 'open-sesame' });
    expect(run.masks).toContain('open-sesame');
    expect(run.shown).not.toMatch(/the-stage|before it/);
    expect(run.log).toContain('responseCode 200 → 299 (from ${CODE})');
    expect(list(run, 'changes')[0]).toMatchObject({
      fields: {
        description: { from: '***', to: 'for ${STAGE}: $${STAGE}' },
        responseCode: { from: 200, to: 299 },
        basicAuthPassword: { from: '', to: '***' },
      },
    });
  });

  test('are shown as they were written in a name, even if the webhook cannot be read', async () => {
    const { id } = api.addWebhook();
    const run = await act(
      { operation: 'patch', 'webhook-id': id, 'body-file': 'webhook.yml', 'api-token': api.token(['webhook.patch']) },
      { files: { 'webhook.yml': 'name: pr-${NUMBER}' }, env: { NUMBER: '4711' } },
    );
    expect(api.webhook(id)?.name).toBe('pr-4711');
    expect(run.shown).not.toContain('pr-4711');
    expect(field(list(run, 'changes')[0], 'name')).toBe('pr-${NUMBER}');
  });

  test('are all listed in one error if they are unset, reserved, or empty in a secret', async () => {
    const run = await patch(
      'name: ${NO_SUCH}\ndescription: ${GITHUB_TOKEN}\nverificationCode: ${EMPTY}\nbasicAuthUsername: ${not ok}',
      { EMPTY: '', GITHUB_TOKEN: 'ghs' },
    );
    const message = messages(run).join('\n');
    expect(message).toMatch(/line 1, column 1: the variable NO_SUCH is not set/);
    expect(message).toMatch(/line 2, column 1: the variable GITHUB_TOKEN is reserved for the runner/);
    expect(message).toMatch(/line 3, column 1: the variable EMPTY is empty/);
    expect(message).toMatch(/line 4, column 1: what is between "\$\{" and "\}" is not a valid variable/);
    expect(sent(api)).toEqual([]);
  });

  test('are not replaced in the input body', async () => {
    const { id } = api.addWebhook();
    await act({ operation: 'patch', 'webhook-id': id, body: 'description: "${HOME} {{globals.x}}"' });
    expect(api.webhook(id)?.description).toBe('${HOME} {{globals.x}}');
  });

  test('with invalid values do not show them', async () => {
    const run = await patch('responseCode: ${CODE}', { CODE: 'not-a-code' });
    expect(messages(run)[0]).toContain('responseCode must be a whole number from 100 to 599, got ${CODE}');
    expect(run.shown).not.toContain('not-a-code');
  });
});
