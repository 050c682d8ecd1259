import { describe, expect, test } from '@jest/globals';
import { parseBody } from '../../src/body/body.ts';
import type { Request } from '../../src/inputs/request.ts';
import type { OperationName } from '../../src/inputs/table.ts';
import { operations } from '../../src/operations/index.ts';
import { parsePatterns } from '../../src/patterns.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { useLosantApi } from '../losant-api/use.ts';
import { connectTo, requestOf, silentLog } from '../support/in-process.ts';

const api = useLosantApi();

interface Planned {
  readonly plan: Plan;
  readonly warnings: readonly string[];
}

/** What an operation plans, with this body. */
async function planned(
  operation: OperationName,
  given: Partial<Request>,
  body: object | null = null,
): Promise<Planned> {
  const parsed = body === null ? null : await parseBody(operation, JSON.stringify(body), 'body', null);
  const request = requestOf({ operation, body: parsed, retries: 0, ...given }, api);
  const losant = connectTo(request);
  const warnings: string[] = [];
  const log = { ...silentLog, warning: (text: string) => void warnings.push(text) };
  return { plan: await operations[operation]({ request, losant, log }), warnings };
}

test.each<OperationName>(['create', 'patch', 'sync', 'export'])(
  '%s without what the inputs have to give is a bug, and sends nothing',
  async (operation) => {
    await expect(planned(operation, {})).rejects.toThrow(/was not read$/);
    expect(api.requests).toEqual([]);
  },
);

describe('several webhooks in place of one', () => {
  test.each([
    [2, /2 match: "w-00" \(\w{24}\), "w-01" \(\w{24}\)\. Name one/],
    [12, /12 match: .*"w-09" \(\w{24}\), and 2 more\. Name one/],
  ])('%i are named as far as there is room', async (count, message) => {
    for (let index = 0; index < count; index += 1) api.addWebhook({ name: `w-${String(index).padStart(2, '0')}` });
    const selection = { by: 'name', patterns: parsePatterns('w-*') } as const;
    await expect(planned('get', { selection })).rejects.toThrow(message);
  });
});

test('webhooks that may not be read are in the order of their ids', async () => {
  const ids = ['c', 'a', 'b'].map((digit) => api.addWebhook({ id: digit.repeat(24), name: digit }).id);
  api.fault({ method: 'GET' }, 'status 403');
  const { plan } = await planned('delete', { selection: { by: 'id', ids } });
  expect(plan.items.map(({ id }) => id)).toEqual([...ids].sort());
});

test.each([
  [true, 'is a WebSocket webhook'],
  [false, 'is an HTTP webhook'],
])('isWebsocket can not be changed: %s', async (isWebsocket, message) => {
  const { id } = api.addWebhook({ isWebsocket });
  const patch = planned('patch', { selection: { by: 'id', ids: [id] } }, { isWebsocket: !isWebsocket });
  await expect(patch).rejects.toThrow(message);
});

describe('a body from an output', () => {
  test('whose secret is masked is warned of, whatever it names', async () => {
    const { id } = api.addWebhook({ name: 'orders' });
    const masked = { webhookId: id, basicAuthPassword: '***', responseCode: 201 };
    const unnamed = await planned('patch', { selection: { by: 'id', ids: [id] } }, masked);
    expect(unnamed.warnings).toEqual([expect.stringContaining('for basicAuthPassword of the webhook: this secret')]);
    const named = await planned('patch', { selection: { by: 'id', ids: [id] } }, { ...masked, name: 'orders' });
    expect(named.warnings).toEqual([expect.stringContaining('for basicAuthPassword of "orders": this secret')]);
  });

  test('tells what of it can not be restored', async () => {
    const entry = { creationDate: '2026-01-01T00:00:00.000Z', name: 'new', later: 1, _etag: 'x' };
    const { warnings } = await planned('create', {}, entry);
    expect(warnings).toEqual([
      expect.stringContaining('"new" is created anew'),
      'later of "new" can\'t be set: not restored.',
    ]);
  });

  test('that has nothing of a server is no reason for a warning', async () => {
    expect((await planned('create', {}, { name: 'new' })).warnings).toEqual([]);
  });

  test('of another webhook is refused by sync, with its place', async () => {
    const { id, token } = api.addWebhook({ name: 'orders' });
    const other = { webhooks: [{ id, name: 'orders', token: 'of-another' }] };
    await expect(planned('sync', {}, other)).rejects.toThrow(/it has another token than webhook/);
    const same = { webhooks: [{ id, name: 'orders', token }] };
    expect((await planned('sync', {}, same)).plan.items).toMatchObject([{ id, change: null }]);
  });
});
