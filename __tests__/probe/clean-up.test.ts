import { describe, expect, test } from '@jest/globals';
import type { FaultName, RequestMatch } from '../../local/losant/index.ts';
import { leftoverText } from '../../probe/report.ts';
import { Refused } from '../../probe/run.ts';
import { useLosantApi } from '../support/use-losant-api.ts';
import { idsWith, probe } from './trial.ts';

const api = useLosantApi();

/** What existed before, and must exist unchanged afterwards. */
function addOthers(): () => void {
  const webhook = api.addWebhook({ name: 'orders', description: 'of the shop' });
  api.addWebhook({ name: 'not-a-probe-webhook' });
  api.addWorkflow({ name: 'Store the order', webhookIds: [webhook.id] });
  const before = [api.webhooks(), api.workflows()];
  return () => expect([api.webhooks(), api.workflows()]).toEqual(before);
}

test('the probe changes nothing that it did not create', async () => {
  const expectUntouched = addOthers();
  const ids = [...api.webhooks(), ...api.workflows()].map(({ id }) => id);
  const outcome = await probe(api);
  expect(idsWith(outcome, 'differs')).toEqual([]);
  expectUntouched();
  const written = api.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path);
  for (const id of ids) expect(written.join()).not.toContain(id);
});

test('the probe refuses an application that has webhooks with its names', async () => {
  api.addWebhook({ name: 'orders' });
  api.addWebhook({ name: 'Probe-left' });
  await expect(probe(api)).rejects.toThrow(/^The application has 1 webhook whose name begins with "probe-"/u);
  expect(api.requests.map(({ method }) => method)).not.toContain('POST');
  expect(api.webhooks()).toHaveLength(2);
});

test.each([
  [['webhooks.get'], 'the token may not delete webhooks (403)'],
  [['webhooks.*', 'webhook.get'], 'the token may not delete webhooks (403)'],
])('the probe creates nothing that a token with the scopes %j could not delete', async (scopes, reason) => {
  api.addWebhook({ name: 'orders' });
  const outcome = await probe(api, { token: api.token(scopes) });
  expect(api.requests.map(({ method }) => method)).not.toContain('POST');
  expect(outcome.results.find(({ assumption }) => assumption.id === 'secrets-read')?.finding).toEqual({
    verdict: 'not checked',
    found: reason,
  });
  expect(idsWith(outcome, 'holds')).toEqual(expect.arrayContaining(['missing-scope', 'total-count', 'no-application']));
});

test('the probe deletes what a token without webhook.get cannot read', async () => {
  const expectUntouched = addOthers();
  const outcome = await probe(api, { token: api.token(['webhooks.*', 'webhook.delete']) });
  expect(outcome.leftovers).toEqual([]);
  expectUntouched();
});

test.each<[string, object, RegExp]>([
  ['an invalid token', { token: 'x' }, /^The webhooks cannot be listed: 401 Unauthorized\. Is LOSANT_API_TOKEN/u],
  ['a token without webhooks.get', { scopes: ['webhook.get'] }, /: 403 Forbidden\. The token needs a scope/u],
])('the probe does not run with %s', async (_, { token, scopes }: { token?: string; scopes?: string[] }, message) => {
  const run = probe(api, { token: token ?? api.token(scopes) });
  await expect(run).rejects.toThrow(message);
  await expect(run).rejects.toBeInstanceOf(Refused);
});

describe('the probe leaves nothing behind', () => {
  const creates: RequestMatch = { method: 'POST' };
  // Requests for unused ids only check what the token can do.
  const deletes: RequestMatch = {
    method: 'DELETE',
    path: (path) => [...api.webhooks(), ...api.workflows()].some(({ id }) => path.includes(id)),
  };

  test.each<[string, RequestMatch, FaultName]>([
    ['the response to every create is lost', creates, 'reset after processing'],
    ['every create ends in a 504, but is carried out', creates, 'status 504 in HTML after processing'],
    ['the response to every create is cut off', creates, 'truncated body after processing'],
    ['the response to every delete is lost', deletes, 'reset after processing'],
  ])('when %s', async (_, match, fault) => {
    const expectUntouched = addOthers();
    api.fault(match, fault);
    const outcome = await probe(api);
    expect(outcome).toMatchObject({ leftovers: [], endedEarly: null });
    expect(idsWith(outcome, 'holds').length).toBeGreaterThan(30);
    expectUntouched();
  });

  test('when a create is carried out long after its response timed out', async () => {
    const expectUntouched = addOthers();
    const until = new Promise((resolve) => setTimeout(resolve, 330));
    api.fault({ ...creates, resource: 'webhooks' }, { kind: 'held', until }, [3]);
    const outcome = await probe(api, { timeout: 300 });
    expect(outcome.leftovers).toEqual([]);
    expectUntouched();
  });

  test('when the first two deletes of each webhook fail', async () => {
    const expectUntouched = addOthers();
    const seen = new Map<string, number>();
    const isEarly = ({ path }: { path: string }): boolean => {
      seen.set(path, (seen.get(path) ?? 0) + 1);
      return (seen.get(path) ?? 0) <= 2;
    };
    api.fault({ ...deletes, test: isEarly }, 'status 500');
    expect((await probe(api)).leftovers).toEqual([]);
    expectUntouched();
  });

  test.each([1, 3, 4, 5, 6, 9, 20, 35, 55, 70, 85, 90])('when it is interrupted at request %d', async (count) => {
    const expectUntouched = addOthers();
    const stop = new AbortController();
    void api.arrival({}, count).then(() => stop.abort());
    const outcome = await probe(api, { stop: stop.signal }).catch((error: unknown) => error);
    expect(outcome).toMatchObject(
      outcome instanceof Refused ? {} : { endedEarly: 'it was interrupted', leftovers: [] },
    );
    expectUntouched();
  });
});

test('the probe lists what it could not delete', async () => {
  api.fault({ method: 'DELETE', resource: 'webhook' }, 'status 500');
  const outcome = await probe(api);
  const left = api.webhooks().map(({ id, name }) => ({ kind: 'webhooks' as const, id, name }));
  expect(left.length).toBeGreaterThan(0);
  expect(outcome.leftovers.toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(left);
  expect(leftoverText(left.slice(0, 1))).toBe(
    `Could not delete everything that the probe created. Delete the rest by hand in Losant:\n  webhook ${left[0]?.name} (id ${left[0]?.id})`,
  );
});

test('the probe stops when the API stops responding, and says what it may have left behind', async () => {
  api.fault({ test: () => api.requests.length > 40 }, 'reset');
  const outcome = await probe(api);
  expect(outcome.endedEarly).toBe('the server stopped responding');
  expect(outcome.leftovers.map(({ name }) => name)).toEqual(expect.arrayContaining([expect.stringContaining('plain')]));
  expect(api.requests.length).toBeLessThan(150);
});
