import { describe, expect, test } from '@jest/globals';
import { connectTo, impatientClient, requestOf } from '../support/in-process.ts';
import { useLosantApi } from '../support/use-losant-api.ts';

const api = useLosantApi();

describe('cancelling', () => {
  test('gives requests in flight two seconds to finish, then aborts them', async () => {
    const cancel = new AbortController();
    const cancelled = connectTo(requestOf({}, api), cancel.signal);
    const { id } = api.addWebhook();
    const release = Promise.withResolvers<void>();
    api.fault({ method: 'PATCH' }, { kind: 'held', until: release.promise });
    api.fault({ method: 'DELETE' }, 'hang');
    const patched = cancelled.patchWebhook(id, { responseCode: 201 });
    const hanging = cancelled.deleteWebhook(id, { includeWorkflows: false });
    const ends = Promise.allSettled([patched, hanging]);
    await Promise.all([api.arrival({ method: 'PATCH' }), api.arrival({ method: 'DELETE' })]);
    cancel.abort();
    release.resolve();
    expect(await ends).toMatchObject([
      { status: 'fulfilled', value: { responseCode: 201 } },
      { status: 'rejected', reason: { name: 'CancelledError', mayHaveTakenEffect: true } },
    ]);
  });

  test('does not send a create that waits for a listing', async () => {
    const cancel = new AbortController();
    const cancelled = impatientClient(requestOf({ retries: 1 }, api), undefined, cancel.signal);
    const release = Promise.withResolvers<void>();
    api.fault({ method: 'POST' }, 'reset after processing');
    api.fault({ method: 'GET' }, { kind: 'held', until: release.promise });
    const first = cancelled.createWebhook({ name: 'first' }, new Set());
    await api.arrival({ method: 'GET' });
    const second = cancelled.createWebhook({ name: 'second' }, new Set());
    const ends = Promise.allSettled([first, second]);
    await new Promise((resolve) => setImmediate(resolve));
    cancel.abort();
    release.resolve();
    expect(await ends).toMatchObject([
      { status: 'fulfilled', value: { webhook: { name: 'first' } } },
      { status: 'rejected', reason: { name: 'CancelledError', mayHaveTakenEffect: false } },
    ]);
    expect(api.webhooks()).toHaveLength(1);
  });

  test('sends no new request', async () => {
    const cancelled = connectTo(requestOf({}, api), AbortSignal.abort());
    await expect(cancelled.listWebhooks()).rejects.toMatchObject({ name: 'CancelledError' });
    expect(api.requests).toEqual([]);
  });
});
