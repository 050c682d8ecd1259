/** What the action does if an assumption about Losant is wrong: the column of docs/assumptions.md, row by row. */
import { expect, test } from '@jest/globals';
import { type LosantApi, type LosantApiOptions, type StoredWebhook, startLosantApi } from '../../local/losant/index.ts';
import { type Inputs, inputsFor, type Run, runAction } from '../../local/runner/run-action.ts';
import { assumptions } from '../../probe/assumptions/index.ts';

interface Case {
  readonly id: string;
  readonly behaviors: LosantApiOptions;
  /** Fields of the webhook `orders`, which exists. */
  readonly fields?: Partial<StoredWebhook>;
  /** `webhook-name` is `orders` except for a create, or if `webhook-id` is given. */
  readonly inputs: Inputs;
  readonly exitCode: 0 | 1;
  readonly changed: 'true' | 'false';
  /** Part of the error. */
  readonly error?: string;
  readonly after?: (api: LosantApi, run: Run) => void;
}

const orders = (api: LosantApi): StoredWebhook | undefined => api.webhooks().find(({ name }) => name === 'orders');
const workflows = (api: LosantApi): string[] => api.workflows().map(({ name }) => name);
const patch = (fields: object): Inputs => ({
  operation: 'patch',
  'webhook-name': 'orders',
  body: JSON.stringify(fields),
});
const remove = (more: Inputs = {}): Inputs => ({ operation: 'delete', 'webhook-name': 'orders', ...more });
const create: Inputs = { operation: 'create', body: 'name: new' };
const list: Inputs = { operation: 'list' };
const unknown = { 'webhook-id': 'a'.repeat(24), 'if-not-found': 'ignore' };

const notConfirmed = { exitCode: 1, changed: 'true', error: 'the response does not contain what was sent' } as const;
const refused = { exitCode: 1, changed: 'false' } as const;
const noEffect = { exitCode: 0, changed: 'false' } as const;
const unnoticed = { exitCode: 0, changed: 'true' } as const;

