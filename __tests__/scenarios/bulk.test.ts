import { describe, expect, test } from '@jest/globals';
import { sent, writes } from '../support/sent.ts';
import { daysAgo } from '../support/time.ts';
import { ends, field, list, messages, names, useScenario } from './scenario.ts';

const { api, act } = useScenario();

/** Webhooks `pr-0`, `pr-1`, …, each a day older than the previous one. */
function addPrs(count: number): string[] {
  return Array.from(
    { length: count },
    (_, days) => api.addWebhook({ name: `pr-${days}`, lastUpdated: daysAgo(days) }).id,
  );
}

describe('a cleanup', () => {
  test.each<[Record<string, string | number>, number[]]>([
    [{ 'older-than': '72h', keep: 4 }, [4, 5]],
    [{ 'older-than': '3d', keep: 1 }, [3, 4, 5]],
    [{ keep: 6 }, []],
  ])('with %j deletes %j of six webhooks', async (inputs, deleted) => {
    addPrs(6);
    api.addWebhook({ name: 'orders', lastUpdated: daysAgo(400) });
    const run = await act({ operation: 'delete', 'webhook-name': 'pr-*', 'max-deletes': 6, ...inputs });
    expect(run.exitCode).toBe(0);
    expect(names(run)).toEqual(deleted.map((number) => `pr-${number}`));
    expect(names(run, 'previous')).toEqual(names(run));
    expect(api.webhooks()).toHaveLength(7 - deleted.length);
    expect(sent(api)).toHaveLength(1 + deleted.length);
  });

  test('applies keep to the webhooks that the name matches, not to the whole application', async () => {
    addPrs(3);
    api.addWebhook({ name: 'newest' });
    const run = await act({ operation: 'delete', 'webhook-name': 'pr-*', keep: 2, 'max-deletes': 3 });
    expect(names(run)).toEqual(['pr-2']);
  });

  test('fails if the age of a webhook is unknown', async () => {
    addPrs(3);
    api.fault(
      { method: 'GET' },
      { kind: 'altered', processed: true, alter: (body) => ({ ...body, items: withoutAges(body) }) },
    );
    for (const inputs of [{ keep: 1 }, { 'older-than': '1d' }]) {
      const run = await act({ operation: 'delete', 'webhook-name': 'pr-*', 'max-deletes': 3, ...inputs });
      expect(messages(run)[0]).toContain('does not say when webhook');
    }
    expect(writes(api)).toEqual([]);
  });

  test('shows in a dry run exactly what the real run selects', async () => {
    addPrs(9);
    const inputs = {
      operation: 'delete',
      'webhook-name': 'pr-*\n!pr-7',
      'older-than': '4d',
      keep: 5,
      'max-deletes': 9,
    };
    const dry = await act({ ...inputs, 'dry-run': true });
    expect(writes(api)).toEqual([]);
    const real = await act(inputs);
    expect(real.outputs['webhooks']).toBe(dry.outputs['webhooks']);
    expect(real.outputs['previous']).toBe(dry.outputs['previous']);
    expect(names(real)).toEqual(['pr-5', 'pr-6', 'pr-8']);
  });

  test('applies max-deletes to the plan, and deletes what is allowed', async () => {
    const ids = addPrs(3);
    const spelled = await act({ operation: 'delete', 'webhook-id': ids.slice(0, 2).join('\n') });
    expect(ends(spelled)).toEqual(['delete applied', 'delete applied']);
    const refused = await act({ operation: 'delete', 'webhook-id': ids[2], 'max-deletes': 0 });
    expect(refused.annotations[0]?.title).toBe('Too many deletes');
    expect(api.webhooks()).toHaveLength(1);
  });
});

describe('a listing that fails halfway deletes nothing', () => {
  const { api, act } = useScenario({ perPageMax: 2 });

  test.each(['status 500', 'truncated body after processing', 'status 200 with an empty object'] as const)(
    '%s',
    async (fault) => {
      for (let number = 0; number < 5; number += 1) api.addWebhook({ name: `pr-${number}` });
      api.fault({ test: ({ query }) => query['page'] === '1' }, fault);
      const run = await act({ operation: 'delete', 'webhook-name': '*', 'max-deletes': 9 });
      expect(messages(run)[0]).toMatch(/^GET webhooks \(page 1\) failed: .*Nothing was changed\.$/);
      expect(run.outputs).toMatchObject({ changed: 'false', webhooks: '[]' });
      expect(writes(api)).toEqual([]);
    },
  );
});

function withoutAges(body: object): unknown[] {
  const items = field(body, 'items');
  return (Array.isArray(items) ? items : []).map((item: unknown) => ({ ...Object(item), lastUpdated: undefined }));
}

