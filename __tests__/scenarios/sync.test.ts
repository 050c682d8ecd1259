import { beforeEach, describe, expect, test } from '@jest/globals';
import { sent, writes } from '../support/sent.ts';
import { ends, field, list, messages, type Run, useScenario } from './scenario.ts';

const { api, act, sync } = useScenario();

describe('sync', () => {
  test('creates what is missing, updates what differs, and leaves the rest unchanged', async () => {
    const orders = api.addWebhook({ name: 'orders', responseCode: 200, description: 'kept' });
    const same = api.addWebhook({ name: 'same' });
    api.addWebhook({ name: 'unlisted' });
    const run = await sync(`
defaults:
  enabled: true
webhooks:
  - name: orders
    responseCode: 202
  - name: same
  - name: new
    waitForReply: true
`);
    expect(run.exitCode).toBe(0);
    expect(sent(api)).toEqual([
      'GET webhooks',
      `PATCH webhooks/${orders.id} {"responseCode":202}`,
      'POST webhooks {"name":"new","enabled":true,"waitForReply":true}',
    ]);
    expect(run.log).toContain('sync: 1 to update, 1 to create, 1 unchanged');
    expect(run.outputs['count']).toBe('3');
    expect(list(run, 'webhooks')).toMatchObject([
      { name: 'new', waitForReply: true },
      { id: orders.id, responseCode: 202, description: 'kept' },
      { id: same.id },
    ]);
    expect(list(run, 'previous')).toMatchObject([{ id: orders.id, responseCode: 200 }]);
  });

  test('only lists the webhooks in a second run', async () => {
    const file =
      'webhooks:\n  - name: a\n    responseCode: 204\n  - name: b\n    verificationType: fitbit\n    responseCode: 200\n';
    await sync(file);
    api.reset();
    const again = await sync(file);
    expect(again.outputs['changed']).toBe('false');
    expect(again.outputs['changes']).toBe('[]');
    expect(sent(api)).toEqual(['GET webhooks']);
  });

  test('renames by id and keeps the webhook', async () => {
    const old = api.addWebhook({ name: 'old' });
    const run = await sync(`webhooks:\n  - id: ${old.id}\n    name: new\n`);
    expect(run.exitCode).toBe(0);
    expect(api.webhooks()).toMatchObject([{ id: old.id, name: 'new', token: old.token }]);
  });

  test.each([
    ['digits alone', '012345678901234567890123'],
    ['digits with an e between', '5751234567890123456789e1'],
  ])('reads an id of %s as a string', async (_, id) => {
    api.addWebhook({ id });
    const run = await sync(`webhooks:\n  - id: ${id}\n    responseCode: 201\n`);
    expect(run.exitCode).toBe(0);
    expect(sent(api)).toEqual(['GET webhooks', `PATCH webhooks/${id} {"responseCode":201}`]);
  });

  test('swaps names by id', async () => {
    const [one, two] = [api.addWebhook({ name: 'one' }), api.addWebhook({ name: 'two' })];
    const run = await sync(`webhooks:\n  - id: ${one.id}\n    name: two\n  - id: ${two.id}\n    name: one\n`);
    expect(run.exitCode).toBe(0);
    expect(api.webhook(one.id)?.name).toBe('two');
    expect(api.webhook(two.id)?.name).toBe('one');
  });

  test('only lists the webhooks in a dry run, and shows what the real run does', async () => {
    api.addWebhook({ name: 'orders' });
    api.addWebhook({ name: 'gone' });
    const inputs = { prune: true, 'max-deletes': 1 };
    const file = 'webhooks:\n  - name: orders\n    responseCode: 202\n  - name: new\n';
    const dry = await sync(file, { ...inputs, 'dry-run': true });
    expect(sent(api)).toEqual(['GET webhooks']);
    const real = await sync(file, inputs);
    const shape = (run: Run): unknown =>
      list(run, 'changes').map((change) => ['name', 'action', 'fields'].map((part) => field(change, part)));
    expect(shape(dry)).toHaveLength(3);
    expect(shape(dry)).toEqual(shape(real));
    expect(dry.outputs['changed']).toBe('true');
  });
});

