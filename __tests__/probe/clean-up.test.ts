import { describe, expect, test } from '@jest/globals';
import type { FaultName, RequestMatch } from '../../local/losant/index.ts';
import { CannotRun } from '../../probe/run.ts';
import { useLosantApi } from '../support/use-losant-api.ts';
import { idsWith, probe, type Trial } from './trial.ts';

const api = useLosantApi();

/** Probes an application with webhooks and a workflow, which must exist unchanged afterwards. */
async function probeBeside(trial: Trial = {}): Promise<Awaited<ReturnType<typeof probe>>> {
  const webhook = api.addWebhook({ name: 'orders', description: 'of the shop' });
  api.addWebhook({ name: 'not-a-probe-webhook' });
  api.addWorkflow({ name: 'Store the order', webhookIds: [webhook.id] });
  const before = [api.webhooks(), api.workflows()];
  const outcome = await probe(api, trial);
  expect([api.webhooks(), api.workflows()]).toEqual(before);
  const written = api.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path);
  for (const { id } of before.flat()) expect(written.join()).not.toContain(id);
  return outcome;
}

test('the probe changes nothing that it did not create', async () => {
  expect(idsWith(await probeBeside(), 'differs')).toEqual([]);
});

test('the probe refuses an application that has webhooks with its names', async () => {
  api.addWebhook({ name: 'Probe-left' });
  await expect(probe(api)).rejects.toThrow(/^The application has webhooks whose names begin with "probe-" \(1\)/u);
  expect(api.requests.map(({ method }) => method)).not.toContain('POST');
});

test.each([
  [['webhooks.get'], 'the token is not allowed to delete webhooks (403)'],
  [['webhooks.*', 'webhook.get'], 'the token is not allowed to delete webhooks (403)'],
])('the probe creates nothing that a token with the scopes %j could not delete', async (scopes, found) => {
  const outcome = await probeBeside({ token: api.token(scopes) });
  expect(api.requests.map(({ method }) => method)).not.toContain('POST');
  const secretsRead = outcome.results.find(({ assumption }) => assumption.id === 'secrets-read');
  expect(secretsRead).toMatchObject({ verdict: 'not checked', found });
  expect(idsWith(outcome, 'holds')).toEqual(expect.arrayContaining(['missing-scope', 'total-count', 'no-application']));
});

test('the probe deletes what a token without webhook.get cannot read', async () => {
  expect((await probeBeside({ token: api.token(['webhooks.*', 'webhook.delete']) })).leftovers).toEqual([]);
});

test.each([
  ['an invalid token', () => 'x', /^The webhooks cannot be listed: the list is 401 Unauthorized/u],
  ['a token without webhooks.get', () => api.token(['webhook.get']), /: the list is 403 Forbidden/u],
])('the probe does not run with %s', async (_, token, message) => {
  const run = probe(api, { token: token() });
  await expect(run).rejects.toThrow(message);
  await expect(run).rejects.toBeInstanceOf(CannotRun);
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
    api.fault(match, fault);
    const outcome = await probeBeside();
    expect(outcome).toMatchObject({ leftovers: [], endedEarly: null });
    expect(idsWith(outcome, 'holds').length).toBeGreaterThan(30);
  });

  test('when a create is carried out long after its response timed out', async () => {
    const until = new Promise((resolve) => setTimeout(resolve, 330));
    api.fault({ ...creates, resource: 'webhooks' }, { kind: 'held', until }, [3]);
    expect((await probeBeside({ timeout: 300 })).leftovers).toEqual([]);
  });

  test('when the first two deletes of each webhook fail', async () => {
    const seen = new Map<string, number>();
    const isEarly = ({ path }: { path: string }): boolean => {
      seen.set(path, (seen.get(path) ?? 0) + 1);
      return (seen.get(path) ?? 0) <= 2;
    };
    api.fault({ ...deletes, test: isEarly }, 'status 500');
    expect((await probeBeside()).leftovers).toEqual([]);
  });

  test.each([1, 3, 4, 5, 6, 9, 20, 35, 55, 70, 85, 90])('when it is interrupted at request %d', async (count) => {
    const stop = new AbortController();
    void api.arrival({}, count).then(() => stop.abort());
    const ended = { endedEarly: 'it was interrupted', leftovers: [] };
    const outcome = await probeBeside({ stop: stop.signal }).catch((error: unknown) => error);
    expect(outcome).toMatchObject(outcome instanceof CannotRun ? {} : ended);
  });
});

test('the probe lists what it could not delete', async () => {
  api.fault({ method: 'DELETE', resource: 'webhook' }, 'status 500');
  const { leftovers } = await probe(api);
  const left = api.webhooks().map(({ id, name }) => `webhook ${name} (id ${id})`);
  expect(left.length).toBeGreaterThan(0);
  expect(leftovers.toSorted()).toEqual(left.sort());
});

test('the probe stops when the API stops responding, and says what it may have left behind', async () => {
  api.fault({ test: () => api.requests.length > 40 }, 'reset');
  const { endedEarly, leftovers } = await probe(api);
  expect(endedEarly).toBe('the server stopped responding');
  expect(leftovers.join()).toContain('plain');
  expect(api.requests.length).toBeLessThan(150);
});
