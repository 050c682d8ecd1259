import { expect, test } from '@jest/globals';
import { sent } from '../support/sent.ts';
import { ends, messages, useScenario } from './scenario.ts';

const { api, act } = useScenario();

test.each([
  ['patch', 'update', 'PATCH'],
  ['delete', 'delete', 'DELETE'],
] as const)(
  '%s whose answer was lost, and that can not be read either, is not known',
  async (operation, action, method) => {
    const { id } = api.addWebhook();
    api.fault({ method }, 'reset after the work');
    api.fault({ method: 'GET' }, 'status 403', 'second');
    const run = await act({
      operation,
      'webhook-id': id,
      ...(operation === 'patch' ? { body: 'responseCode: 201' } : {}),
    });
    expect(run).toMatchObject({ exitCode: 1, outputs: { changed: 'true' } });
    expect(ends(run)).toEqual([`${action} unknown`]);
    expect(messages(run)).toEqual([expect.stringContaining(`${method} webhooks/${id} failed`)]);
    expect(sent(api).map((request) => request.split(' ')[0])).toEqual(['GET', method, 'GET']);
  },
);

test('a create whose answer was lost is not sent again when the webhooks can not be listed', async () => {
  api.fault({ method: 'POST' }, 'reset after the work');
  api.fault({ method: 'GET' }, 'status 403', 'second');
  const run = await act({ operation: 'create', body: 'name: new', retries: 4 });
  expect(run).toMatchObject({ exitCode: 1, outputs: { changed: 'true' } });
  expect(ends(run)).toEqual(['create unknown']);
  expect(sent(api).map((request) => request.split(' ')[0])).toEqual(['GET', 'POST', 'GET']);
});

test('a create that is answered with a webhook that was there before is an error, and the truth is told', async () => {
  const other = api.addWebhook({ name: 'other' });
  const alter = (body: object): object => ({ ...body, id: other.id, webhookId: other.id });
  api.fault({ method: 'POST' }, { kind: 'altered', worked: true, alter });
  const run = await act({ operation: 'create', body: 'name: new' });
  expect(run).toMatchObject({ exitCode: 1, outputs: { changed: 'true' } });
  expect(ends(run)).toEqual(['create applied']);
  expect(run.outputs['webhook-id']).toBe(api.webhooks().find(({ name }) => name === 'new')?.id);
});