describe('a bulk change that fails in part', () => {
  test('continues with the other changes, and reports each one in outputs, log, and summary', async () => {
    const ids = addPrs(5);
    api.fault({ method: 'PATCH', path: (path) => path.endsWith(String(ids[1])) }, 'status 500');
    api.fault({ method: 'PATCH', path: (path) => path.endsWith(String(ids[3])) }, 'status 404 for the webhook');
    const run = await act({ operation: 'patch', 'webhook-name': 'pr-*', body: 'enabled: false' });
    expect(run.exitCode).toBe(1);
    const [ok, failed] = ['update applied', 'update failed'];
    expect(ends(run)).toEqual([ok, failed, ok, failed, ok]);
    expect(list(run, 'changes')[1]).toMatchObject({ name: 'pr-1', error: 'Internal error' });
    expect(messages(run)).toHaveLength(2);
    expect(names(run, 'previous')).toEqual(['pr-0', 'pr-2', 'pr-4']);
    expect(list(run, 'webhooks').map((webhook) => field(webhook, 'enabled'))).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
    expect(run.outputs).toMatchObject({ changed: 'true', count: '5' });
    expect(run.log).toContain('Done: 2 failed, 3 updated');
    expect(run.log).toContain(`failed "pr-1" (${ids[1]})`);
    expect(run.summary).toContain('2 of 5 changes were not made');
    expect(run.summary.match(/^\| ❌/gm)).toHaveLength(2);
  });

  test.each(['status 401', 'status 403'] as const)('stops at a %s', async (fault) => {
    addPrs(5);
    api.fault({ method: 'DELETE' }, fault, [2]);
    const run = await act({ operation: 'delete', 'webhook-name': 'pr-*', 'max-deletes': 5, concurrency: 1 });
    const skipped = 'delete skipped';
    expect(ends(run)).toEqual(['delete applied', 'delete failed', skipped, skipped, skipped]);
    expect(messages(run)).toHaveLength(1);
    expect(writes(api)).toHaveLength(2);
    expect(names(run, 'previous')).toEqual(['pr-0']);
    expect(run.summary).toContain('the token was refused');
  });

  test('has at most ten annotations', async () => {
    addPrs(14);
    api.fault({ method: 'PATCH' }, 'status 400');
    const run = await act({ operation: 'patch', 'webhook-name': 'pr-*', body: 'enabled: false' });
    expect(messages(run)).toHaveLength(10);
    expect(messages(run)[9]).toContain('There are 4 more errors.');
    expect(ends(run)).toEqual(Array.from({ length: 14 }, () => 'update failed'));
    expect(run.outputs['changed']).toBe('false');
  });
});

describe('concurrency', () => {
  // Slow responses, so that a connection is busy when the next request starts.
  const { api, act } = useScenario({ latency: 5 });

  test.each([1, 3])('of %i reuses each connection', async (concurrency) => {
    for (let number = 0; number < 12; number += 1) api.addWebhook({ name: `w-${number}` });
    const run = await act({ operation: 'patch', 'webhook-name': '*', body: 'enabled: false', concurrency });
    expect(run.exitCode).toBe(0);
    expect(api.connections).toBeLessThanOrEqual(concurrency);
    expect(sent(api)).toHaveLength(13);
  });

  test('is the number of requests in flight', async () => {
    for (let number = 0; number < 6; number += 1) api.addWebhook({ name: `w-${number}` });
    // The first four responses wait for each other: with fewer requests in flight, the run would not end.
    const four = api.arrival({ method: 'PATCH' }, 4);
    api.fault({ method: 'PATCH' }, { kind: 'held', until: four }, [1, 2, 3, 4]);
    const run = await act({ operation: 'patch', 'webhook-name': '*', body: 'enabled: false', concurrency: 4 });
    expect(ends(run)).toHaveLength(6);
    expect(api.connections).toBeLessThanOrEqual(4);
  });
});

describe('1,100 webhooks', () => {
  test('are listed, patched, and deleted without unnecessary requests', async () => {
    for (let number = 0; number < 1100; number += 1) api.addWebhook({ name: `pr-${number}` });
    const listed = await act({ operation: 'list', 'output-file': 'all.json' });
    expect(listed.outputs).toMatchObject({ count: '1100', webhooks: '' });
    expect(messages(listed, 'warning')[0]).toMatch(/output webhooks is left empty.*output-file/);
    // Two pages, and a check that the first is still the same.
    expect(sent(api)).toHaveLength(3);
    expect(listed.summary.length).toBeLessThan(1_048_576);
    api.reset();
    const patched = await act({ operation: 'patch', 'webhook-name': 'pr-*', body: 'enabled: false', concurrency: 16 });
    expect(patched.exitCode).toBe(0);
    expect(patched.outputs['count']).toBe('1100');
    expect(sent(api)).toHaveLength(1103);
    expect(api.connections).toBeLessThanOrEqual(40);
    expect(api.webhooks().every(({ enabled }) => !enabled)).toBe(true);
    expect(Buffer.byteLength(patched.summary)).toBeLessThan(1_048_576);
    api.reset();
    const inputs = { operation: 'delete', 'webhook-name': 'pr-*', 'max-deletes': 1100, concurrency: 16 };
    const deleted = await act({ ...inputs, keep: 10 });
    expect(deleted.exitCode).toBe(0);
    expect(sent(api)).toHaveLength(1093);
    expect(api.webhooks()).toHaveLength(10);
  });
});
