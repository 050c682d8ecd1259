import { describe, expect, test } from '@jest/globals';
import { listChanges } from '../../src/plan/plan.ts';
import { byIds, id, named, planned, webhook } from './planned.ts';

describe('an operation on one webhook that finds several', () => {
  test.each([
    [2, /2 match: "w-10" \(\w{24}\), "w-11" \(\w{24}\)\. Name one/],
    [10, /10 match: .*"w-19" \(\w{24}\)\. Name one/],
    [12, /12 match: .*"w-19" \(\w{24}\), and 2 more\. Name one/],
  ])('lists %i webhooks as far as there is room', async (count, message) => {
    const webhooks = Array.from({ length: count }, (_, index) => webhook('1', `w-${10 + index}`));
    const refusal = { title: 'Several webhooks match', message: expect.stringMatching(message) };
    await expect(planned('get', webhooks, { with: named('w-*') })).rejects.toThrow(expect.objectContaining(refusal));
  });
});

test.each([
  [true, 'is a WebSocket webhook, and'],
  [false, 'is an HTTP webhook, and'],
])('isWebsocket cannot be changed: %s', async (isWebsocket, message) => {
  const given = { with: byIds('1'), says: { isWebsocket: !isWebsocket } };
  const refusal = {
    title: 'isWebsocket is fixed',
    message: expect.stringMatching(`${message} .* Create another webhook:`),
  };
  const run = planned('patch', [webhook('1', 'a', { isWebsocket })], given);
  await expect(run).rejects.toThrow(expect.objectContaining(refusal));
});

describe('a webhook that the token cannot read', () => {
  const unread = { with: byIds('1'), mayNotRead: true };

  test('is patched with the complete body', async () => {
    const { plan, items } = await planned('patch', [], { ...unread, says: { name: 'a', enabled: true } });
    expect(items).toEqual(['update 1 null {"name":"a","enabled":true}']);
    expect(listChanges(plan)).toMatchObject([{ before: null, templates: {} }]);
  });

  test('is deleted by its id', async () => {
    expect((await planned('delete', [], unread)).items).toEqual(['delete 1 null']);
  });

  test('has no unknown fields', async () => {
    const run = planned('patch', [], { ...unread, says: { id: id('1'), token: 'x', later: 1, enabled: true } });
    await expect(run).rejects.toThrow('it sets "later", which cannot be set');
  });
});

test('a plan that listed no webhooks has no existing webhooks', async () => {
  const { plan } = await planned('patch', [webhook('1', 'a')], { with: byIds('1'), says: { enabled: true } });
  expect(plan.listing).toEqual([]);
  expect((await planned('get', [webhook('1', 'a')], { with: byIds('1') })).plan.listing).toEqual([]);
});

describe('a body from an output', () => {
  const orders = webhook('1', 'orders', { token: 'its-own', basicAuthPassword: 'p' });

  test('with a masked secret causes a warning, whatever the other fields are', async () => {
    const masked = { webhookId: id('1'), basicAuthPassword: '***', responseCode: 201 };
    const unnamed = await planned('patch', [orders], { with: byIds('1'), says: masked });
    const warning = expect.stringContaining('for basicAuthPassword of "orders": this secret is not restored');
    expect(unnamed.warnings).toEqual([warning]);
    const withName = await planned('patch', [orders], { with: byIds('1'), says: { ...masked, name: 'orders' } });
    expect(withName.warnings).toEqual([warning]);
  });

  test('without fields of a server causes no warning', async () => {
    expect((await planned('create', [], { says: { name: 'new' } })).warnings).toEqual([]);
  });

  test('of another webhook is refused by sync, with its position', async () => {
    const file = (token: string) => ({ says: { webhooks: [{ id: id('1'), name: 'orders', token }] } });
    await expect(planned('sync', [orders], file('of-another'))).rejects.toThrow(
      `body, line 1, column 63, webhook "orders": it came from another webhook: its token differs from the token of webhook ${id('1')}`,
    );
    expect((await planned('sync', [orders], file('its-own'))).items).toEqual(['keep 1']);
  });
});

test('a webhook from an output is created without a password if the body says so', async () => {
  const output = { id: id('9'), token: 'x', name: 'c', basicAuthUsername: 'u' };
  const refusal = expect.objectContaining({ title: 'Password is missing' });
  await expect(planned('create', [], { says: output })).rejects.toThrow(refusal);
  const { items } = await planned('create', [], { says: { ...output, basicAuthPassword: '' } });
  expect(items).toEqual(['create new c {"name":"c","basicAuthUsername":"u","basicAuthPassword":""}']);
});

test('a webhook is not created with a name that only an existing one can keep', async () => {
  await expect(planned('create', [], { says: { id: id('9'), token: 'x', name: ' c' } })).rejects.toThrow(
    'The body is refused: name has white space at its beginning or end: remove it. Nothing was changed.',
  );
});
