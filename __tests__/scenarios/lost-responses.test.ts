import { describe, expect, test } from '@jest/globals';
import { sent } from '../support/sent.ts';
import { ends, messages, type Run, useScenario } from './scenario.ts';

const { api, act } = useScenario();
const { api: paged, act: actOnPages } = useScenario({ perPageMax: 2 });
const { api: hiding, act: actOnHiding } = useScenario({ maskSecrets: true });

test.each([
  ['patch', 'update', 'PATCH'],
  ['delete', 'delete', 'DELETE'],
] as const)(
  'a %s is unknown if its response was lost and the webhook cannot be read',
  async (operation, action, method) => {
    const { id } = api.addWebhook();
    api.fault({ method }, 'reset after processing');
    api.fault({ method: 'GET' }, 'status 403', 'second');
    const run = await act({
      operation,
      'webhook-id': id,
      ...(operation === 'patch' ? { body: 'responseCode: 201' } : {}),
    });
    expect(run).toMatchObject({ exitCode: 1, outputs: { changed: 'true' } });
    expect(ends(run)).toEqual([`${action} unknown`]);
    expect(messages(run)).toEqual([expect.stringMatching(`^${method} webhooks/${id} .*failed: read ECONNRESET`)]);
    expect(sent(api).map((request) => request.split(' ')[0])).toEqual(['GET', method, 'GET']);
  },
);

test('a create whose response was lost is not repeated if the webhooks cannot be listed', async () => {
  api.fault({ method: 'POST' }, 'reset after processing');
  api.fault({ method: 'GET' }, 'status 403', 'second');
  const run = await act({ operation: 'create', body: 'name: new', retries: 4 });
  expect(run).toMatchObject({ exitCode: 1, outputs: { changed: 'true' } });
  expect(ends(run)).toEqual(['create unknown']);
  expect(sent(api).map((request) => request.split(' ')[0])).toEqual(['GET', 'POST', 'GET']);
});

test('a create whose response is an existing webhook is an error, and the report says what happened', async () => {
  const other = api.addWebhook({ name: 'other' });
  const alter = (body: object): object => ({ ...body, id: other.id, webhookId: other.id });
  api.fault({ method: 'POST' }, { kind: 'altered', processed: true, alter });
  const run = await act({ operation: 'create', body: 'name: new' });
  expect(run).toMatchObject({ exitCode: 1, outputs: { changed: 'true' } });
  expect(ends(run)).toEqual(['create applied']);
  expect(run.outputs['webhook-id']).toBe(api.webhooks().find(({ name }) => name === 'new')?.id);
});

describe('a create whose response was lost', () => {
  test('fails and names both webhooks if the server carried it out after it was repeated', async () => {
    api.fault({ method: 'POST' }, { kind: 'html', status: 504, processedLate: true }, 'first');
    const file = 'webhooks: [{name: new}, {name: other}]';
    const run = await act({ operation: 'sync', body: file, retries: 2 });
    const twins = api.webhooks().filter(({ name }) => name === 'new' || name === 'other');
    expect(twins).toHaveLength(3);
    expect(run).toMatchObject({ exitCode: 1, outputs: { changed: 'true', count: '2' } });
    expect(ends(run)).toEqual(['create applied', 'create applied']);
    const [message] = messages(run);
    const duplicated = twins.filter(({ name }) => twins.filter((one) => one.name === name).length === 2);
    for (const { id } of duplicated) expect(message).toContain(id);
  });

  test('fails and names both webhooks if the list was out of date', async () => {
    api.fault({ method: 'POST' }, 'reset after processing', 'first');
    const alter = (): object => ({ items: [], count: 0, totalCount: 0 });
    api.fault({ method: 'GET' }, { kind: 'altered', processed: true, alter }, 'second');
    const run = await act({ operation: 'create', body: 'name: new', retries: 2 });
    expect(run.exitCode).toBe(1);
    expect(api.webhooks()).toHaveLength(2);
    for (const { id } of api.webhooks()) expect(messages(run)[0]).toContain(id);
  });

  test('does not affect other creates in an application with several pages', async () => {
    const body = JSON.stringify({ webhooks: Array.from({ length: 30 }, (_, index) => ({ name: `new ${index}` })) });
    for (let index = 0; index < 9; index += 1) paged.addWebhook({ name: `old ${index}` });
    paged.fault({ method: 'POST' }, 'reset after processing', [2, 9]);
    const run = await actOnPages({ operation: 'sync', body, retries: 2, concurrency: 8 });
    expect(run).toMatchObject({ exitCode: 0, outputs: { changed: 'true' } });
    expect(paged.webhooks()).toHaveLength(39);
  });
});

