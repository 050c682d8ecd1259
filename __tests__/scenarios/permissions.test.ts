import { beforeEach, describe, expect, test } from '@jest/globals';
import { operationNames, operationRow } from '../../src/inputs/table.ts';
import { sent, writes } from '../support/sent.ts';
import { ends, type Inputs, list, messages, useScenario } from './scenario.ts';

const missing = 'f'.repeat(24);

const { api, act } = useScenario();

describe('the table of scopes in the README', () => {
  const id = 'a'.repeat(24);
  const file = 'webhooks:\n  - name: orders\n    responseCode: 202\n  - name: billing\n';
  const inputsFor: Readonly<Record<string, Inputs>> = {
    create: { body: 'name: new' },
    'create `if-exists: update`': { body: '{name: orders, responseCode: 202}', 'if-exists': 'update' },
    'delete `include-workflows: true`, by name': { 'include-workflows': 'true' },
    sync: { body: file },
    'sync `prune: true`': { body: file, prune: 'true', 'max-deletes': '5' },
    export: { 'body-file': 'webhooks.yml' },
  };
  type Row = [title: string, scopes: readonly string[], inputs: Inputs];
  const needs = operationNames.flatMap((operation) =>
    Object.entries(operationRow(operation).calls).map(([when, calls]) => ({ operation, when, calls })),
  );
  const rows = needs.map(({ operation, when, calls }): Row => {
    const title = `${operation} ${when}`.trim();
    const inputs = {
      operation,
      ...(when.endsWith('by id') ? { 'webhook-id': id } : {}),
      ...(when.endsWith('by name') ? { 'webhook-name': 'orders' } : {}),
      ...(operation === 'patch' ? { body: 'responseCode: 202' } : {}),
      ...inputsFor[title],
    };
    return [title, calls, inputs];
  });
  rows.push(['list with a group of scopes', ['all.Application.read'], { operation: 'list' }]);
  const without = rows.flatMap(([title, scopes, inputs]) =>
    scopes.map((scope): [string, ...Row] => [scope, title, scopes.filter((other) => other !== scope), inputs]),
  );

  beforeEach(() => {
    api.addWebhook({ id, name: 'orders' });
    api.addWebhook({ name: 'other' });
  });

  test.each(rows)('lists enough scopes for %s: %j', async (_title, scopes, inputs) => {
    const run = await act({ ...inputs, 'api-token': api.token(scopes) });
    expect(messages(run)).toEqual([]);
  });

  test.each(without)('says about %s whether %s needs it in addition to %j', async (scope, _title, others, inputs) => {
    // A scope that only serves a comparison or a name is optional, and here the webhook exists.
    const isOptional =
      (scope === 'webhook.get' && inputs['operation'] !== 'get') ||
      (scope === 'webhooks.post' && 'if-exists' in inputs);
    const run = await act({ ...inputs, 'api-token': api.token(others) });
    const refused = expect.stringMatching(
      new RegExp(
        `(?:status 403 Forbidden|lacks|not allowed to list workflows).*\\b${scope.replaceAll('.', '\\.')}\\b`,
        's',
      ),
    );
    expect(messages(run)).toEqual(isOptional ? [] : [refused]);
  });
});

describe('a token that cannot read webhooks', () => {
  test('patches by sending the complete body', async () => {
    const { id } = api.addWebhook({ name: 'orders', responseCode: 201 });
    const inputs = { operation: 'patch', 'webhook-id': id, body: 'responseCode: 201\nenabled: false' };
    const run = await act({ ...inputs, 'api-token': api.token(['webhook.patch']) });
    expect(sent(api)).toEqual([`GET webhooks/${id}`, `PATCH webhooks/${id} {"responseCode":201,"enabled":false}`]);
    expect(run.outputs).toMatchObject({ changed: 'true', previous: '[]', count: '1', 'webhook-id': id });
    expect(JSON.parse(run.outputs['webhook'] ?? '')).toEqual(api.webhook(id));
    expect(list(run, 'changes')[0]).toMatchObject({ fields: { responseCode: { from: null, to: 201 } } });
    expect(run.log).toContain(`The token cannot read webhook ${id}`);
  });

  test('deletes a webhook', async () => {
    const { id } = api.addWebhook({ name: 'orders' });
    const run = await act({ operation: 'delete', 'webhook-id': id, 'api-token': api.token(['webhook.delete']) });
    expect(ends(run)).toEqual(['delete applied']);
    expect(run.outputs).toMatchObject({ changed: 'true', previous: '[]', count: '1', 'webhook-id': id, webhook: '' });
    expect(api.webhooks()).toEqual([]);
  });

  test('does not get a webhook', async () => {
    const { id } = api.addWebhook();
    const run = await act({ operation: 'get', 'webhook-id': id, 'api-token': api.token(['webhook.patch']) });
    expect(messages(run)[0]).toMatch(/webhook\.get, .*\. The token has: webhook\.patch\./);
    expect(sent(api)).toHaveLength(1);
  });

  test.each(['patch', 'delete'])(
    'respects if-not-found in a %s of a webhook that does not exist',
    async (operation) => {
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
    },
  );

  test('fails if the age of a webhook is needed', async () => {
    const { id } = api.addWebhook();
    const token = api.token(['webhook.delete']);
    const run = await act({ operation: 'delete', 'webhook-id': id, 'older-than': '1d', 'api-token': token });
    expect(messages(run)[0]).toContain('does not say when');
    expect(writes(api)).toEqual([]);
  });
});

describe('a read-only token', () => {
  test('plans with a line about every scope that the real run lacks, and the real run changes nothing', async () => {
    api.addWebhook({ name: 'orders' });
    api.addWebhook({ name: 'old' });
    const given = {
      ...{ operation: 'sync', prune: true, 'max-deletes': 1, 'api-token': api.token(['all.Application.read']) },
      body: 'webhooks: [{name: orders, responseCode: 202}, {name: new}]',
    };
    const dry = await act({ ...given, 'dry-run': true });
    const lacking = ['webhooks.post', 'webhook.patch', 'webhook.delete'];
    expect(dry.exitCode).toBe(0);
    expect(dry.outputs['changed']).toBe('true');
    expect(dry.annotations).toEqual([]);
    for (const shown of [dry.log, dry.summary])
      for (const scope of lacking) expect(shown).toMatch(new RegExp(`To apply this, a token also needs .*${scope}`));
    const real = await act(given);
    expect(messages(real)).toHaveLength(1);
    for (const scope of [...lacking, 'This one has: all.Application.read']) expect(messages(real)[0]).toContain(scope);
    expect(ends(real)).toEqual(['create refused', 'delete refused', 'update refused']);
    expect(real.outputs['changed']).toBe('false');
    expect(writes(api)).toEqual([]);
  });

  test('plans without a warning if nothing would be sent', async () => {
    const { id } = api.addWebhook({ enabled: true });
    const inputs = { operation: 'patch', 'webhook-id': id, body: 'enabled: true', 'dry-run': true };
    const run = await act({ ...inputs, 'api-token': api.token(['webhook.get']) });
    expect([run.exitCode, run.annotations]).toEqual([0, []]);
  });

  test('is not needed to plan for a webhook given by id', async () => {
    const { id } = api.addWebhook();
    const inputs = { operation: 'delete', 'webhook-id': id, 'dry-run': true };
    const run = await act({ ...inputs, 'api-token': api.token(['webhook.delete']) });
    expect(ends(run)).toEqual(['delete planned']);
    expect(writes(api)).toEqual([]);
  });
});
