import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Losant } from '../../src/api/client.ts';
import { connectTo, requestOf } from '../support/in-process.ts';
import { useLosantApi } from '../support/use-losant-api.ts';

const api = useLosantApi({ now: () => new Date('2026-11-25T13:11:12.345Z') });
const at = 'Wed, 25 Nov 2026 13:11:12 GMT';
let losant: Losant;
beforeEach(() => {
  losant = connectTo(requestOf({ retries: 1 }, api));
});

const ID = 'f'.repeat(24);

describe('deleting a webhook', () => {
  test('reports when Losant deleted the webhook, or that it was already gone', async () => {
    const { id } = api.addWebhook();
    expect(await losant.deleteWebhook(id, { includeWorkflows: false })).toEqual({ at });
    expect(await losant.deleteWebhook(id, { includeWorkflows: false })).toBeNull();
    expect(api.requests[0]?.query).not.toHaveProperty('includeWorkflows');
  });

  test('a 404 after an attempt that may have succeeded is a success', async () => {
    const { id } = api.addWebhook();
    api.fault({}, 'reset after processing', 'first');
    expect(await losant.deleteWebhook(id, { includeWorkflows: true })).toEqual({ at });
    expect(api.requests[0]?.query).toMatchObject({ includeWorkflows: 'true' });
  });

  test('whose response was lost is confirmed by a read, if the webhook is gone', async () => {
    const { id } = api.addWebhook();
    expect(await losant.confirmDelete(id, {})).toBeNull();
    api.removeWebhook(id);
    expect(await losant.confirmDelete(id, {})).toEqual({ at });
  });

  test.each(['yesterday', '2026-11-25', 'Wed, 99 Nov 2026 13:11:12 GMT', `${at} (comment)`])(
    'has no time if the response has the date %s',
    async (date) => {
      api.fault({}, { kind: 'text', status: 200, body: '{"success": true}', headers: { Date: date } });
      expect(await losant.deleteWebhook(ID, { includeWorkflows: false })).toEqual({ at: null });
    },
  );

  test('a 404 of the application is an error', async () => {
    api.fault({}, 'status 404 for the application');
    await expect(losant.deleteWebhook(ID, { includeWorkflows: false })).rejects.toMatchObject({ status: 404 });
  });

  test.each(['{"success":false}', '{"success":"true"}', '[]', 'true'])(
    'the response %s is not a success',
    async (body) => {
      api.fault({}, { kind: 'text', status: 200, body });
      await expect(losant.deleteWebhook(ID, { includeWorkflows: false })).rejects.toMatchObject({
        mayHaveTakenEffect: true,
      });
    },
  );
});
