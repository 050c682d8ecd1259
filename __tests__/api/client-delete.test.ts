import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Losant } from '../../src/api/client.ts';
import { connectTo, requestOf } from '../support/in-process.ts';
import { useLosantApi } from '../support/use-losant-api.ts';

const api = useLosantApi();
let losant: Losant;
beforeEach(() => {
  losant = connectTo(requestOf({ retries: 1 }, api));
});

const ID = 'f'.repeat(24);

describe('deleting a webhook', () => {
  test('reports whether the webhook was deleted or already gone', async () => {
    const { id } = api.addWebhook();
    expect(await losant.deleteWebhook(id, { includeWorkflows: false })).toBe('deleted');
    expect(await losant.deleteWebhook(id, { includeWorkflows: false })).toBe('gone');
    expect(api.requests[0]?.query).not.toHaveProperty('includeWorkflows');
  });

  test('a 404 after an attempt that may have succeeded is a success', async () => {
    const { id } = api.addWebhook();
    api.fault({}, 'reset after processing', 'first');
    expect(await losant.deleteWebhook(id, { includeWorkflows: true })).toBe('deleted');
    expect(api.requests[0]?.query).toMatchObject({ includeWorkflows: 'true' });
  });

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
