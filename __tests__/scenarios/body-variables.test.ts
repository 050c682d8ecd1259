/** Variables by name, environments, former names, and results, as a user of the built action sees them. */
import { describe, expect, test } from '@jest/globals';
import { newFolder } from '../../local/runner/step.ts';
import { sent } from '../support/sent.ts';
import { list, messages, useScenario } from './scenario.ts';

const { api, act, sync } = useScenario();

describe('variables in body', () => {
  test('set a password exactly as it is, and no other field', async () => {
    const orders = api.addWebhook({ name: 'orders', enabled: true });
    const inputs = { operation: 'patch', 'webhook-name': 'orders', variables: 'PW,ON' };
    const env = { PW: 'a #b"\\ ${PW}', ON: 'false' };
    const run = await act(
      { ...inputs, body: 'basicAuthUsername: shop\nbasicAuthPassword: ${PW}\nenabled: ${ON}' },
      { env },
    );
    expect(run.exitCode).toBe(0);
    expect(api.webhook(orders.id)).toMatchObject({ basicAuthPassword: env.PW, enabled: false });
    expect(run.shown).not.toContain('a #b');
    const copied = await act(
      { ...inputs, variables: 'PW', body: 'basicAuthPassword: ${PW}\ndescription: "${PW}"' },
      { env },
    );
    expect(messages(copied)[0]).toContain('the variable PW is used in the secret field basicAuthPassword');
    const empty = await act(
      { ...inputs, body: 'basicAuthUsername: ${PW}\nenabled: ${ON}' },
      { env: { PW: '', ON: '' } },
    );
    expect(messages(empty)[0]).toMatch(/the variable PW is empty[\s\S]*the variable ON is empty/);
  });

  test('are case-sensitive on every system, so a secret cannot be copied by another spelling of its name', async () => {
    const { id } = api.addWebhook({ name: 'orders' });
    const body = 'basicAuthPassword: ${PW}\ndescription: "${pw}"';
    const inputs = { operation: 'patch', 'webhook-id': id, variables: 'PW,pw', body };
    const run = await act(inputs, { env: { PW: 'not-real-password' } });
    expect(messages(run)[0]).toContain('the variable pw is not set');
    expect(api.webhook(id)?.description).toBe('');
  });
});

const file = `environments: [development, production]
defaults:
  responseCode: 200
webhooks:
  - name: invoices
    formerly: billing
    environments:
      production: {responseCode: 202}
  - name: load-test
    only: development
    basicAuthPassword: \${LOAD_PASSWORD}
`;

test('sync applies a file with environments, and renames a webhook that keeps its URL', async () => {
  const billing = api.addWebhook({ name: 'billing' });
  const run = await sync(file, { environment: 'production' });
  expect(run.exitCode).toBe(0);
  expect(sent(api)).toEqual(['GET webhooks', `PATCH webhooks/${billing.id} {"name":"invoices","responseCode":202}`]);
  expect(list(run, 'webhooks')).toMatchObject([{ id: billing.id, name: 'invoices' }]);
  const again = await sync(file, { environment: 'production' });
  expect(again.outputs['changed']).toBe('false');
  const misspelt = await sync(file, { environment: 'prodution' });
  expect(messages(misspelt)[0]).toContain('the input environment is "prodution", did you mean "production"?');
});

test('sync restores a result file exactly as it is', async () => {
  const one = api.addWebhook({ name: 'shared', description: 'costs ${X}' });
  const other = api.addWebhook({ name: 'shared' });
  const inputs = { 'webhook-id': `${one.id},${other.id}`, body: 'enabled: false\ndescription: new' };
  const step = { workspace: await newFolder() };
  await act({ operation: 'patch', ...inputs, 'output-file': 'result.json' }, step);
  expect(api.webhook(one.id)).toMatchObject({ enabled: false });
  const run = await act({ operation: 'sync', 'body-file': 'result.json' }, step);
  expect(run.exitCode).toBe(0);
  expect([one, other].map(({ id }) => api.webhook(id))).toMatchObject([
    { enabled: true, description: 'costs ${X}' },
    { enabled: true, description: '' },
  ]);
});