describe('prune', () => {
  const file = 'webhooks:\n  - name: kept\n';

  const all = ['kept', 'ci-1', 'ci-2', 'other'];
  beforeEach(() => {
    for (const name of all) api.addWebhook({ name });
  });

  const names = (): string[] => api.webhooks().map(({ name }) => name);

  test('deletes nothing unless it is requested', async () => {
    await sync(file);
    expect(names()).toEqual(all);
  });

  test('deletes nothing unless max-deletes allows it', async () => {
    const run = await sync(file, { prune: true });
    expect(run.exitCode).toBe(1);
    expect(messages(run)[0]).toContain('max-deletes is not set, which allows 0');
    expect(run.outputs).toMatchObject({ changed: 'false', count: '4', previous: '[]' });
    expect(run.outputs['changes']).toContain('"status":"refused"');
    expect(names()).toHaveLength(4);
    expect(sent(api)).toEqual(['GET webhooks']);
  });

  test('deletes what the file does not list', async () => {
    const run = await sync(file, { prune: true, 'max-deletes': 3 });
    expect(run.exitCode).toBe(0);
    expect(names()).toEqual(['kept']);
    expect(list(run, 'webhooks')).toHaveLength(4);
  });

  test.each([
    ['scope of the file', `${file}scope: "ci-*"\n`, {}],
    ['webhook-name', file, { 'webhook-name': 'ci-*' }],
    ['both, equal', `${file}scope: "ci-*"\n`, { 'webhook-name': 'ci-*' }],
  ])('is limited to the %s', async (_, text, inputs) => {
    await sync(text, { prune: true, 'max-deletes': 9, ...inputs });
    expect(names()).toEqual(['kept', 'other']);
  });

  test.each([
    ['scopes that differ', `${file}scope: "ci-*"\n`, { 'webhook-name': 'other' }, 'must be equal'],
    ['an empty list', 'webhooks: []\n', {}, 'prune would delete all of them'],
    ['no list', 'defaults: {}\n', {}, '"webhooks" must be a list, got nothing'],
    ['an empty file', '', {}, 'must be an object with "webhooks", or a list of webhooks, got nothing'],
    ['a list that is null', 'webhooks:\n', {}, '"webhooks" has nothing below it'],
  ])('sends nothing with %s', async (_, text, inputs, message) => {
    const run = await sync(text, { prune: true, 'max-deletes': 9, ...inputs });
    expect(run.exitCode).toBe(1);
    expect(messages(run)[0]).toContain(message);
    expect(api.requests).toEqual([]);
  });

  test.each([
    ['webhook-name', file, { 'webhook-name': 'ci-*\nother' }],
    ['the scope of the file', `${file}scope: other\n`, {}],
  ])('fails if several unlisted webhooks share a name in %s, and lists them', async (_, text, inputs) => {
    const { id } = api.addWebhook({ name: 'other' });
    const run = await sync(text, { prune: true, 'max-deletes': 9, ...inputs });
    expect(run.annotations[0]?.title).toBe('Name is not unique');
    expect(messages(run)[0]).toContain(id);
    expect(writes(api)).toEqual([]);
  });

  test('deletes nothing if an earlier change failed', async () => {
    api.fault({ method: 'POST' }, 'status 400');
    const run = await sync(`${file}  - name: new\n`, { prune: true, 'max-deletes': 9 });
    expect(run.exitCode).toBe(1);
    expect(names()).toHaveLength(4);
    expect(ends(run).sort()).toEqual(['create failed', 'delete skipped', 'delete skipped', 'delete skipped']);
  });

  test('deletes nothing if an earlier change was made only in part', async () => {
    const alter = (body: object) => ({ ...body, enabled: true });
    api.fault({ method: 'PATCH' }, { kind: 'altered', processed: true, alter });
    const run = await sync(`${file}    enabled: false\n    responseCode: 201\n`, { prune: true, 'max-deletes': 9 });
    expect(run.exitCode).toBe(1);
    expect(names()).toHaveLength(4);
    expect(ends(run).sort()).toEqual(['delete skipped', 'delete skipped', 'delete skipped', 'update applied']);
  });

  test('suggests a rename if it both creates and deletes', async () => {
    const run = await sync('webhooks:\n  - name: kept\n  - name: ci-3\n', {
      prune: true,
      'max-deletes': 9,
      'dry-run': true,
    });
    expect(run.log).toMatch(/"formerly: .+" to "ci-3"/);
    expect(run.summary).toContain('> [!TIP]');
    expect(run.annotations).toEqual([]);
  });

  test('also deletes the workflows, and lists them first', async () => {
    const webhook = api.webhooks().find(({ name }) => name === 'other');
    api.addWorkflow({ name: 'on other', webhookIds: [webhook?.id ?? ''] });
    const run = await sync(`${file}scope: other\n`, { prune: true, 'max-deletes': 1, 'include-workflows': true });
    expect(run.log).toContain('with the workflows "on other"');
    expect(api.workflows()).toEqual([]);
  });

  describe('from a list of several pages', () => {
    const paged = useScenario({ perPageMax: 2 });

    test('deletes nothing if the listing fails halfway', async () => {
      for (const name of all) paged.api.addWebhook({ name });
      paged.api.fault({ resource: 'webhooks', test: ({ query }) => query['page'] === '1' }, 'status 403');
      const run = await paged.sync(file, { prune: true, 'max-deletes': 9 });
      expect(run.exitCode).toBe(1);
      expect(paged.api.webhooks()).toHaveLength(4);
      expect(writes(paged.api)).toEqual([]);
    });
  });
});

