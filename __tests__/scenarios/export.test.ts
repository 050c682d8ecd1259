import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sent } from '../support/sent.ts';
import { needs, systemMode } from '../support/system.ts';
import { type Inputs, list, messages, type Run, type RunOptions, useScenario } from './scenario.ts';

const { api, act } = useScenario();

/** Exports to the file `webhooks.yml`. */
function exportFile(inputs: Inputs = {}, options: RunOptions = {}, actHere = act): Promise<Run> {
  return actHere({ operation: 'export', 'body-file': 'webhooks.yml', ...inputs }, options);
}

/** The input of `sync`: the file that an export wrote. */
const fromFile = { operation: 'sync', 'body-file': 'webhooks.yml' };

function written({ workspace }: Run): string {
  return readFileSync(join(workspace, 'webhooks.yml'), 'utf8');
}

test('an export writes what differs from the defaults, secrets as variables, and ids as comments', async () => {
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
  const exported = await exportFile();
  expect(exported.exitCode).toBe(0);
  expect(
    written(exported),
  ).toBe(`# yaml-language-server: $schema=https://raw.githubusercontent.com/OWNER/losant-webhook-action/v1/schema/webhooks.schema.json
# The webhooks of a Losant application. The sync operation of the Losant webhook action applies this file.

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
  const { api, act } = useScenario({ maskSecrets: secrets === 'masked', hideSecrets: secrets === 'absent' });

  test('sync changes nothing after an export', async () => {
    api.addWebhook({ name: 'plain' });
    api.addWebhook({ name: 'github "x" ${y}', description: 'one\ntwo: ${HOME} $${Z}', isWebsocket: true });
    api.addWebhook({ name: 'fit', verificationType: 'fitbit', verificationCode: 'code-of-fit', responseCode: 204 });
    api.addWebhook({ name: '123', basicAuthUsername: 'yes', basicAuthPassword: 'password-of-123', enabled: false });
    const exported = await exportFile({}, {}, act);
    const before = api.webhooks();
    const env = { FIT_VERIFICATION_CODE: 'code-of-fit', WEBHOOK_123_PASSWORD: 'password-of-123' };
    expect(list(exported, 'variables')).toEqual(Object.keys(env).reverse());
    const synced = await act(fromFile, { workspace: exported.workspace, env });
    expect(synced.exitCode).toBe(0);
    expect(synced.outputs['changed']).toBe('false');
    const clean = (webhooks: typeof before): unknown => webhooks.map((webhook) => ({ ...webhook, lastUpdated: '' }));
    expect(clean(api.webhooks())).toEqual(clean(before));
  });
});

test('an export limited to names contains its scope', async () => {
  api.addWebhook({ name: 'ci-1' });
  api.addWebhook({ name: 'other' });
  const exported = await exportFile({ 'webhook-name': 'ci-*\n!ci-2' });
  expect(written(exported)).toContain('scope: |-\n  ci-*\n  !ci-2\n');
  expect(exported.outputs['count']).toBe('1');
  const pruned = await act({ ...fromFile, prune: true }, { workspace: exported.workspace });
  expect(pruned.exitCode).toBe(0);
  expect(api.webhooks()).toHaveLength(2);
});

test('an export leaves a file that is up to date unchanged, and a dry run only reports', async () => {
  const webhook = api.addWebhook({ name: 'orders' });
  const first = await exportFile();
  const again = await exportFile({}, { workspace: first.workspace });
  expect(again.outputs['changed']).toBe('false');
  expect(again.log).toContain('webhooks.yml is up to date');
  const text = written(first);
  await act({ operation: 'sync', body: `webhooks: [{ id: ${webhook.id}, responseCode: 201 }]` });
  const dry = await exportFile({ 'dry-run': true }, { workspace: first.workspace });
  expect(dry.outputs['changed']).toBe('true');
  expect(written(dry)).toBe(text);
});

test('an export changes only what differs in an existing file, which keeps its comments and its mode', async () => {
  api.addWebhook({ name: 'orders', responseCode: 201, basicAuthPassword: 'not-real-password' });
  const { workspace } = await exportFile();
  const path = join(workspace, 'webhooks.yml');
  const text = [
    '# ours\n- name: orders # the shop\n  responseCode: 200 # why',
    '  basicAuthPassword: ${P}\n- name: gone\n',
  ]
    .join('\n')
    .replaceAll('\n', '\r\n');
  writeFileSync(path, text);
  chmodSync(path, 0o664);
  const updated = await exportFile({}, { workspace, env: { P: 'not-real-password' } });
  expect(written(updated)).toBe(text.replace('200', '201').replace('- name: gone\r\n', ''));
  expect(statSync(path).mode & 0o777).toBe(systemMode(0o664));
  expect(updated.outputs).toMatchObject({ changed: 'true', count: '1', changes: '[]', variables: '["P"]' });
  expect(updated.log).toContain('update "orders": responseCode');
  expect(updated.log).toContain('remove "gone": the application has no such webhook');
  const again = await exportFile({}, { workspace });
  expect([again.outputs['changed'], again.annotations]).toEqual(['false', []]);
});

test('an export leaves a file that cannot be updated unchanged, and sends nothing', async () => {
  const first = await exportFile({}, { files: { 'webhooks.yml': '{"webhooks": []}' } });
  expect(messages(first)).toEqual([expect.stringContaining('it is JSON, and an export writes YAML')]);
  expect(first.outputs['changed']).toBe('false');
  expect(sent(api)).toEqual([]);
});

needs('named pipes', () => {
  test('an export refuses to write to a pipe, which would block the step', async () => {
    const { workspace } = await exportFile({ 'body-file': '' });
    execFileSync('mkfifo', [join(workspace, 'webhooks.yml')]);
    const refused = await exportFile({}, { workspace });
    expect(messages(refused)).toEqual([expect.stringContaining('is not a regular file')]);
  });
});

test('an export pins two webhooks with the same name by their ids, and warns', async () => {
  api.addWebhook({ name: 'twice' });
  api.addWebhook({ name: 'twice' });
  const exported = await exportFile();
  expect(exported.exitCode).toBe(0);
  expect(exported.annotations).toMatchObject([
    { type: 'warning', message: expect.stringContaining('Several webhooks are named "twice"') },
  ]);
  for (const { id } of api.webhooks()) expect(written(exported)).toContain(`id: ${id}`);
});

test.each([
  ['no webhook is selected', {}, 'No webhook of the application is selected'],
  ['the file is outside the workspace', { 'body-file': '../webhooks.yml' }, 'is outside of the workspace'],
  ['no file is given', { 'body-file': '' }, 'body-file must name the file to write'],
])('an export fails if %s', async (_, inputs, message) => {
  const exported = await exportFile(inputs);
  expect(exported.exitCode).toBe(1);
  expect(messages(exported)[0]).toContain(message);
  expect(exported.outputs['changed']).toBe('false');
});

test('an export leaves the file unchanged if the listing fails', async () => {
  api.addWebhook({ name: 'orders' });
  const first = await exportFile();
  api.addWebhook({ name: 'more' });
  api.fault({ resource: 'webhooks' }, 'status 403');
  const failed = await exportFile({}, { workspace: first.workspace });
  expect(failed.exitCode).toBe(1);
  expect(written(failed)).toBe(written(first));
  expect(sent(api)).toHaveLength(2);
});
