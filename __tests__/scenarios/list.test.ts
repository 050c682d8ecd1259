import { describe, expect, test } from '@jest/globals';
import { sent } from '../support/sent.ts';
import { daysAgo } from '../support/time.ts';
import { list, messages, names, output, useScenario } from './scenario.ts';

const { api, act } = useScenario({ perPageMax: 3 });

describe('list', () => {
  test('reads all pages, however long the server makes them, over one connection', async () => {
    for (const name of ['d', 'b', 'a', 'c', 'e', 'B', 'ä']) api.addWebhook({ name });
    const run = await act({ operation: 'list' });
    expect(names(run)).toEqual(['B', 'a', 'b', 'c', 'd', 'e', 'ä']);
    expect(run.outputs).toMatchObject({ count: '7', changed: 'false', webhook: '', 'webhook-id': '', changes: '[]' });
    // The pages from the last one on, then the end of the first page once more: its third webhook, as a page of one.
    expect(sent(api)).toEqual(['GET webhooks', 'GET webhooks?page=2', 'GET webhooks?page=1', 'GET webhooks?page=2']);
    expect(api.connections).toBe(1);
    const lines = run.log.split('\n').filter((line) => line.includes(' ("') || /"\S+" \(/.test(line));
    expect(lines.map((line) => /"(.*?)"/.exec(line)?.[1])).toEqual(['B', 'a', 'b', 'c', 'd', 'e', 'ä']);
  });

  test('webhooks of the same name are in the order of their ids', async () => {
    const ids = ['2', '1', '3'].map((digit) => api.addWebhook({ name: 'same', id: digit.repeat(24) }).id);
    const run = await act({ operation: 'list', 'webhook-name': 'same' });
    expect(list(run, 'webhooks')).toEqual(ids.toSorted().map((id) => api.webhook(id)));
  });

  test('an application without webhooks is an empty list', async () => {
    const run = await act({ operation: 'list' });
    expect(run.outputs).toMatchObject({ webhooks: '[]', count: '0', webhook: '', changed: 'false' });
    expect(run.exitCode).toBe(0);
  });

  test('one webhook that matches is in the output webhook too', async () => {
    const { id } = api.addWebhook({ name: 'pr-7' });
    api.addWebhook({ name: 'orders' });
    const run = await act({ operation: 'list', 'webhook-name': 'pr-*' });
    expect(run.outputs).toMatchObject({ 'webhook-id': id, count: '1' });
    expect(output(run, 'webhook')).toEqual(api.webhook(id));
  });

  test('a name that no webhook has is not an error', async () => {
    api.addWebhook({ name: 'orders' });
    const run = await act({ operation: 'list', 'webhook-name': 'pr-*\nnone' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs['count']).toBe('0');
  });

  test('older-than leaves out what was updated since', async () => {
    api.addWebhook({ name: 'new' });
    api.addWebhook({ name: 'old', lastUpdated: daysAgo(15) });
    api.addWebhook({ name: 'pr-old', lastUpdated: daysAgo(15) });
    expect(names(await act({ operation: 'list', 'older-than': '14d' }))).toEqual(['old', 'pr-old']);
    expect(names(await act({ operation: 'list', 'older-than': '3w' }))).toEqual([]);
    expect(names(await act({ operation: 'list', 'older-than': '2w', 'webhook-name': 'pr-*' }))).toEqual(['pr-old']);
  });

  test('a list that changes while it is read is read again', async () => {
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
    ['says another number each time', (body: object) => ({ ...body, totalCount: ++said })],
    ['has no number', (body: object) => ({ ...body, totalCount: undefined })],
    ['has no items', (body: object) => ({ ...body, items: undefined })],
    ['holds what is no webhook', (body: object) => ({ ...body, items: ['x'] })],
    [
      'holds a webhook of another application',
      (body: object) => ({ ...body, items: [{ id: 'a'.repeat(24), name: 'n', applicationId: 'b'.repeat(24) }] }),
    ],
  ])('a list that %s is an error, and nothing of it an output', async (_case, alter) => {
    for (let number = 0; number < 6; number += 1) api.addWebhook();
    api.fault({ test: ({ query }) => query['page'] === '1' }, { kind: 'altered', processed: true, alter });
    const run = await act({ operation: 'list' });
    expect(messages(run)).toHaveLength(1);
    expect(run.annotations[0]?.title).toBe('Unexpected response');
    expect(run.outputs).toMatchObject({ webhooks: '[]', count: '0', changed: 'false' });
  });
});