const cases: readonly Case[] = [
  {
    ...{ id: 'create-response', behaviors: { createWithoutId: true }, inputs: create },
    ...{ exitCode: 1, changed: 'true', error: 'the response is not a webhook: it has no "id"' },
  },
  { id: 'create-response', behaviors: { createStatus: 200 }, inputs: create, ...unnoticed },
  {
    id: 'webhook-fields',
    behaviors: { numericDates: true },
    inputs: list,
    ...refused,
    error: '"creationDate" is a number',
  },
  { id: 'id-format', behaviors: { omitWebhookId: true }, inputs: list, ...noEffect },
  {
    ...{ id: 'defaults', behaviors: { disabledByDefault: true }, inputs: create, ...unnoticed },
    after: (_, { outputs }) => expect(JSON.parse(outputs['webhook'] ?? '')).toMatchObject({ enabled: false }),
  },
  {
    ...{ id: 'date-format', behaviors: { localDates: true }, inputs: { ...list, 'older-than': '1d' } },
    ...{ ...refused, error: 'older-than and keep cannot be applied' },
  },
  {
    ...{
      id: 'secrets-read',
      behaviors: { hideSecrets: true },
      inputs: patch({ basicAuthPassword: 'secret-of-orders' }),
    },
    ...{ fields: { basicAuthPassword: 'secret-of-orders' }, ...noEffect },
    after: ({ requests }) => expect(requests.map(({ method }) => method)).toEqual(['GET', 'PATCH']),
  },
  {
    id: 'empty-strings',
    behaviors: { omitEmpty: true },
    fields: { description: '' },
    inputs: patch({ description: '' }),
    ...noEffect,
  },
  { id: 'hypermedia', behaviors: { alwaysHypermedia: true }, inputs: list, ...noEffect },
  { id: 'white-space', behaviors: { trim: true }, inputs: patch({ description: ' x' }), ...notConfirmed },
  { id: 'line-ends', behaviors: { unixLineEnds: true }, inputs: patch({ description: 'a\r\nb' }), ...notConfirmed },
  { id: 'unicode', behaviors: { normalize: true }, inputs: patch({ description: 'e\u0301' }), ...notConfirmed },
  { id: 'markup', behaviors: { escapeHtml: true }, inputs: patch({ description: 'a < b' }), ...notConfirmed },
  {
    ...{ id: 'secret-strings', behaviors: { trim: true }, fields: { basicAuthUsername: 'u' }, ...notConfirmed },
    inputs: patch({ basicAuthPassword: ' secret ' }),
  },
  {
    ...{ id: 'shared-names', behaviors: { uniqueNames: 409 }, inputs: { ...create, body: 'name: orders' } },
    ...{ ...refused, error: 'A webhook named "orders" already exists' },
  },
  {
    ...{ id: 'list-items', behaviors: { briefLists: true }, fields: { enabled: false } },
    ...{ inputs: patch({ enabled: true }), ...noEffect },
  },
  {
    ...{ id: 'page-size', behaviors: { perPageMax: 1 }, inputs: list, ...noEffect },
    after: (_, { outputs }) => expect(outputs['count']).toBe('2'),
  },
  {
    ...{ id: 'sort-by-id', behaviors: { sortByName: true, perPageMax: 1 }, inputs: list, ...noEffect },
    after: (_, { outputs }) => expect(outputs['count']).toBe('2'),
  },
  { id: 'total-count', behaviors: { omitTotal: true }, inputs: remove(), ...refused, error: 'not a complete list' },
  { id: 'total-count', behaviors: { textTotal: true }, inputs: remove(), ...refused, error: 'not a complete list' },
  {
    ...{ id: 'total-count', behaviors: { pageTotal: true, perPageMax: 1 }, inputs: list, ...noEffect },
    after: (_, { outputs }) => expect(outputs['count']).toBe('1'),
  },
  {
    ...{ id: 'pages', behaviors: { pagesFromOne: true, perPageMax: 1 }, inputs: remove() },
    ...{ ...refused, error: 'the list was inconsistent' },
  },
  { id: 'pages-shift', behaviors: { snapshotPages: true, perPageMax: 1 }, inputs: list, ...noEffect },
  {
    ...{ id: 'update-response', behaviors: { briefPatch: true }, inputs: patch({ responseCode: 201 }) },
    ...{ exitCode: 1, changed: 'true', error: 'the response is not a webhook' },
  },
  {
    ...{
      id: 'update-partial',
      behaviors: { replaceOnPatch: true },
      inputs: patch({ responseCode: 201 }),
      ...unnoticed,
    },
    after: (api) => expect(orders(api)).toMatchObject({ responseCode: 201, description: '' }),
  },
  {
    ...{ id: 'update-date', behaviors: { frozenDates: true }, inputs: patch({ responseCode: 201 }), ...unnoticed },
    ...{ fields: { lastUpdated: '2020-01-01T00:00:00.000Z' } },
    after: (api) => expect(orders(api)).toMatchObject({ responseCode: 201, lastUpdated: '2020-01-01T00:00:00.000Z' }),
  },
  {
    ...{ id: 'update-without-change', behaviors: { touch: true, hideSecrets: true }, ...noEffect },
    ...{ fields: { basicAuthPassword: 'secret-of-orders', lastUpdated: '2020-01-01T00:00:00.000Z' } },
    inputs: patch({ basicAuthPassword: 'secret-of-orders' }),
    after: (api) => expect(orders(api)?.lastUpdated).not.toMatch(/^2020/u),
  },
  {
    ...{ id: 'websocket-fixed', behaviors: { websocketChangeable: true }, inputs: patch({ isWebsocket: true }) },
    ...{ ...refused, error: 'isWebsocket' },
  },
  {
    ...{ id: 'fitbit-code', behaviors: { fitbitKept: true }, inputs: patch({ responseCode: 201 }), ...noEffect },
    ...{ fields: { verificationType: 'fitbit', verificationCode: 'code' } },
  },
  {
    ...{ id: 'unknown-property', behaviors: { dropUnknown: true }, inputs: patch({ colour: 'red' }) },
    ...{ ...refused, error: 'colour' },
    after: ({ requests }) => expect(requests).toEqual([]),
  },
  {
    ...{ id: 'invalid-value', behaviors: { clampValues: true }, inputs: patch({ responseCode: 99_999 }) },
    ...{ ...refused, error: '99999' },
    after: ({ requests }) => expect(requests).toEqual([]),
  },
  { id: 'no-webhook', behaviors: { vagueErrors: true }, inputs: { operation: 'delete', ...unknown }, ...refused },
  { id: 'no-webhook', behaviors: { htmlErrors: true }, inputs: { operation: 'delete', ...unknown }, ...refused },
  { id: 'no-webhook', behaviors: { notFoundStatus: 410 }, inputs: { operation: 'delete', ...unknown }, ...refused },
  {
    ...{
      id: 'no-application',
      behaviors: { notFoundStatus: 403 },
      inputs: { ...list, 'application-id': 'a'.repeat(24) },
    },
    ...{ ...refused, error: 'scope' },
  },
  {
    ...{
      id: 'invalid-token',
      behaviors: { unauthorizedStatus: 403 },
      inputs: { ...list, 'api-token': 'invalid-token' },
    },
    ...{ ...refused, error: 'scope' },
  },
  {
    ...{ id: 'workflow-filter', behaviors: { ignoreTriggerFilter: true }, ...unnoticed },
    inputs: remove({ 'include-workflows': 'shared' }),
    after: (api, { outputs }) => {
      expect(outputs['changes']).toContain('"Of the other"');
      expect(workflows(api)).toEqual(['Of the other']);
    },
  },
  {
    ...{ id: 'workflow-triggers', behaviors: { omitTriggers: true }, inputs: remove({ 'include-workflows': 'true' }) },
    ...{ ...refused, error: 'has no list of "triggers"' },
    after: (api) => expect(workflows(api)).toHaveLength(2),
  },
  {
    ...{ id: 'name-white-space', behaviors: { trim: true }, inputs: patch({ name: ' orders' }) },
    ...{ ...refused, error: 'white space' },
    after: ({ requests }) => expect(requests).toEqual([]),
  },
  {
    ...{ id: 'workflows-kept', behaviors: { takeWorkflows: true }, inputs: remove(), ...unnoticed },
    after: (api) => expect(workflows(api)).toEqual(['Of the other']),
  },
  {
    ...{ id: 'workflows-included', behaviors: { keepWorkflows: true }, ...unnoticed },
    inputs: remove({ 'include-workflows': 'true' }),
    after: (api) => expect(workflows(api)).toEqual(['Of orders', 'Of the other']),
  },
  {
    ...{ id: 'delete-response', behaviors: { deleteStatus: 204 }, inputs: remove(), exitCode: 1, changed: 'true' },
    after: (api) => expect(orders(api)).toBeUndefined(),
  },
];

