import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { writes } from '../support/sent.ts';
import { systemMode } from '../support/system.ts';
import { ends, field, list, messages, output, type Run, useScenario } from './scenario.ts';

const password = 'open-sesame';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const { api, act } = useScenario();

/** Everything that a person can see of a run, and what of it a runner does not mask. */
function everything(run: Run): string {
  const outputs = Object.values(run.outputs).join('\n');
  const masked = run.masks.reduce((text, mask) => text.replaceAll(mask, '***'), outputs);
  return `${run.shown}\n${run.debugMessages.join('\n')}\n${masked}`;
}

describe('masking secrets', () => {
  test('masks the token first, whatever is wrong with the other inputs', async () => {
    const token = api.token();
    for (const inputs of [{ operation: 'nonsense' }, { operation: 'get', 'webhook-id': 'x' }, { operation: 'list' }]) {
      const run = await act({ ...inputs, 'api-token': `Bearer ${token}` });
      const [first = '', ...rest] = run.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
      expect(run.stdout.indexOf(`::add-mask::${token}\n`)).toBeLessThan(run.stdout.indexOf(first));
      expect([first, ...rest].join('\n')).not.toContain(token);
    }
  });

  test('registers all secrets of all webhooks in an output before it is set', async () => {
    for (let number = 0; number < 3; number += 1) {
      const secrets = { basicAuthPassword: `password-${number}`, verificationCode: `code-${number}-é"\\` };
      api.addWebhook({ name: `w-${number}`, basicAuthUsername: 'user', ...secrets });
    }
    const run = await act({ operation: 'list' });
    for (const { token, basicAuthPassword, verificationCode } of api.webhooks()) {
      const expected = [token, basicAuthPassword, verificationCode, base64(`user:${basicAuthPassword}`)];
      expect(run.masks).toEqual(expect.arrayContaining(expected));
    }
  });

  test('registers the secrets of a body even if nothing was read', async () => {
    api.fault({}, 'status 500');
    const body = { name: 'n', basicAuthUsername: 'user', basicAuthPassword: password, verificationCode: 'a-code' };
    const run = await act({ operation: 'create', body: JSON.stringify(body) });
    expect(run.masks).toEqual(expect.arrayContaining([password, 'a-code', base64(`user:${password}`)]));
  });

  test('registers no secret of a webhook that is in no output', async () => {
    const token = api.token();
    const { token: own } = api.addWebhook({ name: 'orders' });
    const other = api.addWebhook({ name: 'billing', basicAuthUsername: 'user', basicAuthPassword: password });
    expect((await act({ operation: 'list', 'webhook-name': 'none', 'api-token': token })).masks).toEqual([token]);
    const echo = `not ${other.token} or ${password} or ${base64(`user:${password}`)}`;
    api.fault({ method: 'PATCH' }, { kind: 'error', status: 400, type: 'Validation', message: echo });
    const inputs = { operation: 'patch', 'webhook-name': 'orders', body: 'enabled: false', 'api-token': token };
    const run = await act(inputs, { debug: true });
    expect(run.masks).toEqual([token, own]);
    expect(messages(run)[0]).toContain('not *** or *** or ***');
    for (const secret of [other.token, password, base64(`user:${password}`)]) expect(run.stdout).not.toContain(secret);
  });

  test('registers no secret of a webhook in an output that is left empty', async () => {
    const token = api.token();
    for (let number = 0; number < 17; number += 1) api.addWebhook({ description: 'x'.repeat(30_000) });
    const run = await act({ operation: 'list', 'api-token': token, 'output-file': 'result.json' });
    expect(run.outputs).toMatchObject({ webhooks: '', count: '17' });
    expect(run.masks).toEqual([token]);
    expect(messages(run, 'warning')).toEqual([
      expect.stringContaining('GitHub does not mask secrets that are only in that file'),
    ]);
  });

  test('registers a secret of another webhook that an output contains', async () => {
    const { token } = api.addWebhook({ name: 'billing' });
    api.addWebhook({ name: 'orders', description: `like ${token}` });
    expect((await act({ operation: 'list', 'webhook-name': 'orders' })).masks).toContain(token);
  });

  test('registers the secrets of webhooks that a failed or refused run has in its outputs', async () => {
    const { token } = api.addWebhook({ name: 'orders' });
    api.fault({ method: 'DELETE' }, 'status 500');
    const run = await act({ operation: 'delete', 'webhook-name': 'orders' });
    expect(list(run, 'webhooks')).toMatchObject([{ token }]);
    expect(run.masks).toContain(token);
  });

  test('masks the lines of a secret one by one, as the runner does', async () => {
    const verificationCode = 'first line\nsecond line\nab';
    api.addWebhook({ verificationCode });
    const run = await act({ operation: 'list' });
    expect(run.masks).toEqual(expect.arrayContaining(['first line', 'second line']));
    expect(run.masks).not.toContain('ab');
  });

  test('does not mask a short secret, and does not show it', async () => {
    const { id } = api.addWebhook({ name: 'orders', basicAuthPassword: 'xyz' });
    const inputs = { operation: 'patch', 'webhook-id': id };
    const run = await act({ ...inputs, body: '{"basicAuthPassword":"uvw","verificationCode":"q"}' });
    expect(ends(run)).toEqual(['update applied']);
    expect(run.masks.filter((mask) => mask.length < 4)).toEqual([]);
    expect(run.shown).not.toMatch(/xyz|uvw/);
    expect(run.outputs['changes']).not.toMatch(/xyz|uvw/);
  });
});

