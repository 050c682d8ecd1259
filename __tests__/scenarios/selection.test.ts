import { describe, expect, test } from '@jest/globals';
import { sent, writes } from '../support/sent.ts';
import { ends, list, messages, names, useScenario } from './scenario.ts';

const missing = 'f'.repeat(24);

const { api, act } = useScenario();

describe('webhook-name', () => {
  const all = [
    'orders',
    'orders-eu',
    'Orders',
    'pr-1',
    'pr-22',
    'pr-keep',
    'a*b',
    'a?b',
    '!x',
    'back\\slash',
    'ünï-😀',
  ];

  // Unit tests cover the patterns.
  test.each<[string, string[]]>([
    ['a\\*b', ['a*b']],
    ['  pr-*  \r\n\r\n !pr-?? \n', ['pr-1', 'pr-keep']],
  ])('%j selects %j', async (pattern, selected) => {
    for (const name of all) api.addWebhook({ name });
    const run = await act({ operation: 'list', 'webhook-name': pattern });
    expect(names(run)).toEqual(selected);
    expect(sent(api)).toEqual(['GET webhooks']);
  });

  test.each(['get', 'patch', 'delete'])(
    'fails in %s if several webhooks share the name, and lists them',
    async (operation) => {
      const ids = [1, 2, 3].map(() => api.addWebhook({ name: 'same' }).id);
      const body = operation === 'patch' ? { body: 'enabled: false' } : {};
      const run = await act({ operation, 'webhook-name': 'same', ...body });
      expect(run.annotations[0]?.title).toBe('Name is not unique');
      expect(messages(run)[0]).toContain(ids.join(', '));
      expect(writes(api)).toEqual([]);
    },
  );

  test('accepts a glob that matches webhooks with the same name', async () => {
    for (let number = 0; number < 2; number += 1) api.addWebhook({ name: 'same' });
    const run = await act({ operation: 'patch', 'webhook-name': 'sam*', body: 'enabled: false' });
    expect(ends(run)).toEqual(['update applied', 'update applied']);
  });
});

describe('get of exactly one webhook', () => {
  test('fails with up to ten candidates if several match', async () => {
    const ids = Array.from({ length: 12 }, (_, number) => api.addWebhook({ name: `w-${10 + number}` }).id);
    const run = await act({ operation: 'get', 'webhook-name': 'w-*' });
    for (const id of ids.slice(0, 10)) expect(messages(run)[0]).toContain(id);
    expect(messages(run)[0]).toMatch(/12 match.*and 2 more/);
    expect(messages(run)[0]).not.toContain(ids[11]);
    expect(run.outputs).toMatchObject({ webhook: '', count: '0' });
  });

  test('suggests the closest names if none matches', async () => {
    for (const name of ['billing', 'orders', 'order', 'border', 'something else']) api.addWebhook({ name });
    const run = await act({ operation: 'get', 'webhook-name': 'oders' });
    expect(messages(run)[0]).toMatch(/no webhook "oders" in application .*closest names are "orders", "order"\./);
    const mistaken = await act({ operation: 'get', 'webhook-name': missing });
    expect(messages(mistaken)[0]).toMatch(/did you mean webhook-id\? Nothing was changed\.$/);
  });

  test('says so if the application is empty', async () => {
    const run = await act({ operation: 'get', 'webhook-name': 'orders' });
    expect(messages(run)[0]).toContain('The application has no webhooks');
  });

  test('does not find a webhook that a later line excludes', async () => {
    api.addWebhook({ name: 'orders' });
    const inputs = { operation: 'get', 'webhook-name': 'ord*\n!orders' };
    const run = await act(inputs);
    expect(messages(run)).toEqual([expect.stringContaining('no webhook that matches "ord*", "!orders"')]);
    const warned = await act({ ...inputs, 'if-not-found': 'warn' });
    expect(warned.annotations).toMatchObject([{ type: 'warning', message: expect.stringContaining('!orders') }]);
    expect((await act({ ...inputs, 'if-not-found': 'ignore' })).annotations).toEqual([]);
  });

  test('refuses several ids before anything is sent', async () => {
    const run = await act({ operation: 'get', 'webhook-id': `${missing}\n${'a'.repeat(24)}` });
    expect(messages(run)[0]).toContain('webhook-id takes one id for get, got 2');
    expect(sent(api)).toEqual([]);
  });
});

describe('if-not-found', () => {
  const bodyOf = (operation: string) => (operation === 'patch' ? { body: 'enabled: false' } : {});

  test.each<[string, string, 'name' | 'glob' | 'id', 'error' | 'warn' | 'ignore']>([
    ['delete', '', 'glob', 'ignore'],
    ['patch', 'warn', 'id', 'warn'],
    ['get', 'ignore', 'name', 'ignore'],
  ])('in %s with %j by %s gives %s', async (operation, given, by, expected) => {
    const selection = {
      name: { 'webhook-name': 'none' },
      glob: { 'webhook-name': 'none-*' },
      id: { 'webhook-id': missing },
    };
    const run = await act({ operation, ...selection[by], ...bodyOf(operation), 'if-not-found': given });
    expect(run.annotations.map(({ type }) => type)).toEqual(
      { error: ['error'], warn: ['warning'], ignore: [] }[expected],
    );
    expect(`${messages(run).join()}${messages(run, 'warning').join()}${run.log}`).toMatch(/none|f{24}/);
    expect(run.outputs).toMatchObject({ webhooks: '[]', count: '0', changed: 'false', webhook: '', 'webhook-id': '' });
    expect(writes(api)).toEqual([]);
  });

  test('applies to each id: a missing one stops either all or none of the others', async () => {
    const { id } = api.addWebhook();
    const inputs = { operation: 'delete', 'webhook-id': `${id},${missing}` };
    const stopped = await act(inputs);
    expect(messages(stopped)[0]).toContain(missing);
    expect(messages(stopped)[0]).toContain('Nothing was changed');
    expect(api.webhooks()).toHaveLength(1);
    const run = await act({ ...inputs, 'if-not-found': 'warn' });
    expect(messages(run, 'warning')[0]).toContain(missing);
    expect(ends(run)).toEqual(['delete applied']);
    expect(run.outputs['count']).toBe('1');
  });

  test('applies to each line of names', async () => {
    api.addWebhook({ name: 'orders' });
    const run = await act({ operation: 'patch', 'webhook-name': 'orders\nnone', body: 'enabled: false' });
    expect(run.exitCode).toBe(1);
    expect(writes(api)).toEqual([]);
    const ignored = await act({
      ...{ operation: 'patch', 'webhook-name': 'orders\nnone', body: 'enabled: false', 'if-not-found': 'ignore' },
    });
    expect(list(ignored, 'changes')).toHaveLength(1);
  });

  test('applies only to a 404 for the webhook', async () => {
    for (const fault of ['status 404 for the application', 'status 404 in HTML'] as const) {
      api.reset();
      api.fault({}, fault);
      const run = await act({ operation: 'delete', 'webhook-id': missing, 'if-not-found': 'ignore' });
      expect(run.exitCode).toBe(1);
      expect(writes(api)).toEqual([]);
    }
  });
});