/** Rows about what no step does, or what other tests show. */
const elsewhere = [
  'id-case', // the next test
  'list-current', // lost-responses.test.ts
  'invalid-json', // never sent
  'too-large', // errors.test.ts
  'no-path', // a 404 like others
  'missing-scope', // permissions.test.ts
  'too-many-requests', // bulk.test.ts
  'delete-repeated', // lost-responses.test.ts
  'scopes', // permissions.test.ts
  'public-url', // never requested
];

async function step({
  behaviors,
  fields,
  inputs,
}: Pick<Case, 'behaviors' | 'fields' | 'inputs'>): Promise<{ api: LosantApi; run: Run }> {
  const api = await startLosantApi({ tls: false, ...behaviors });
  const webhook = api.addWebhook({ name: 'orders', description: 'of the shop', ...fields });
  const other = api.addWebhook({ name: 'a-webhook-that-sorts-first' });
  api.addWorkflow({ name: 'Of orders', webhookIds: [webhook.id] });
  api.addWorkflow({ name: 'Of the other', webhookIds: [other.id] });
  return { api, run: await runAction({ ...inputsFor(api), retries: 0, ...inputs }) };
}

test.concurrent.each(cases)(
  '$id, with $behaviors: exit code $exitCode, changed $changed',
  async ({ exitCode, changed, error, after, ...given }) => {
    const { api, run } = await step(given);
    await using _ = api;
    const errors = run.annotations.filter(({ type }) => type === 'error');
    expect(errors.map(({ title, message }) => `${title}: ${message}`).join('\n')).toContain(error ?? '');
    expect([run.exitCode, run.outputs['changed']]).toEqual([exitCode, changed]);
    after?.(api, run);
  },
);

test('the action sends ids in lowercase', async () => {
  await using api = await startLosantApi({ tls: false, caseSensitiveIds: true });
  const { id } = api.addWebhook({ name: 'orders', id: '575ed78e7ae143cd83dc4aab' });
  const run = await runAction({ ...inputsFor(api), operation: 'get', 'webhook-id': id.toUpperCase() });
  expect([run.exitCode, run.outputs['webhook-id']]).toEqual([0, id]);
});

test('every assumption is tested', () => {
  const shown = new Set([...cases.map(({ id }) => id), ...elsewhere]);
  expect([...shown].sort()).toEqual(assumptions.map(({ id }) => id).sort());
});
