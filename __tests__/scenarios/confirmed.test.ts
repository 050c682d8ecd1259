import { describe, expect, test } from '@jest/globals';
import { ends, messages, output, useScenario } from './scenario.ts';

const { api, act } = useScenario();

/** A response in which some fields differ from what was sent. */
function respondWith(method: string, fields: object): void {
  api.fault({ method }, { kind: 'altered', processed: true, alter: (body) => ({ ...body, ...fields }) });
}

test('an update that the response does not confirm fails the step, and is failed', async () => {
  respondWith('PATCH', { responseCode: 200 });
  const { id } = api.addWebhook();
  const run = await act({ operation: 'patch', 'webhook-id': id, body: 'responseCode: 201' });
  expect(run.exitCode).toBe(1);
  expect(messages(run)[0]).toContain('the response does not contain what was sent: responseCode');
  expect(ends(run)).toEqual(['update failed']);
  expect(run.outputs['changed']).toBe('false');
});

test('an update that stores a different value fails the step, and previous has the webhook as it was', async () => {
  respondWith('PATCH', { responseCode: 202 });
  const { id } = api.addWebhook({ responseCode: 200 });
  const run = await act({ operation: 'patch', 'webhook-id': id, body: 'responseCode: 201' });
  expect(run.exitCode).toBe(1);
  expect(ends(run)).toEqual(['update applied']);
  expect(run.outputs['changed']).toBe('true');
  expect(output(run, 'previous')).toMatchObject([{ id, responseCode: 200 }]);
});

test('an update that the response confirms only in part fails the step, and is applied', async () => {
  respondWith('PATCH', { responseCode: 200 });
  const { id } = api.addWebhook();
  const run = await act({ operation: 'patch', 'webhook-id': id, body: '{"responseCode": 201, "enabled": false}' });
  expect(run.exitCode).toBe(1);
  expect(ends(run)).toEqual(['update applied']);
  expect(run.outputs['changed']).toBe('true');
});

test('a create that stores a different value fails the step, and is applied', async () => {
  respondWith('POST', { isWebsocket: false });
  const run = await act({ operation: 'create', body: '{"name": "stream", "isWebsocket": true}' });
  expect(run.exitCode).toBe(1);
  expect(messages(run)[0]).toContain('isWebsocket');
  expect(ends(run)).toEqual(['create applied']);
});

describe('a server that hides secrets', () => {
  const { api: hiding, act: actOnHiding } = useScenario({ maskSecrets: true });

  test('confirms a change without them, and without the responseCode of Fitbit', async () => {
    const body = '{"name": "fit", "verificationType": "fitbit", "verificationCode": "the-code", "responseCode": 200}';
    const run = await actOnHiding({ operation: 'create', body });
    expect(run.exitCode).toBe(0);
    expect(hiding.webhooks()).toMatchObject([{ verificationCode: 'the-code', responseCode: 204 }]);
  });
});