test('an outage ends the retries, and skips the remaining changes', async () => {
  for (let index = 0; index < 100; index += 1) api.addWebhook({ name: `pr-${index}` });
  api.fault({ method: 'PATCH' }, 'status 503');
  const run = await act({ operation: 'patch', 'webhook-name': 'pr-*', body: 'enabled: false', retries: 1 });
  expect(run).toMatchObject({ exitCode: 1, outputs: { changed: 'false' } });
  const statuses = ends(run);
  expect(statuses.filter((status) => status === 'update skipped').length).toBeGreaterThan(85);
  expect(run.log).toContain('Losant is not responding');
  expect(sent(api).length).toBeLessThan(40);
});

describe('webhooks that Losant cannot save', () => {
  const patchAll = (count: number, broken: number) => {
    const ids = Array.from({ length: count }, (_, index) => api.addWebhook({ name: `w-${100 + index}` }).id);
    api.fault({ method: 'PATCH', webhooks: ids.slice(0, broken) }, 'status 500');
    return act({ operation: 'patch', 'webhook-name': '*', body: 'responseCode: 201' });
  };
  const count = (run: Run, end: string): number => ends(run).filter((one) => one === end).length;

  test('do not keep the others from being changed', async () => {
    const run = await patchAll(40, 7);
    expect(run.exitCode).toBe(1);
    expect([count(run, 'update failed'), count(run, 'update applied')]).toEqual([7, 33]);
  });

  test('end the run if there is no other', async () => {
    const run = await patchAll(60, 60);
    expect(run).toMatchObject({ exitCode: 1, outputs: { changed: 'false' } });
    expect(count(run, 'update skipped')).toBeGreaterThan(30);
    expect(run.log).toContain('Losant responds only with server errors');
  });
});

describe('a create that is refused after an attempt of unknown end', () => {
  const file = 'webhooks: [{name: new}]';

  test('is applied if it appears late, and the step fails with its id', async () => {
    api.fault({ method: 'POST' }, 'reset after processing', 'first');
    api.fault({ method: 'POST' }, 'status 400', 'second');
    // The list before the create is repeated, and the one after it failed, do not have the webhook yet.
    const alter = (): object => ({ items: [], count: 0, totalCount: 0 });
    api.fault({ method: 'GET' }, { kind: 'altered', processed: true, alter }, [2, 3]);
    const run = await act({ operation: 'sync', body: file, retries: 2 });
    const [made] = api.webhooks();
    expect(ends(run)).toEqual(['create applied']);
    expect(run).toMatchObject({ exitCode: 1, outputs: { changed: 'true', 'webhook-id': made?.id } });
    expect(messages(run)).toEqual([expect.stringContaining(`${made?.id}`)]);
  });

  test('has failed if it does not appear', async () => {
    api.fault({ method: 'POST' }, { kind: 'html', status: 504 }, 'first');
    api.fault({ method: 'POST' }, 'status 400', 'second');
    const run = await act({ operation: 'sync', body: file, retries: 2 });
    expect(ends(run)).toEqual(['create failed']);
    expect(run.outputs['changed']).toBe('false');
  });
});

test('a create that is not found after its response was lost is unknown', async () => {
  api.fault({ method: 'POST' }, 'reset');
  const run = await act({ operation: 'create', body: 'name: new' });
  expect(ends(run)).toEqual(['create unknown']);
  expect(run).toMatchObject({ exitCode: 1, outputs: { changed: 'true' } });
});

test('a change of a hidden secret with an unknown result counts as changed', async () => {
  const { id } = hiding.addWebhook({ basicAuthUsername: 'u', basicAuthPassword: 'old-password' });
  hiding.fault({ method: 'PATCH' }, 'reset after processing');
  const body = 'basicAuthPassword: new-password';
  const run = await actOnHiding({ operation: 'patch', 'webhook-id': id, body });
  expect(run).toMatchObject({ exitCode: 1, outputs: { changed: 'true' } });
  expect(ends(run)).toEqual(['update unknown']);
  hiding.reset();
  const again = await actOnHiding({ operation: 'patch', 'webhook-id': id, body });
  expect(again).toMatchObject({ exitCode: 0, outputs: { changed: 'false' } });
});

test.each<[string, string]>([
  ['an object nested 5,000 levels deep', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`],
  ['a list nested 5,000 levels deep with a long number', `${'['.repeat(5000)}12345678901234567890${']'.repeat(5000)}`],
])('a response with %s is refused, and the report says what happened', async (_, text) => {
  const { id } = api.addWebhook();
  const body = `{"id": "${id}", "name": "n", "later": ${text}}`;
  api.fault({ method: 'PATCH' }, { kind: 'text', status: 200, body, processed: true });
  const run = await act({ operation: 'patch', 'webhook-id': id, body: 'responseCode: 201' });
  expect(run).toMatchObject({ exitCode: 1, outputs: { changed: 'true' } });
  expect(ends(run)).toEqual(['update applied']);
});
