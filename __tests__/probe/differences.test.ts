import { describe, expect, test } from '@jest/globals';
import { type BehaviorName, type Behaviors, behaviorNames, flagOf, numbers } from '../../local/losant/behaviors.ts';
import { startLosantApi } from '../../local/losant/index.ts';
import { assumptions, document } from '../../probe/assumptions.ts';
import { useLosantApi } from '../support/use-losant-api.ts';
import { idsWith, probe } from './trial.ts';

/** Need very many requests, a token with few scopes, or a host with a name. */
const NOT_CHECKED = ['too-many-requests', 'missing-scope', 'public-url'];
const STATUSES = { uniqueNames: 409, createStatus: 200, deleteStatus: 204, deleteAgain: 410, unauthorizedStatus: 403 };
const VALUES: Behaviors = { ...STATUSES, perPageMax: 3, listDelay: 60_000, forbiddenStatus: 404 };

/** The assumptions that do not hold with a behavior, according to docs/assumptions.md. */
function brokenBy(name: BehaviorName): string[] {
  const rows = [...document.matchAll(/^\| \*\*(?<id>[\w-]+)\*\*: .* \| (?<flags>[^|]*) \|$/gmu)];
  const flag = `\`${flagOf(name)}\``;
  return rows.filter(({ groups }) => groups?.['flags']?.includes(flag)).map(({ groups }) => groups?.['id'] ?? '');
}

describe('the local API behaves as assumed', () => {
  const api = useLosantApi();

  test.each<[string, string[] | undefined, string[]]>([
    ['all scopes', undefined, NOT_CHECKED],
    [
      'a scope less',
      ['webhook.*', 'webhooks.*', 'flow.*', 'flows.post'],
      ['too-many-requests', 'workflow-filter', 'workflow-triggers', 'public-url'],
    ],
  ])('with a token that has %s', async (_, scopes, notChecked) => {
    const outcome = await probe(api, { token: api.token(scopes) });
    expect(idsWith(outcome, 'differs')).toEqual([]);
    expect(idsWith(outcome, 'not checked')).toEqual(notChecked);
    expect(outcome).toMatchObject({ leftovers: [], endedEarly: null });
    expect([api.webhooks(), api.workflows()]).toEqual([[], []]);
  });
});

test('docs/assumptions.md has a row for each check, and no other', () => {
  const ids = [...document.matchAll(/^\| \*\*([\w-]+)\*\*/gmu)].map(([, id]) => id);
  expect(ids.sort()).toEqual(assumptions.map(({ id }) => id).sort());
});

test.each(behaviorNames)('the probe finds exactly what does not hold with the behavior %s', async (name) => {
  const value = VALUES[name] ?? (numbers[name] === undefined ? true : 410);
  await using api = await startLosantApi({ tls: false, [name]: value });
  const isAboutScopes = name === 'forbiddenStatus' || name === 'ignoreScopes';
  const outcome = await probe(api, { token: api.token(isAboutScopes ? ['webhook.*', 'webhooks.*'] : undefined) });
  expect(brokenBy(name)).not.toEqual([]);
  expect(idsWith(outcome, 'differs').sort()).toEqual(brokenBy(name).sort());
  expect(outcome).toMatchObject({ leftovers: [], endedEarly: null });
  expect([api.webhooks(), api.workflows()]).toEqual([[], []]);
});

test('the probe does not check what an API without workflows refuses', async () => {
  await using api = await startLosantApi({ tls: false });
  const error = { kind: 'error', status: 405, type: 'MethodNotAllowed', message: 'POST is not allowed' } as const;
  api.fault({ method: 'POST', resource: 'flows' }, error);
  const outcome = await probe(api);
  expect(idsWith(outcome, 'differs')).toEqual([]);
  expect(idsWith(outcome, 'not checked')).toEqual(expect.arrayContaining(['workflow-triggers', 'workflows-kept']));
});

test('the probe works with an API that differs in every way', async () => {
  // With a list that shows nothing new and a create without an id, the probe cannot know what it created.
  const bearable = behaviorNames.filter((name) => name !== 'listDelay' && name !== 'okErrors');
  const all = bearable.map((name) => [name, VALUES[name] ?? (numbers[name] === undefined ? true : 410)]);
  await using api = await startLosantApi({ tls: false, ...Object.fromEntries(all) });
  const outcome = await probe(api);
  expect(idsWith(outcome, 'differs').length).toBeGreaterThan(20);
  expect(api.webhooks()).toEqual([]);
});

test('the probe waits after a 429, and says whether it had Retry-After', async () => {
  await using api = await startLosantApi({ tls: false });
  const error = { kind: 'error', status: 429, type: 'TooManyRequests', message: 'Too many requests' } as const;
  api.fault({ method: 'PATCH' }, { ...error, headers: { 'Retry-After': '1' } }, 'first');
  const outcome = await probe(api);
  const found = outcome.results.find(({ assumption }) => assumption.id === 'too-many-requests');
  expect(found).toMatchObject({ verdict: 'holds', found: '429 Retry-After in seconds' });
  expect(idsWith(outcome, 'differs')).toEqual([]);
});
