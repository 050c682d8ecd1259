import { beforeEach, describe, expect, test } from '@jest/globals';
import type { FaultName } from '../../local/losant/index.ts';
import type { Losant } from '../../src/api/client.ts';
import { DuplicateError } from '../../src/api/errors.ts';
import { impatientClient, requestOf } from '../support/in-process.ts';
import { sent } from '../support/sent.ts';
import { useLosantApi } from '../support/use-losant-api.ts';

const api = useLosantApi({ perPageMax: 2 });
let losant: Losant;
beforeEach(() => {
  losant = impatientClient(requestOf({ retries: 1 }, api));
});

describe('a create whose response was lost', () => {
  const lost: readonly FaultName[] = [
    'reset after processing',
    'status 503 after processing',
    'truncated body after processing',
  ];
  test.each(lost)('is found in the listing: %s', async (fault) => {
    api.fault({ method: 'POST' }, fault);
    const { webhook, isRepeated } = await losant.createWebhook({ name: 'orders' }, new Set());
    expect(webhook.id).toBe(api.webhooks()[0]?.id);
    expect(isRepeated).toBe(false);
    expect(sent(api)).toEqual(['POST webhooks {"name":"orders"}', 'GET webhooks']);
  });

  test('is repeated if the webhook is not listed, and marked as repeated', async () => {
    const before = api.addWebhook({ name: 'orders' });
    api.fault({ method: 'POST' }, 'reset', 'first');
    const { webhook, isRepeated } = await losant.createWebhook({ name: 'orders' }, new Set([before.id]));
    expect(webhook.id).not.toBe(before.id);
    expect(isRepeated).toBe(true);
    expect(api.webhooks()).toHaveLength(2);
  });

  test('is marked as repeated if the list has the webhook of a later attempt', async () => {
    losant = impatientClient(requestOf({ retries: 2 }, api));
    api.fault({ method: 'POST' }, 'reset', 'first');
    api.fault({ method: 'POST' }, 'reset after processing', 'second');
    expect(await losant.createWebhook({ name: 'orders' }, new Set())).toMatchObject({ isRepeated: true });
    expect(api.webhooks()).toHaveLength(1);
  });

  test('is an error that lists the webhooks if several new ones have its name', async () => {
    const ids = [api.addWebhook({ name: 'orders' }), api.addWebhook({ name: 'orders' })].map(({ id }) => id);
    api.fault({ method: 'POST' }, 'reset');
    const end = losant.createWebhook({ name: 'orders' }, new Set());
    await expect(end).rejects.toThrow(DuplicateError);
    await expect(end).rejects.toThrow(ids.sort().join(', '));
    await expect(end).rejects.toMatchObject({ request: 'POST webhooks' });
    expect(sent(api).filter((request) => request.startsWith('POST'))).toHaveLength(1);
  });

  test('is not sent again if the webhooks cannot be listed', async () => {
    api.fault({ method: 'POST' }, 'reset');
    api.fault({ method: 'GET' }, 'status 403');
    await expect(losant.createWebhook({ name: 'orders' }, new Set())).rejects.toMatchObject({
      status: 403,
      mayHaveTakenEffect: true,
    });
    expect(sent(api)).toEqual(['POST webhooks {"name":"orders"}', 'GET webhooks']);
  });

  test('is looked up while no other create is in flight', async () => {
    const known = new Set<string>();
    for (let index = 0; index < 5; index += 1) known.add(api.addWebhook({ name: `old ${index}` }).id);
    api.fault({ method: 'POST' }, 'reset after processing', 'first');
    const names = Array.from({ length: 20 }, (_, index) => `new ${index}`);
    const created = await Promise.all(names.map((name) => losant.createWebhook({ name }, known)));
    expect(created.map(({ webhook }) => webhook.name)).toEqual(names);
    expect(api.webhooks()).toHaveLength(25);
    // The listing was consistent the first time: its pages were read once.
    expect(sent(api).filter((request) => request === 'GET webhooks')).toHaveLength(1);
  });
});

describe('reading again after the last attempt', () => {
  test('waits first, and makes few attempts', async () => {
    const waits: number[] = [];
    losant = impatientClient(requestOf({ retries: 4 }, api), (milliseconds) => waits.push(milliseconds));
    api.fault({}, 'status 503');
    await expect(losant.listWebhooks({ delay: 2000, retries: 1 })).rejects.toMatchObject({ attempts: 2 });
    await expect(losant.getWebhook('f'.repeat(24), { delay: 500, retries: 1 })).rejects.toMatchObject({ attempts: 2 });
    expect(waits).toEqual([2000, 500]);
  });

  test('makes no more attempts than `retries` allows', async () => {
    api.fault({}, 'status 503');
    await expect(losant.listWebhooks({ retries: 9 })).rejects.toMatchObject({ attempts: 2 });
  });
});

test('makes no further attempt after giving up', async () => {
  losant.stopRetrying();
  api.fault({}, 'status 503', 'first');
  await expect(losant.listWebhooks()).rejects.toMatchObject({ attempts: 1 });
  expect(await losant.listWebhooks()).toEqual([]);
});
