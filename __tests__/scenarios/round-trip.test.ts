import { describe, expect, test } from '@jest/globals';
import { sent, writes } from '../support/sent.ts';
import { field, list, messages, output, useScenario } from './scenario.ts';

const { api, act } = useScenario();

/** Without what the server sets with each change. */
const settled = (webhook: unknown): object => ({ ...Object(webhook), lastUpdated: undefined });

describe('the outputs of the action are valid inputs', () => {
  test('a webhook is a body for patch that changes nothing', async () => {
    const { id } = api.addWebhook({ name: 'orders', verificationType: 'fitbit', basicAuthPassword: 'open-sesame' });
    const { outputs } = await act({ operation: 'get', 'webhook-id': id });
    const run = await act({ operation: 'patch', 'webhook-id': id, body: outputs['webhook'] });
    expect(run.outputs['changed']).toBe('false');
    expect(run.annotations).toEqual([]);
    expect(writes(api)).toEqual([]);
  });

  test('previous undoes a patch', async () => {
    const before = api.addWebhook({ name: 'orders', responseCode: 201, description: 'as it was' });
    const { id } = before;
    const patched = await act({ operation: 'patch', 'webhook-id': id, body: 'responseCode: 202\ndescription: new' });
    const body = JSON.stringify(list(patched, 'previous')[0]);
    await act({ operation: 'patch', 'webhook-id': id, body });
    expect(settled(api.webhook(id))).toEqual(settled(before));
  });

  test('previous undoes a bulk patch, through sync', async () => {
    const before = ['a', 'b', 'c'].map((name, number) => api.addWebhook({ name, responseCode: 200 + number }));
    const patched = await act({ operation: 'patch', 'webhook-name': '*', body: 'responseCode: 202' });
    const run = await act({ operation: 'sync', body: `{"webhooks":${patched.outputs['previous']}}` });
    expect(run.exitCode).toBe(0);
    expect(api.webhooks().map(settled)).toEqual(before.map(settled));
  });

  test('a deleted webhook is a body for create, with a warning', async () => {
    const before = api.addWebhook({ name: 'orders', responseCode: 201, basicAuthPassword: 'open-sesame' });
    const deleted = await act({ operation: 'delete', 'webhook-id': before.id });
    const run = await act({ operation: 'create', body: deleted.outputs['webhook'] });
    expect(messages(run, 'warning')).toEqual([
      expect.stringMatching(/"orders" was created again .*new id and a new URL/),
    ]);
    const [made] = api.webhooks();
    expect(made).toMatchObject({ name: 'orders', responseCode: 201, basicAuthPassword: 'open-sesame' });
    expect(made?.id).not.toBe(before.id);
  });

  test('a webhook of a redacted output is a body too', async () => {
    const { id } = api.addWebhook({ name: 'orders', basicAuthPassword: 'open-sesame' });
    const { outputs } = await act({ operation: 'get', 'webhook-id': id, redact: true });
    const run = await act({ operation: 'patch', 'webhook-id': id, body: outputs['webhook'] });
    expect(run.outputs['changed']).toBe('false');
    expect(api.webhook(id)?.basicAuthPassword).toBe('open-sesame');
  });

  test('unknown fields of a newer server are accepted if they are equal, and named if not', async () => {
    const { id } = api.addWebhook({ name: 'orders', responseCode: 201 });
    const alter = (body: object) => ({ ...body, later: { a: 1 }, _etag: 'x' });
    api.fault({ method: 'GET' }, { kind: 'altered', processed: true, alter });
    const { outputs } = await act({ operation: 'get', 'webhook-id': id });
    const body = { ...Object(JSON.parse(outputs['webhook'] ?? '')), responseCode: 202 };
    const same = await act({ operation: 'patch', 'webhook-id': id, body: JSON.stringify(body) });
    expect(writes(api)).toEqual([`PATCH webhooks/${id} {"responseCode":202}`]);
    expect(same.outputs['changed']).toBe('true');
    const other = await act({
      operation: 'patch',
      'webhook-id': id,
      body: JSON.stringify({ ...body, later: { a: 2 } }),
    });
    expect(messages(other)[0]).toContain('"later"');
  });
});

describe('the body of another webhook is refused', () => {
  test.each<[string, (other: object) => object, RegExp]>([
    ['as it is', (other) => other, /its id is [0-9a-f]{24}, but webhook [0-9a-f]{24} has/],
    ['without its id', (other) => ({ ...other, id: undefined }), /its webhookId is/],
    ['without its ids', (other) => ({ ...other, id: undefined, webhookId: undefined }), /token cannot be set/],
    [
      'of another application',
      (other) => ({ applicationId: 'b'.repeat(24), name: field(other, 'name') }),
      /its applicationId is b{24}/,
    ],
    [
      'made at another time',
      () => ({ creationDate: '2020-01-01T00:00:00.000Z', name: 'n' }),
      /creationDate cannot be set/,
    ],
  ])('%s', async (_case, change, message) => {
    const { id } = api.addWebhook({ name: 'orders' });
    const other = api.addWebhook({ name: 'billing' });
    const run = await act({ operation: 'patch', 'webhook-id': id, body: JSON.stringify(change(other)) });
    expect(messages(run)[0]).toMatch(message);
    expect(messages(run)[0]).not.toContain(other.token);
    expect(writes(api)).toEqual([]);
  });

  test('before anything is sent if its id shows it', async () => {
    const [one, other] = [api.addWebhook(), api.addWebhook()];
    await act({ operation: 'patch', 'webhook-id': one.id, body: JSON.stringify(other) });
    expect(sent(api)).toEqual([]);
  });

  test('ids and dates are equal in any notation', async () => {
    const id = 'abcdef0123456789abcdef01';
    const { creationDate } = api.addWebhook({ id });
    const body = { id: id.toUpperCase(), creationDate: creationDate.replace('Z', '+00:00'), enabled: false };
    const run = await act({ operation: 'patch', 'webhook-id': id, body: JSON.stringify(body) });
    expect(run.exitCode).toBe(0);
    expect(output(run, 'webhook')).toMatchObject({ enabled: false });
  });
});
