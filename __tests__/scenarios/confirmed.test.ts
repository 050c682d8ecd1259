import { describe, expect, test } from '@jest/globals';
import { ends, messages, useScenario } from './scenario.ts';

const { api, act } = useScenario();

/** An answer in which some fields are not what was asked for. */
function answersWith(method: string, fields: object): void {
  api.fault({ method }, { kind: 'altered', worked: true, alter: (body) => ({ ...body, ...fields }) });
}

test('an update that the answer does not confirm is red, and not told as done', async () => {
  answersWith('PATCH', { responseCode: 200 });
  const { id } = api.addWebhook();
  const run = await act({ operation: 'patch', 'webhook-id': id, body: 'responseCode: 201' });
  expect(run.exitCode).toBe(1);
  expect(messages(run)[0]).toContain('the answer does not hold what was sent: responseCode');
  expect(ends(run)).toEqual(['update failed']);
  expect(run.outputs['changed']).toBe('false');
});

test('one that it confirms in part is red, and told as made', async () => {
  answersWith('PATCH', { responseCode: 200 });
  const { id } = api.addWebhook();
  const run = await act({ operation: 'patch', 'webhook-id': id, body: '{"responseCode": 201, "enabled": false}' });
  expect(run.exitCode).toBe(1);
  expect(ends(run)).toEqual(['update applied']);
  expect(run.outputs['changed']).toBe('true');
});

test('so is a webhook that is created otherwise than it was asked for', async () => {
  answersWith('POST', { isWebsocket: false });
  const run = await act({ operation: 'create', body: '{"name": "stream", "isWebsocket": true}' });
  expect(run.exitCode).toBe(1);
  expect(messages(run)[0]).toContain('isWebsocket');
  expect(ends(run)).toEqual(['create applied']);
});

describe('where the server hides secrets', () => {
  const { api: hiding, act: actOnHiding } = useScenario({ maskSecrets: true });

  test('those that the answer hides, and the code that Fitbit sets, are no difference', async () => {
    const body = '{"name": "fit", "verificationType": "fitbit", "verificationCode": "the-code", "responseCode": 200}';
    const run = await actOnHiding({ operation: 'create', body });
    expect(run.exitCode).toBe(0);
    expect(hiding.webhooks()).toMatchObject([{ verificationCode: 'the-code', responseCode: 204 }]);
  });
});
