import { beforeEach, describe, expect, test } from '@jest/globals';
import { call, type Reply } from '../../../local/losant/client.ts';
import { type Fault, type FaultName, faultNames, faults, startLosantApi } from '../../../local/losant/index.ts';
import { useLosantApi } from '../../support/use-losant-api.ts';

const api = useLosantApi();
let id = '';
beforeEach(() => {
  ({ id } = api.addWebhook({ name: 'before' }));
});

function patch(options: { signal?: AbortSignal; onHead?: () => void } = {}): Promise<Reply> {
  const url = `${api.url}/applications/${api.applicationId}/webhooks/${id}`;
  return call('PATCH', url, { token: api.token(), body: { name: 'after' }, ...options });
}

const entries = faultNames.map((name): [FaultName, Fault] => [name, faults[name]]);
const answering = entries.filter(([, { kind }]) => ['error', 'html', 'text', 'altered'].includes(kind));
const breaking = entries.filter(([, { kind }]) => ['truncated', 'reset', 'closed'].includes(kind));
const endless = entries.filter(([, { kind }]) => ['hang', 'hang after headers', 'drip', 'endless'].includes(kind));

function expectWork(fault: Fault): void {
  const processed = 'processed' in fault && fault.processed === true;
  expect(api.webhook(id)?.name).toBe(processed ? 'after' : 'before');
  expect(api.requests).toMatchObject([{ method: 'PATCH', status: 'fault', processed, body: { name: 'after' } }]);
}

describe('every fault', () => {
  test.each(answering)('%s responds', async (name, fault) => {
    api.fault({ method: 'PATCH' }, name);
    const reply = await patch();
    expect(reply.status).toBe('status' in fault ? fault.status : 200);
    expectWork(fault);
  });

  test.each(breaking)('%s breaks the connection', async (name, fault) => {
    api.fault({ method: 'PATCH' }, name);
    await expect(patch()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expectWork(fault);
  });

  test.each(endless)('%s never ends', async (name, fault) => {
    api.fault({ method: 'PATCH' }, name);
    const abort = new AbortController();
    const head = Promise.withResolvers<void>();
    const reply = patch({ signal: abort.signal, onHead: head.resolve });
    await (fault.kind === 'hang' ? api.arrival({ method: 'PATCH' }) : head.promise);
    abort.abort();
    await expect(reply).rejects.toMatchObject({ name: 'AbortError' });
    if (fault.kind !== 'hang') {
      expectWork(fault);
    }
  });
});

test('a fault hits the chosen attempts, and nothing else', async () => {
  api.fault({ resource: 'webhook', method: 'PATCH' }, 'status 503', 'second');
  api.fault(
    { path: (path) => path.endsWith(id), test: ({ headers }) => 'authorization' in headers },
    'status 500',
    [1, 4],
  );
  api.fault({ resource: 'webhooks' }, 'hang');
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 5; attempt += 1) {
    statuses.push((await patch()).status);
  }
  expect(statuses).toEqual([500, 503, 200, 500, 200]);
  expect(api.requests.map(({ status }) => status)).toEqual(['fault', 'fault', 200, 'fault', 200]);
  expect(new Set(api.requests.map(({ connection }) => connection)).size).toBe(5);
  expect(api.connections).toBe(api.requests.at(-1)?.connection);
  api.fault({}, 'status 502 in HTML', 'first');
  expect((await patch()).text).toContain('<h1>502</h1>');
});

test("a response with another webhook's id is otherwise correct", async () => {
  api.fault({ method: 'PATCH' }, "another webhook's id");
  expect((await patch()).json).toMatchObject({ id: 'f'.repeat(24), webhookId: 'f'.repeat(24), name: 'after' });
});

test('the headers contain a redirect and Retry-After', async () => {
  api.fault({}, 'redirect to another path', 'first');
  api.fault({}, 'status 429 with Retry-After in seconds', 'second');
  expect((await patch()).headers).toMatchObject({ location: '/elsewhere' });
  expect((await patch()).headers).toMatchObject({ 'retry-after': '1' });
});

test('a response can be delayed, before or after processing', async () => {
  const release = Promise.withResolvers<void>();
  api.fault({}, { kind: 'held', until: release.promise, processed: true }, 'first');
  api.fault({}, { kind: 'held', until: release.promise }, 'second');
  const replies = [patch(), patch()];
  await api.arrival({}, 2);
  expect(api.requests.map(({ processed }) => processed)).toEqual([true, false]);
  release.resolve();
  expect((await Promise.all(replies)).map(({ status }) => status)).toEqual([200, 200]);
  expect((await api.arrival({ method: 'PATCH' }, 2)).processed).toBe(true);
});

test('an API that stops closes all connections', async () => {
  const other = await startLosantApi();
  other.fault({}, 'hang');
  const reply = call('GET', `${other.url}/applications/x/webhooks`);
  await other.arrival({});
  await Promise.all([expect(reply).rejects.toMatchObject({ code: 'ECONNRESET' }), other.close()]);
});