describe('variables', () => {
  test('are not replaced in a body, which is taken literally', async () => {
    await act({ operation: 'sync', body: 'webhooks:\n  - name: ${NAME}\n' }, { env: { NAME: 'x' } });
    expect(api.webhooks()).toMatchObject([{ name: '${NAME}' }]);
  });
});

describe('undoing a bulk change with sync', () => {
  test('accepts previous of a bulk change as the file', async () => {
    const [a, b] = [api.addWebhook({ name: 'a', responseCode: 201 }), api.addWebhook({ name: 'b' })];
    const done = await sync('webhooks:\n  - name: a\n    responseCode: 202\n', { prune: true, 'max-deletes': 1 });
    expect(api.webhooks()).toHaveLength(1);
    const undone = await act({ operation: 'sync', body: `{"webhooks": ${done.outputs['previous']}}` });
    expect(undone.exitCode).toBe(0);
    expect(api.webhook(a.id)?.responseCode).toBe(201);
    expect(api.webhooks().map(({ name }) => name)).toEqual(['a', 'b']);
    expect(api.webhook(b.id)).toBeUndefined();
    expect(undone.annotations).toMatchObject([
      { type: 'warning', message: expect.stringContaining('"b" was created again') },
    ]);
    api.reset();
    await act({ operation: 'sync', body: `{"webhooks": ${done.outputs['previous']}}` });
    expect(sent(api)).toEqual(['GET webhooks']);
  });

  test('of a deleted webhook whose name another webhook has now is refused, with both ids and the fix', async () => {
    const deleted = api.addWebhook({ name: 'orders', responseCode: 201 });
    const done = await act({ operation: 'delete', 'webhook-id': deleted.id });
    const { id } = api.addWebhook({ name: 'orders' });
    const body = `{"webhooks": ${done.outputs['previous']}}`;
    api.reset();
    const refused = await act({ operation: 'sync', body });
    expect(messages(refused)).toEqual([
      expect.stringContaining(
        `webhook "orders": the application has no webhook ${deleted.id}: it was probably deleted, and its name has been taken since (${id}) by a webhook with another responseCode. To restore it, first rename or delete`,
      ),
    ]);
    expect(writes(api)).toEqual([]);
    await act({ operation: 'patch', 'webhook-id': id, body: 'name: orders-2' });
    expect((await act({ operation: 'sync', body })).exitCode).toBe(0);
    expect(api.webhooks()).toMatchObject([{ name: 'orders-2' }, { name: 'orders', responseCode: 201 }]);
  });
});
