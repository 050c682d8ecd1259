import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LosantApi, startLosantApi } from '../losant-api/index.ts';
import { type Inputs, type Run, type RunOptions, runAction } from '../support/run-action.ts';
import { sent } from '../support/sent.ts';

let api: LosantApi;

beforeEach(async () => {
  api = await startLosantApi();
});

afterEach(async () => {
  await api.close();
});

function run(operation: 'export' | 'sync', inputs: Inputs = {}, options: RunOptions = {}): Promise<Run> {
  const base = { 'application-id': api.applicationId, 'api-token': api.token(), 'api-url': api.url };
  return runAction({ ...base, operation, 'body-file': 'webhooks.yml', ...inputs }, options);
}

function written({ workspace }: Run): string {
  return readFileSync(join(workspace, 'webhooks.yml'), 'utf8');
}

test('writes what differs from the defaults, secrets as variables, ids as comments', async () => {
  const orders = api.addWebhook({
    name: 'orders',
    responseCode: 202,
    basicAuthUsername: 'shop',
    basicAuthPassword: 'secret-of-orders',
  });
  const alexa = api.addWebhook({
    name: 'alexa',
    verificationType: 'alexa',
    verificationCode: 'secret-of-alexa',
    description: 'costs ${5}',
  });
  const exported = await run('export');
  expect(exported.exitCode).toBe(0);
  expect(
    written(exported),
  ).toBe(`# The webhooks of a Losant application, as the operation sync of the Losant webhook action takes them.

defaults:
  description: ""
  enabled: true
  isWebsocket: false
  waitForReply: false
  responseCode: 200
  verificationType: none
  verificationCode: ""
  basicAuthUsername: ""
  basicAuthPassword: ""
  castBuffersAs: array
  annotateMultipart: false
webhooks:
  - name: alexa # id: ${alexa.id}
    description: costs $\${5}
    verificationType: alexa
    verificationCode: \${ALEXA_VERIFICATION_CODE}
  - name: orders # id: ${orders.id}
    responseCode: 202
    basicAuthUsername: shop
    basicAuthPassword: \${ORDERS_PASSWORD}
`);
  expect(exported.outputs).toMatchObject({
    changed: 'true',
    changes: '[]',
    count: '2',
    variables: '["ALEXA_VERIFICATION_CODE","ORDERS_PASSWORD"]',
  });
  expect(exported.log).toContain('The file needs these variables: ALEXA_VERIFICATION_CODE, ORDERS_PASSWORD');
});

describe.each(['clear', 'masked', 'absent'] as const)('with secrets that the server shows %s', (secrets) => {
  test('an export is in sync', async () => {
    await api.close();
    api = await startLosantApi({ secrets });
    api.addWebhook({ name: 'plain' });
    api.addWebhook({ name: 'github "x" ${y}', description: 'one\ntwo: ${HOME} $${Z}', isWebsocket: true });
    api.addWebhook({ name: 'fit', verificationType: 'fitbit', verificationCode: 'code-of-fit', responseCode: 204 });
    api.addWebhook({ name: '123', basicAuthUsername: 'yes', basicAuthPassword: 'password-of-123', enabled: false });
    const exported = await run('export');
    const before = api.webhooks();
    const env = { FIT_VERIFICATION_CODE: 'code-of-fit', WEBHOOK_123_PASSWORD: 'password-of-123' };
    expect(JSON.parse(exported.outputs['variables'] ?? '')).toEqual(Object.keys(env).reverse());
    const synced = await run('sync', {}, { workspace: exported.workspace, env });
    expect(synced.exitCode).toBe(0);
    expect(synced.outputs['changed']).toBe('false');
    const clean = (webhooks: typeof before): unknown => webhooks.map((webhook) => ({ ...webhook, lastUpdated: '' }));
    expect(clean(api.webhooks())).toEqual(clean(before));
  });
});

test('limited to names, it holds its scope', async () => {
  api.addWebhook({ name: 'ci-1' });
  api.addWebhook({ name: 'other' });
  const exported = await run('export', { 'webhook-name': 'ci-*\n!ci-2' });
  expect(written(exported)).toContain('scope: |-\n  ci-*\n  !ci-2\n');
  expect(exported.outputs['count']).toBe('1');
  const pruned = await run('sync', { prune: true }, { workspace: exported.workspace });
  expect(pruned.exitCode).toBe(0);
  expect(api.webhooks()).toHaveLength(2);
});

test('a file that is up to date is left alone; a dry run only tells', async () => {
  const webhook = api.addWebhook({ name: 'orders' });
  const first = await run('export');
  const again = await run('export', {}, { workspace: first.workspace });
  expect(again.outputs['changed']).toBe('false');
  expect(again.log).toContain('webhooks.yml is up to date');
  const text = written(first);
  api.fault({ method: 'DELETE' }, 'hang');
  await run('sync', { 'body-file': undefined, body: `webhooks: [{ id: ${webhook.id}, responseCode: 201 }]` });
  const dry = await run('export', { 'dry-run': true }, { workspace: first.workspace });
  expect(dry.outputs['changed']).toBe('true');
  expect(written(dry)).toBe(text);
});

test('two webhooks of one name are pinned by their ids, with a warning', async () => {
  api.addWebhook({ name: 'twice' });
  api.addWebhook({ name: 'twice' });
  const exported = await run('export');
  expect(exported.exitCode).toBe(0);
  expect(exported.annotations).toMatchObject([
    { type: 'warning', message: expect.stringContaining('Several webhooks are named "twice"') },
  ]);
  for (const { id } of api.webhooks()) expect(written(exported)).toContain(`id: ${id}`);
});

test.each([
  ['no webhook is selected', {}, 'No webhook of the application is selected'],
  ['the file is outside', { 'body-file': '../webhooks.yml' }, 'is outside of the workspace'],
  ['no file is named', { 'body-file': '' }, 'body-file must name the file to write'],
])('%s: an error', async (_, inputs, message) => {
  const exported = await run('export', inputs);
  expect(exported.exitCode).toBe(1);
  expect(exported.annotations[0]?.message).toContain(message);
  expect(exported.outputs['changed']).toBe('false');
});

test('a listing that fails leaves the file as it is', async () => {
  api.addWebhook({ name: 'orders' });
  const first = await run('export');
  api.addWebhook({ name: 'more' });
  api.fault({ resource: 'webhooks' }, 'status 403');
  const failed = await run('export', {}, { workspace: first.workspace });
  expect(failed.exitCode).toBe(1);
  expect(written(failed)).toBe(written(first));
  expect(sent(api)).toHaveLength(2);
});
