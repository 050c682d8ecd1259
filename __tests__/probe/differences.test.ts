import { describe, expect, test } from '@jest/globals';
import { type BehaviorName, type Behaviors, behaviorNames, behaviorOf } from '../../local/losant/behaviors/index.ts';
import { startLosantApi } from '../../local/losant/index.ts';
import { assumptions } from '../../probe/assumptions/index.ts';
import { useLosantApi } from '../support/use-losant-api.ts';
import { idsWith, probe } from './trial.ts';

/** Rows that need a token with few scopes, very many requests, or a host with a name. */
const NOT_ASKED = ['missing-scope', 'too-many-requests', 'public-url'];

/** Values for the behaviors that take a number. */
const numbers: { readonly [name in BehaviorName]?: number } = {
  ...{ uniqueNames: 409, perPageMax: 3, listDelay: 60_000, createStatus: 200, deleteStatus: 204, deleteAgain: 410 },
  ...{ invalidStatus: 422, unauthorizedStatus: 403, forbiddenStatus: 404, notFoundStatus: 410 },
};
function behaving(names: readonly BehaviorName[]): Behaviors {
  return Object.fromEntries(names.map((name) => [name, behaviorOf(name).value === null ? true : numbers[name]]));
}

describe('the local API', () => {
  const api = useLosantApi();

  test('behaves as assumed', async () => {
    const outcome = await probe(api);
    expect(idsWith(outcome, 'differs')).toEqual([]);
    expect(idsWith(outcome, 'not checked')).toEqual(NOT_ASKED);
    expect(outcome).toMatchObject({ leftovers: [], endedEarly: null });
    expect([api.webhooks(), api.workflows()]).toEqual([[], []]);
  });

  test('behaves as assumed with a token that lacks a scope', async () => {
    const token = api.token(['webhook.*', 'webhooks.*', 'flow.*', 'flows.post']);
    const outcome = await probe(api, { token });
    expect(idsWith(outcome, 'differs')).toEqual([]);
    expect(idsWith(outcome, 'holds')).toEqual(expect.arrayContaining(['missing-scope', 'scopes', 'workflows-kept']));
    expect(idsWith(outcome, 'not checked')).toEqual([
      'too-many-requests',
      'workflow-filter',
      'workflow-triggers',
      'public-url',
    ]);
    expect([api.webhooks(), api.workflows()]).toEqual([[], []]);
  });
});

/** One run finds several behaviors at once if each is about different assumptions. */
const together: readonly (readonly BehaviorName[])[] = [
  [
    ...(['hideSecrets', 'numericDates', 'perPageMax', 'createStatus', 'deleteStatus', 'caseSensitiveIds'] as const),
    ...(['touch', 'dropUnknown', 'omitTriggers', 'takeWorkflows', 'unauthorizedStatus'] as const),
  ],
  [
    ...([
      'maskSecrets',
      'localDates',
      'disabledByDefault',
      'sortByName',
      'omitTotal',
      'briefPatch',
      'deleteAgain',
    ] as const),
    ...(['storeUnknown', 'keepWorkflows', 'websocketChangeable'] as const),
  ],
  [
    'omitEmpty',
    'normalize',
    'fitbitKept',
    'frozenDates',
    'textTotal',
    'alwaysHypermedia',
    'createWithoutId',
    'vagueErrors',
  ],
  ['omitWebhookId', 'unixLineEnds', 'uniqueNames', 'pageTotal', 'snapshotPages', 'clampValues', 'ignoreTriggerFilter'],
  ['escapeHtml', 'trim', 'replaceOnPatch', 'pagesFromOne', 'htmlErrors'],
  ['invalidStatus', 'notFoundStatus', 'briefLists'],
  ['okErrors'],
  ['otherErrorTypes', 'listDelay'],
  ['forbiddenStatus'],
  ['ignoreScopes'],
];

test('every behavior of the local API is tested', () => {
  expect(together.flat().sort()).toEqual(behaviorNames.filter((name) => name !== 'readOnlyWorkflows').sort());
});

test.each(together.map((names) => ({ names })))(
  'the probe finds that the API behaves differently: $names',
  async ({ names }) => {
    await using api = await startLosantApi({ tls: false, ...behaving(names) });
    const isAboutScopes = names.some((name) => name === 'forbiddenStatus' || name === 'ignoreScopes');
    const outcome = await probe(api, isAboutScopes ? { token: api.token(['webhook.*', 'webhooks.*']) } : {});
    const expected = names.flatMap((name) => {
      const ids = assumptions.filter(({ shownBy }) => shownBy.includes(name)).map(({ id }) => id);
      expect([name, ids.length]).not.toEqual([name, 0]);
      return ids;
    });
    expect(expected).toHaveLength(new Set(expected).size);
    expect(idsWith(outcome, 'differs').sort()).toEqual(expected.sort());
    expect(outcome).toMatchObject({ leftovers: [], endedEarly: null });
    expect([api.webhooks(), api.workflows()]).toEqual([[], []]);
  },
);

test('the probe does not check what an API without workflows refuses', async () => {
  await using api = await startLosantApi({ tls: false, readOnlyWorkflows: true });
  const outcome = await probe(api);
  expect(idsWith(outcome, 'differs')).toEqual([]);
  expect(idsWith(outcome, 'not checked')).toEqual(expect.arrayContaining(['workflow-triggers', 'workflows-kept']));
});

test('the probe works with an API that differs in every way', async () => {
  // With a list that shows nothing new and a create without an id, the probe cannot know what it created.
  const bearable = behaviorNames.filter((name) => name !== 'listDelay' && name !== 'okErrors');
  await using api = await startLosantApi({ tls: false, ...behaving(bearable) });
  const outcome = await probe(api);
  expect(idsWith(outcome, 'differs').length).toBeGreaterThan(20);
  expect(api.webhooks()).toEqual([]);
});

test('the probe waits after a 429, and says whether it had Retry-After', async () => {
  await using api = await startLosantApi({ tls: false });
  const error = { kind: 'error', status: 429, type: 'TooManyRequests', message: 'Too many requests' } as const;
  api.fault({ method: 'PATCH' }, { ...error, headers: { 'Retry-After': '1' } }, 'first');
  const { results } = await probe(api);
  const { finding } = results.find(({ assumption }) => assumption.id === 'too-many-requests') ?? {};
  expect(finding).toEqual({ verdict: 'holds', found: '429 Retry-After in seconds' });
  expect(results.filter(({ finding }) => finding.verdict === 'differs')).toEqual([]);
});