describe('secrets that the server echoes', () => {
  test('are not shown in its error messages', async () => {
    const { id, token } = api.addWebhook({ name: 'orders' });
    const apiToken = api.token();
    const message = `bad ${password} of ${token} with ${apiToken}, as ${base64(`user:${password}`)} ::error::x`;
    api.fault({ method: 'PATCH' }, { kind: 'error', status: 400, type: 'Validation', message });
    const body = `basicAuthUsername: user\nbasicAuthPassword: ${password}`;
    const run = await act({ operation: 'patch', 'webhook-id': id, body, 'api-token': apiToken }, { debug: true });
    expect(messages(run)[0]).toContain('bad *** of *** with ***, as ***');
    for (const secret of [password, token, base64(`user:${password}`)]) expect(everything(run)).not.toContain(secret);
    expect(field(list(run, 'changes')[0], 'error')).toContain('bad *** of *** with ***');
  });

  test('are not shown after a request that changed nothing', async () => {
    const apiToken = api.token();
    api.fault({}, { kind: 'error', status: 401, type: 'Unauthorized', message: `no token ${apiToken}` });
    const run = await act({ operation: 'list', 'api-token': apiToken });
    expect(messages(run)[0]).toContain('no token ***');
  });

  test('are not shown in an HTML page', async () => {
    api.fault({}, { kind: 'text', status: 502, body: `<html>${password}</html>` });
    const run = await act({ operation: 'list' });
    expect(run.shown).not.toContain(password);
  });
});

describe.each(['masked', 'absent'] as const)('secrets that the server shows %s', (secrets) => {
  const { api, act } = useScenario({ maskSecrets: secrets === 'masked', hideSecrets: secrets === 'absent' });

  test('are sent by every patch, but alone do not count as a change', async () => {
    const { id } = api.addWebhook({ name: 'orders', basicAuthPassword: 'the-old-one' });
    const inputs = { operation: 'patch', 'webhook-id': id, body: `basicAuthPassword: ${password}` };
    const run = await act(inputs);
    expect(run.outputs).toMatchObject({ changed: 'false', previous: '[]' });
    expect(list(run, 'changes')[0]).toMatchObject({ fields: { basicAuthPassword: { from: '***', to: '***' } } });
    expect(api.webhook(id)?.basicAuthPassword).toBe(password);
    expect(run.log).toContain('sent again, since its value is hidden');
    const both = await act({ ...inputs, body: `basicAuthPassword: ${password}\nenabled: false` });
    expect(both.outputs['changed']).toBe('true');
    expect(writes(api)).toHaveLength(2);
  });

  test('cause a warning if a password may be removed', async () => {
    const { id } = api.addWebhook({ name: 'orders', basicAuthUsername: 'shop', basicAuthPassword: password });
    const run = await act({ operation: 'patch', 'webhook-id': id, body: 'basicAuthPassword: ""' });
    expect(messages(run, 'warning')).toEqual([
      `Any password of "orders" was removed (it cannot be determined whether there is one): anyone who knows the URL can call the webhook. Losant does not show passwords, so each run finds this difference again: also set basicAuthUsername to "".`,
    ]);
    expect(run.summary).toContain('cannot be determined whether there is one');
  });

  test('are not written back from an output', async () => {
    const { id } = api.addWebhook({ name: 'orders', basicAuthPassword: password, responseCode: 201 });
    const before = await act({ operation: 'get', 'webhook-id': id });
    await act({ operation: 'patch', 'webhook-id': id, body: 'responseCode: 202' });
    const run = await act({ operation: 'patch', 'webhook-id': id, body: before.outputs['webhook'] });
    expect(api.webhook(id)).toMatchObject({ basicAuthPassword: password, responseCode: 201 });
    expect(writes(api).at(-1)).toContain('{"responseCode":201}');
    expect(messages(run, 'warning')).toEqual(
      secrets === 'masked' ? [expect.stringContaining('this secret is not restored')] : [],
    );
  });

  test('are masked together with a user name that is read, once they are set', async () => {
    const { id } = api.addWebhook({ basicAuthUsername: 'reader' });
    const inputs = { operation: 'patch', 'webhook-id': id, body: `basicAuthPassword: ${password}`, 'dry-run': true };
    const run = await act(inputs);
    expect(run.masks).toContain(base64(`reader:${password}`));
  });

  test('are not masked as their mask, nor if they are empty', async () => {
    api.addWebhook({ basicAuthUsername: 'reader', basicAuthPassword: password });
    api.addWebhook();
    const run = await act({ operation: 'list' });
    expect(run.masks).toHaveLength(3);
    for (const mask of ['********', base64('reader:********'), '']) expect(run.masks).not.toContain(mask);
  });
});

