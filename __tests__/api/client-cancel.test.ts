import { describe, expect, test } from '@jest/globals';
import { connectTo, requestOf } from '../support/in-process.ts';
import { useLosantApi } from '../support/use-losant-api.ts';

const api = useLosantApi();

describe('cancelling', () => {
  test('requests in flight may finish for two seconds, and are then ended', async () => {
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
      { status: 'rejected', reason: { name: 'CancelledError', maybeDone: true } },
    ]);
  });

  test('no new request is sent', async () => {
    const cancelled = connectTo(requestOf({}, api), AbortSignal.abort());
    await expect(cancelled.listWebhooks()).rejects.toMatchObject({ name: 'CancelledError' });
    expect(api.requests).toEqual([]);
  });
});
