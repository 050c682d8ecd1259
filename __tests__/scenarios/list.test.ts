import { describe, expect, test } from '@jest/globals';
import { sent } from '../support/sent.ts';
import { daysAgo } from '../support/time.ts';
import { list, messages, names, output, useScenario } from './scenario.ts';

const { api, act } = useScenario({ perPageMax: 3 });

describe('list', () => {
  test('reads all pages, whatever their length, over one connection', async () => {
    for (const name of ['d', 'b', 'a', 'c', 'e', 'B', 'ä']) api.addWebhook({ name });
    const run = await act({ operation: 'list' });
    expect(names(run)).toEqual(['B', 'a', 'b', 'c', 'd', 'e', 'ä']);
    expect(run.outputs).toMatchObject({ count: '7', changed: 'false', webhook: '', 'webhook-id': '', changes: '[]' });
    // The pages from last to first, then the end of the first page again: its third webhook, as a page of one.
    expect(sent(api)).toEqual(['GET webhooks', 'GET webhooks?page=2', 'GET webhooks?page=1', 'GET webhooks?page=2']);
    expect(api.connections).toBe(1);
    const lines = run.log.split('\n').filter((line) => line.includes(' ("') || /"\S+" \(/.test(line));
    expect(lines.map((line) => /"(.*?)"/.exec(line)?.[1])).toEqual(['B', 'a', 'b', 'c', 'd', 'e', 'ä']);
  });

  test('orders webhooks with the same name by id', async () => {
    const ids = ['2', '1', '3'].map((digit) => api.addWebhook({ name: 'same', id: digit.repeat(24) }).id);
    const run = await act({ operation: 'list', 'webhook-name': 'same' });
    expect(list(run, 'webhooks')).toEqual(ids.toSorted().map((id) => api.webhook(id)));
  });

  test('returns an empty list for an application without webhooks', async () => {
    const run = await act({ operation: 'list' });
    expect(run.outputs).toMatchObject({ webhooks: '[]', count: '0', webhook: '', changed: 'false' });
    expect(run.exitCode).toBe(0);
  });

  test('also sets the output webhook if exactly one webhook matches', async () => {
    const { id } = api.addWebhook({ name: 'pr-7' });
    api.addWebhook({ name: 'orders' });
    const run = await act({ operation: 'list', 'webhook-name': 'pr-*' });
    expect(run.outputs).toMatchObject({ 'webhook-id': id, count: '1' });
    expect(output(run, 'webhook')).toEqual(api.webhook(id));
  });

  test('does not fail if no webhook has the name', async () => {
    api.addWebhook({ name: 'orders' });
    const run = await act({ operation: 'list', 'webhook-name': 'pr-*\nnone' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs['count']).toBe('0');
  });

  test('leaves out webhooks that were updated since older-than', async () => {
    api.addWebhook({ name: 'new' });
    api.addWebhook({ name: 'old', lastUpdated: daysAgo(15) });
    api.addWebhook({ name: 'pr-old', lastUpdated: daysAgo(15) });
    expect(names(await act({ operation: 'list', 'older-than': '14d' }))).toEqual(['old', 'pr-old']);
    expect(names(await act({ operation: 'list', 'older-than': '3w' }))).toEqual([]);
    expect(names(await act({ operation: 'list', 'older-than': '2w', 'webhook-name': 'pr-*' }))).toEqual(['pr-old']);
  });

  test('reads the list again if it changes in the meantime', async () => {
    for (let number = 0; number < 6; number += 1) api.addWebhook({ name: `w${number}` });
    const [first] = api.webhooks();
    api.fault(
      { method: 'GET', test: ({ query }) => query['page'] === '1' },
      { kind: 'altered', processed: true, alter: (body) => ({ ...body, items: [first], totalCount: 6 }) },
      'first',
    );
    const run = await act({ operation: 'list' });
    expect(names(run)).toEqual(['w0', 'w1', 'w2', 'w3', 'w4', 'w5']);
    expect(sent(api)).toHaveLength(6);
  });

  let said = 6;
  test.each([
    ['misses an entry', (body: object) => ({ ...body, items: [] })],
    ['has a different total each time', (body: object) => ({ ...body, totalCount: ++said })],
    ['has no total', (body: object) => ({ ...body, totalCount: undefined })],
    ['has no items', (body: object) => ({ ...body, items: undefined })],
    ['contains something that is not a webhook', (body: object) => ({ ...body, items: ['x'] })],
    [
      'contains a webhook of another application',
      (body: object) => ({ ...body, items: [{ id: 'a'.repeat(24), name: 'n', applicationId: 'b'.repeat(24) }] }),
    ],
  ])('fails if the list %s, and sets no output from it', async (_case, alter) => {
    for (let number = 0; number < 6; number += 1) api.addWebhook();
    api.fault({ test: ({ query }) => query['page'] === '1' }, { kind: 'altered', processed: true, alter });
    const run = await act({ operation: 'list' });
    expect(messages(run)).toHaveLength(1);
    expect(run.annotations[0]?.title).toBe('Unexpected response');
    expect(run.outputs).toMatchObject({ webhooks: '[]', count: '0', changed: 'false' });
  });
});
