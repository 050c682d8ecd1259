/** What the action does if an assumption about Losant is wrong: the column of docs/assumptions.md, row by row. */
import { expect, test } from '@jest/globals';
import { type Behaviors, type LosantApi, type StoredWebhook, startLosantApi } from '../../local/losant/index.ts';
import { type Inputs, inputsFor, type Run, runAction } from '../../local/runner/run-action.ts';
import { assumptions } from '../../probe/assumptions.ts';

type Outcome = readonly [exitCode: 0 | 1, changed: 'true' | 'false', error?: string];
type After = (api: LosantApi, run: Run) => void;

const orders = (api: LosantApi): StoredWebhook | undefined => api.webhooks().find(({ name }) => name === 'orders');
const patch = (fields: object): Inputs => ({ operation: 'patch', body: JSON.stringify(fields) });
const remove = (more: Inputs = {}): Inputs => ({ operation: 'delete', ...more });
const create: Inputs = { operation: 'create', body: 'name: new' };
const list: Inputs = { operation: 'list', 'webhook-name': '' };
const unknown = remove({ 'webhook-id': 'a'.repeat(24), 'if-not-found': 'ignore' });
const takeBoth = remove({ 'include-workflows': 'true' });

const refused = (error: string): Outcome => [1, 'false', error];
const notConfirmed: Outcome = [1, 'true', 'the response does not contain what was sent'];
const noEffect: Outcome = [0, 'false'];
const unnoticed: Outcome = [0, 'true'];

const listed =
  (count: string): After =>
  (_, { outputs }) =>
    expect(outputs['count']).toBe(count);
const left =
  (...names: string[]): After =>
  (api) =>
    expect(api.workflows().map(({ name }) => name)).toEqual(names);
const hasOrders =
  (fields: Partial<StoredWebhook>): After =>
  (api) =>
    expect(orders(api)).toMatchObject(fields);
const sent =
  (...methods: string[]): After =>
  ({ requests }) =>
    expect(requests.map(({ method }) => method)).toEqual(methods);

const PASSWORD = { basicAuthPassword: 'secret-of-orders' };
const OLD = { lastUpdated: '2020-01-01T00:00:00.000Z' };
const FITBIT = { verificationType: 'fitbit', verificationCode: 'code' } as const;

