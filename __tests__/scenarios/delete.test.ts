import { describe, expect, test } from '@jest/globals';
import { sent, writes } from '../support/sent.ts';
import { ends, field, list, messages, names, output, useScenario } from './scenario.ts';

const { api, act } = useScenario();

describe('delete', () => {
  test('reads the webhook first, so that the outputs have it', async () => {
    const before = api.addWebhook({ name: 'orders', basicAuthPassword: 'open-sesame' });
    const { id } = before;
    const run = await act({ operation: 'delete', 'webhook-id': id });
    expect(sent(api)).toEqual([`GET webhooks/${id}`, `DELETE webhooks/${id}`]);
    expect(output(run, 'webhook')).toEqual(before);
    expect(list(run, 'previous')).toEqual([before]);
    expect(list(run, 'changes')).toMatchObject([
      { action: 'delete', id, name: 'orders', status: 'applied', fields: {} },
    ]);
    expect(run.outputs).toMatchObject({ changed: 'true', count: '1', 'webhook-id': id });
    expect(run.masks).toEqual(expect.arrayContaining([before.token, 'open-sesame']));
    expect(run.log).toContain(`- "orders" (${id})`);
    expect(run.log).toContain('Done: 1 deleted');
    expect(run.summary).toContain('deleted');
    expect(api.webhooks()).toEqual([]);
  });

  test('deletes nothing in a dry run', async () => {
    const before = api.addWebhook({ name: 'orders' });
    const run = await act({ operation: 'delete', 'webhook-name': 'orders', 'dry-run': true });
    expect(ends(run)).toEqual(['delete planned']);
    expect(output(run, 'webhook')).toEqual(before);
    expect(list(run, 'previous')).toEqual([before]);
    expect(run.outputs['changed']).toBe('true');
    expect(writes(api)).toEqual([]);
    expect(api.webhooks()).toHaveLength(1);
  });

  test('skips a webhook that disappears between read and delete', async () => {
    const { id } = api.addWebhook({ name: 'orders' });
    api.fault({ method: 'DELETE' }, 'status 404 for the webhook');
    const run = await act({ operation: 'delete', 'webhook-id': id });
    expect(run.exitCode).toBe(0);
    expect(ends(run)).toEqual(['delete skipped']);
    expect(run.outputs).toMatchObject({ changed: 'false', previous: '[]' });
    expect(run.log).toContain('already gone');
  });

  test.each(['status 404 for the application', 'status 404 in HTML'] as const)('fails after a %s', async (fault) => {
    const { id } = api.addWebhook({ name: 'orders' });
    api.fault({ method: 'DELETE' }, fault);
    const run = await act({ operation: 'delete', 'webhook-id': id });
    expect(run.exitCode).toBe(1);
    expect(ends(run)).toEqual(['delete failed']);
    expect(run.outputs['changed']).toBe('false');
  });

  test('fails if the response does not confirm the delete, and reads the result', async () => {
    const { id } = api.addWebhook({ name: 'orders' });
    api.fault({ method: 'DELETE' }, { kind: 'text', status: 200, body: '{"success":false}', processed: false });
    const run = await act({ operation: 'delete', 'webhook-id': id });
    expect(ends(run)).toEqual(['delete failed']);
    expect(api.webhooks()).toHaveLength(1);
  });
});