describe('redact', () => {
  test('leaves secrets, the URL, and the application id out of all outputs', async () => {
    const secrets = { basicAuthUsername: 'user', basicAuthPassword: password, verificationCode: 'a-code' };
    const { id, token } = api.addWebhook({ name: 'orders', ...secrets });
    const run = await act({
      ...{ operation: 'patch', 'webhook-id': id, body: 'enabled: false', redact: true, 'output-file': 'result.json' },
    });
    expect(run.exitCode).toBe(0);
    expect(messages(run, 'warning')).toEqual([]);
    const all = Object.values(run.outputs).join('\n');
    for (const secret of [token, password, 'a-code', api.applicationId, 'applicationId'])
      expect(all).not.toContain(secret);
    expect(output(run, 'webhook')).toMatchObject({ id, name: 'orders', basicAuthUsername: 'user' });
    expect(run.outputs).toMatchObject({ 'webhook-id': id, 'webhook-url': '', changed: 'true' });
    // Only the API token.
    expect(run.masks).toHaveLength(1);
  });

  test('warns about a masked value that remains, with the name of the output', async () => {
    const { id } = api.addWebhook({ name: 'orders', basicAuthPassword: password, description: `it is ${password}` });
    const run = await act({ operation: 'get', 'webhook-id': id, redact: true });
    expect(messages(run, 'warning')).toEqual([
      expect.stringContaining('The output webhook '),
      expect.stringContaining('The output webhooks '),
    ]);
    expect(run.masks.slice(1)).toEqual([password]);
  });
});

describe('output-file', () => {
  test('contains the complete result, readable only by its owner', async () => {
    const { id } = api.addWebhook({ name: 'orders' });
    const inputs = { operation: 'patch', 'webhook-id': id, body: 'enabled: false' };
    const run = await act({ ...inputs, 'output-file': 'some/folder/result.json' });
    const path = join(run.workspace, 'some/folder/result.json');
    expect((await stat(path)).mode & 0o777).toBe(systemMode(0o600));
    const result: unknown = JSON.parse(await readFile(path, 'utf8'));
    expect(JSON.stringify(field(result, 'webhooks'))).toBe(run.outputs['webhooks']);
    expect(JSON.stringify(field(result, 'changes'))).toBe(run.outputs['changes']);
    expect(JSON.stringify(field(result, 'previous'))).toBe(run.outputs['previous']);
  });

  test('replaces an older file, whoever could read that file', async () => {
    const first = await act({ operation: 'list' });
    const path = join(first.workspace, 'result.json');
    await writeFile(path, 'old', { mode: 0o644 });
    await act({ operation: 'list', 'output-file': 'result.json' }, { workspace: first.workspace });
    expect((await stat(path)).mode & 0o777).toBe(systemMode(0o600));
  });

  test('that cannot be written fails the step before anything is deleted', async () => {
    const { id } = api.addWebhook({ name: 'orders' });
    const run = await act(
      { operation: 'delete', 'webhook-id': id, 'output-file': 'file/result.json' },
      { files: { file: 'no folder' } },
    );
    expect(messages(run)).toEqual([
      expect.stringMatching(/^The file "file\/result\.json" cannot be written \(E\w+\)\.$/),
    ]);
    expect(ends(run)).toEqual(['delete skipped']);
    expect(run.outputs).toMatchObject({ changed: 'false', previous: '[]' });
    expect(api.webhook(id)).toBeDefined();
    expect(run.summary).toContain('**File not written**');
    const read = await act({ operation: 'list', 'output-file': 'file/result.json' }, { files: { file: 'no folder' } });
    expect(messages(read)).toEqual(messages(run));
  });

  test('is written by a failed run', async () => {
    api.addWebhook({ name: 'orders' });
    api.fault({ method: 'DELETE' }, 'status 500');
    const run = await act({ operation: 'delete', 'webhook-name': 'orders', 'output-file': 'result.json' });
    const kept: unknown = JSON.parse(await readFile(join(run.workspace, 'result.json'), 'utf8'));
    expect(kept).toMatchObject({ changes: [{ action: 'delete', name: 'orders', status: 'failed' }] });
  });
});