/** The id, the behaviors of the local API, the inputs, and what happens; optionally fields of `orders`, and other effects. */
const cases: readonly (readonly [string, Behaviors, Inputs, Outcome, Partial<StoredWebhook>?, After?])[] = [
  ['create-response', { createWithoutId: true }, create, [1, 'true', 'the response is not a webhook: it has no "id"']],
  ['create-response', { createStatus: 200 }, create, unnoticed],
  ['webhook-fields', { numericDates: true }, list, refused('"creationDate" is a number')],
  ['id-format', { omitWebhookId: true }, list, noEffect],
  [
    'defaults',
    { disabledByDefault: true },
    create,
    unnoticed,
    {},
    (_, { outputs }) => expect(outputs['webhook']).toContain('"enabled":false'),
  ],
  [
    'date-format',
    { localDates: true },
    { ...list, 'older-than': '1d' },
    refused('older-than and keep cannot be applied'),
  ],
  ['secrets-read', { hideSecrets: true }, patch(PASSWORD), noEffect, PASSWORD, sent('GET', 'PATCH')],
  ['empty-strings', { omitEmpty: true }, patch({ description: '' }), noEffect, { description: '' }],
  ['hypermedia', { alwaysHypermedia: true }, list, noEffect],
  ['white-space', { trim: true }, patch({ description: ' x' }), notConfirmed],
  ['line-ends', { unixLineEnds: true }, patch({ description: 'a\r\nb' }), notConfirmed],
  ['unicode', { normalize: true }, patch({ description: 'e\u0301' }), notConfirmed],
  ['markup', { escapeHtml: true }, patch({ description: 'a < b' }), notConfirmed],
  [
    'secret-strings',
    { trim: true },
    patch({ basicAuthPassword: ' secret ' }),
    notConfirmed,
    { basicAuthUsername: 'u' },
  ],
  ['name-white-space', { trim: true }, patch({ name: ' orders' }), refused('white space'), {}, sent()],
  [
    'shared-names',
    { uniqueNames: 409 },
    { ...create, body: 'name: orders' },
    refused('A webhook named "orders" already exists'),
  ],
  ['list-items', { briefLists: true }, patch({ enabled: true }), noEffect, { enabled: false }],
  ['page-size', { perPageMax: 1 }, list, noEffect, {}, listed('2')],
  ['sort-by-id', { sortByName: true, perPageMax: 1 }, list, noEffect, {}, listed('2')],
  ['total-count', { omitTotal: true }, remove(), refused('not a complete list')],
  ['total-count', { pageTotal: true, perPageMax: 1 }, list, noEffect, {}, listed('1')],
  ['pages', { pagesFromOne: true, perPageMax: 1 }, remove(), refused('the list was inconsistent')],
  ['pages-shift', { snapshotPages: true, perPageMax: 1 }, list, noEffect, {}, listed('2')],
  ['update-response', { briefPatch: true }, patch({ responseCode: 201 }), [1, 'true', 'the response is not a webhook']],
  [
    'update-partial',
    { replaceOnPatch: true },
    patch({ responseCode: 201 }),
    unnoticed,
    {},
    hasOrders({ responseCode: 201, description: '' }),
  ],
  [
    'update-date',
    { frozenDates: true },
    patch({ responseCode: 201 }),
    unnoticed,
    OLD,
    hasOrders({ responseCode: 201, ...OLD }),
  ],
  [
    'update-without-change',
    { touch: true, hideSecrets: true },
    patch(PASSWORD),
    noEffect,
    { ...PASSWORD, ...OLD },
    (api) => expect(orders(api)?.lastUpdated).not.toMatch(/^2020/u),
  ],
  ['websocket-fixed', { websocketChangeable: true }, patch({ isWebsocket: true }), refused('isWebsocket')],
  ['fitbit-code', { fitbitKept: true }, patch({ responseCode: 201 }), noEffect, FITBIT],
  ['unknown-property', { dropUnknown: true }, patch({ colour: 'red' }), refused('colour'), {}, sent()],
  ['invalid-value', { clampValues: true }, patch({ responseCode: 99_999 }), refused('99999'), {}, sent()],
  ['no-webhook', { vagueErrors: true }, unknown, refused('')],
  ['no-webhook', { htmlErrors: true }, unknown, refused('')],
  ['no-webhook', { notFoundStatus: 410 }, unknown, refused('')],
  ['no-application', { notFoundStatus: 403 }, { ...list, 'application-id': 'a'.repeat(24) }, refused('scope')],
  ['invalid-token', { unauthorizedStatus: 403 }, { ...list, 'api-token': 'invalid-token' }, refused('scope')],
  [
    'workflow-filter',
    { ignoreTriggerFilter: true },
    remove({ 'include-workflows': 'shared' }),
    unnoticed,
    {},
    (api, run) => {
      expect(run.outputs['changes']).toContain('"Of the other"');
      left('Of the other')(api, run);
    },
  ],
  [
    'workflow-triggers',
    { omitTriggers: true },
    takeBoth,
    refused('has no list of "triggers"'),
    {},
    left('Of orders', 'Of the other'),
  ],
  ['workflows-kept', { takeWorkflows: true }, remove(), unnoticed, {}, left('Of the other')],
  ['workflows-included', { keepWorkflows: true }, takeBoth, unnoticed, {}, left('Of orders', 'Of the other')],
  ['delete-response', { deleteStatus: 204 }, remove(), [1, 'true'], {}, (api) => expect(orders(api)).toBeUndefined()],
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

test.concurrent.each(cases)(
  '%s, with %j and %j: %j',
  async (_, behaviors, inputs, [exitCode, changed, error = ''], fields, after) => {
    await using api = await startLosantApi({ tls: false, ...behaviors });
    const webhook = api.addWebhook({ name: 'orders', description: 'of the shop', ...fields });
    const other = api.addWebhook({ name: 'a-webhook-that-sorts-first' });
    api.addWorkflow({ name: 'Of orders', webhookIds: [webhook.id] });
    api.addWorkflow({ name: 'Of the other', webhookIds: [other.id] });
    const isOrders = inputs['operation'] !== 'create' && inputs['webhook-id'] === undefined;
    const run = await runAction({
      ...inputsFor(api),
      retries: 0,
      ...(isOrders ? { 'webhook-name': 'orders' } : {}),
      ...inputs,
    });
    const errors = run.annotations.filter(({ type }) => type === 'error');
    expect(errors.map(({ title, message }) => `${title}: ${message}`).join('\n')).toContain(error);
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
  const shown = new Set([...cases.map(([id]) => id), ...elsewhere]);
  expect([...shown].sort()).toEqual(assumptions.map(({ id }) => id).sort());
});