describe('include-workflows', () => {
  test('is sent only if it is true', async () => {
    const ids = ['a', 'b', 'c'].map((name) => api.addWebhook({ name }).id);
    await act({ operation: 'delete', 'webhook-id': ids[0] });
    await act({ operation: 'delete', 'webhook-id': ids[1], 'include-workflows': 'false' });
    await act({ operation: 'delete', 'webhook-id': ids[2], 'include-workflows': 'True' });
    const queries = api.requests
      .filter(({ method }) => method === 'DELETE')
      .map(({ query }) => query['includeWorkflows']);
    expect(queries).toEqual([undefined, undefined, 'true']);
  });

  test.each([false, true])('lists each workflow once before it is deleted (dry run: %s)', async (dryRun) => {
    const [a, b] = ['a', 'b'].map((name) => api.addWebhook({ name }).id);
    api.addWorkflow({ name: 'both', webhookIds: [a ?? '', b ?? ''], otherTriggers: [{ type: 'timer', key: 't' }] });
    api.addWorkflow({ name: 'only b', webhookIds: [b ?? ''] });
    const run = await act({
      ...{ operation: 'delete', 'webhook-name': '?', 'include-workflows': true, 'max-deletes': 2, 'dry-run': dryRun },
    });
    const workflows = list(run, 'changes').map((change) => field(change, 'workflows'));
    expect(workflows).toMatchObject([[{ name: 'both' }], [{ name: 'only b' }]]);
    expect(run.log.match(/"both"/g)).toHaveLength(1);
    expect(run.log).toMatch(/- "a" .*with the workflows? "both"/);
    expect(run.summary).toContain('<code>only b</code>');
    expect(sent(api).filter((request) => request.startsWith('GET flows'))).toHaveLength(2);
    expect(writes(api)).toHaveLength(dryRun ? 0 : 2);
  });

  test('fails with true if workflows cannot be listed, and warns with shared', async () => {
    const { id } = api.addWebhook({ name: 'a' });
    const token = api.token(['webhook.get', 'webhook.delete']);
    const inputs = { operation: 'delete', 'webhook-id': id, 'api-token': token };
    const stopped = await act({ ...inputs, 'include-workflows': true });
    expect(messages(stopped)[0]).toMatch(/flows\.get.*include-workflows to shared/);
    expect([ends(stopped), writes(api)]).toEqual([['delete refused'], []]);
    const run = await act({ ...inputs, 'include-workflows': 'shared' });
    expect(run.exitCode).toBe(0);
    expect(messages(run, 'warning')[0]).toContain('flows.get');
    expect(field(list(run, 'changes')[0], 'workflows')).toBeUndefined();
    expect(api.webhooks()).toEqual([]);
  });

  test('fails with true if a webhook that stays triggers a workflow, and deletes it with shared', async () => {
    const [old, orders] = ['old', 'orders'].map((name) => api.addWebhook({ name }).id);
    const webhookIds = [old ?? '', orders ?? '', 'f'.repeat(24)];
    api.addWorkflow({ name: 'Store', webhookIds, otherTriggers: [{ type: 'timer', key: 't' }] });
    const inputs = { operation: 'delete', 'webhook-name': 'old' };
    const stopped = await act({ ...inputs, 'include-workflows': true });
    expect(messages(stopped)[0]).toContain(`workflow "Store" of "old" is also triggered by "orders"`);
    expect([ends(stopped), writes(api), stopped.outputs['changed']]).toEqual([['delete refused'], [], 'false']);
    const run = await act({ ...inputs, 'include-workflows': 'shared' });
    expect(run.exitCode).toBe(0);
    expect(run.log).toContain('"Store" (also triggered by "orders", a timer)');
    expect([api.workflows(), api.webhooks().length]).toEqual([[], 1]);
  });

  test('fails before any change if listing workflows fails for another reason', async () => {
    const { id } = api.addWebhook({ name: 'a' });
    api.fault({ resource: 'flows' }, 'status 500');
    const run = await act({ operation: 'delete', 'webhook-id': id, 'include-workflows': true });
    expect(messages(run)[0]).toMatch(/GET flows failed: status 500 .*Nothing was changed/);
    expect(writes(api)).toEqual([]);
  });
});

describe('a mistake deletes nothing, and the message says why:', () => {
  const addTwelve = () => Array.from({ length: 12 }, (_, number) => api.addWebhook({ name: `w-${10 + number}` }));

  test.each<[string, Record<string, string | number>, RegExp]>([
    [
      'a glob that matches everything',
      { 'webhook-name': '*' },
      /deletes 12 webhooks, and max-deletes is not set, which allows 1.*"w-10", .*and 2 more.*set max-deletes to 12/,
    ],
    [
      'an empty name',
      { 'webhook-name': '' },
      /exactly one of webhook-id and webhook-name must be given: neither was; did a variable expand to nothing\?/,
    ],
    ['max-deletes too low', { 'webhook-name': 'w-*', 'max-deletes': 11 }, /max-deletes is 11/],
    ['the name of another environment', { 'webhook-name': 'w-100' }, /no webhook "w-100" .*closest names are "w-10"/],
    [
      'a misspelled dry run',
      { 'webhook-name': 'w-10', dry_run: 'true' },
      /unknown input "dry_run" .* did you mean "dry-run"/,
    ],
    ['an ambiguous name', { 'webhook-name': 'w-12' }, /2 webhooks are named "w-12"/],
  ])('%s', async (what, inputs, message) => {
    addTwelve();
    if (what === 'an ambiguous name') api.addWebhook({ name: 'w-12' });
    const before = api.webhooks();
    const run = await act({ operation: 'delete', ...inputs });
    expect(messages(run)).toEqual([expect.stringMatching(new RegExp(message, 's'))]);
    expect(messages(run)[0]).toMatch(/Nothing was (changed|sent)/);
    expect(run.outputs['changed']).toBe('false');
    expect(writes(api)).toEqual([]);
    expect(api.webhooks()).toEqual(before);
    // The dry run fails in the same way.
    if (inputs['dry-run'] === undefined) {
      const dry = await act({ operation: 'delete', ...inputs, 'dry-run': true });
      expect(messages(dry)).toEqual(messages(run));
    }
  });

  test('a cleanup with nothing to do succeeds', async () => {
    addTwelve();
    const run = await act({ operation: 'delete', 'webhook-name': 'pr-*' });
    expect(run.exitCode).toBe(0);
    expect(run.annotations).toEqual([]);
    expect(run.log).toContain('nothing to do');
    expect(names(run)).toEqual([]);
  });
});
