import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LosantApi, startLosantApi } from '../losant-api/index.ts';
import { type Inputs, type Run, type RunOptions, runAction } from '../support/run-action.ts';
import { sent } from '../support/sent.ts';

let api: LosantApi;

beforeEach(async () => {
  api = await startLosantApi();
});

afterEach(async () => {
  await api.close();
});

function sync(inputs: Inputs, options: RunOptions = {}): Promise<Run> {
  const base = { operation: 'sync', 'application-id': api.applicationId, 'api-token': api.token(), 'api-url': api.url };
  return runAction({ ...base, ...inputs }, options);
}

/** A run of the file `webhooks.yml`. */
function syncFile(text: string, inputs: Inputs = {}, env: Record<string, string> = {}): Promise<Run> {
  return sync({ 'body-file': 'webhooks.yml', ...inputs }, { files: { 'webhooks.yml': text }, env });
}

describe('sync', () => {
  test('creates what is missing, updates what differs, leaves the rest alone', async () => {
    const orders = api.addWebhook({ name: 'orders', responseCode: 200, description: 'kept' });
    const same = api.addWebhook({ name: 'same' });
    api.addWebhook({ name: 'unlisted' });
    const run = await syncFile(`
defaults:
  enabled: true
webhooks:
  - name: orders
    responseCode: 202
  - name: same
  - name: new
    waitForReply: true
`);
    expect(run.exitCode).toBe(0);
    expect(sent(api)).toEqual([
      'GET webhooks',
      `PATCH webhooks/${orders.id} {"responseCode":202}`,
      'POST webhooks {"enabled":true,"name":"new","waitForReply":true}',
    ]);
    expect(run.log).toContain('sync: 1 to create, 1 to update, 1 unchanged');
    expect(run.outputs['count']).toBe('3');
    expect(JSON.parse(run.outputs['webhooks'] ?? '')).toMatchObject([
      { name: 'new', waitForReply: true },
      { id: orders.id, responseCode: 202, description: 'kept' },
      { id: same.id },
    ]);
    expect(JSON.parse(run.outputs['previous'] ?? '')).toMatchObject([{ id: orders.id, responseCode: 200 }]);
  });

  test('a second run sends nothing but the listing', async () => {
    const file =
      'webhooks:\n  - name: a\n    responseCode: 204\n  - name: b\n    verificationType: fitbit\n    responseCode: 200\n';
    await syncFile(file);
    api.reset();
    const again = await syncFile(file);
    expect(again.outputs['changed']).toBe('false');
    expect(again.outputs['changes']).toBe('[]');
    expect(sent(api)).toEqual(['GET webhooks']);
  });

  test('renames by id, and keeps the webhook', async () => {
    const old = api.addWebhook({ name: 'old' });
    const run = await syncFile(`webhooks:\n  - id: ${old.id}\n    name: new\n`);
    expect(run.exitCode).toBe(0);
    expect(api.webhooks()).toMatchObject([{ id: old.id, name: 'new', token: old.token }]);
  });

  test('an id of digits alone is a text', async () => {
    const webhook = api.addWebhook({ id: '012345678901234567890123', name: 'digits' });
    const run = await syncFile('webhooks:\n  - id: 012345678901234567890123\n    responseCode: 201\n');
    expect(run.exitCode).toBe(0);
    expect(sent(api)).toEqual(['GET webhooks', `PATCH webhooks/${webhook.id} {"responseCode":201}`]);
  });

  test('an id with an e between digits is a text', async () => {
    const webhook = api.addWebhook({ id: '5751234567890123456789e1', name: 'float' });
    const run = await syncFile('webhooks:\n  - id: 5751234567890123456789e1\n    responseCode: 201\n');
    expect(run.exitCode).toBe(0);
    expect(sent(api)).toEqual(['GET webhooks', `PATCH webhooks/${webhook.id} {"responseCode":201}`]);
  });

  test('names may be swapped by their ids', async () => {
    const [one, two] = [api.addWebhook({ name: 'one' }), api.addWebhook({ name: 'two' })];
    const run = await syncFile(`webhooks:\n  - id: ${one.id}\n    name: two\n  - id: ${two.id}\n    name: one\n`);
    expect(run.exitCode).toBe(0);
    expect(api.webhook(one.id)?.name).toBe('two');
    expect(api.webhook(two.id)?.name).toBe('one');
  });

  test('a dry run sends only the listing, and shows what the real run does', async () => {
    api.addWebhook({ name: 'orders' });
    api.addWebhook({ name: 'gone' });
    const inputs = { prune: true, 'max-deletes': 1 };
    const file = 'webhooks:\n  - name: orders\n    responseCode: 202\n  - name: new\n';
    const dry = await syncFile(file, { ...inputs, 'dry-run': true });
    expect(sent(api)).toEqual(['GET webhooks']);
    const real = await syncFile(file, inputs);
    const shape = (run: Run): unknown =>
      JSON.parse(run.outputs['changes'] ?? '').map((change: { name: string; action: string; fields: unknown }) => ({
        name: change.name,
        action: change.action,
        fields: change.fields,
      }));
    expect(shape(dry)).toEqual(shape(real));
    expect(dry.outputs['changed']).toBe('true');
  });
});

describe('prune', () => {
  const file = 'webhooks:\n  - name: kept\n';

  beforeEach(() => {
    for (const name of ['kept', 'ci-1', 'ci-2', 'other']) api.addWebhook({ name });
  });

  const names = (): string[] => api.webhooks().map(({ name }) => name);

  test('deletes nothing unless it is asked for', async () => {
    await syncFile(file);
    expect(names()).toEqual(['kept', 'ci-1', 'ci-2', 'other']);
  });

  test('deletes nothing unless max-deletes allows it', async () => {
    const run = await syncFile(file, { prune: true });
    expect(run.exitCode).toBe(1);
    expect(run.annotations[0]?.message).toContain('max-deletes was not given, which allows 0');
    expect(run.outputs).toMatchObject({ changed: 'false', count: '4', previous: '[]' });
    expect(run.outputs['changes']).toContain('"status":"planned"');
    expect(names()).toHaveLength(4);
    expect(sent(api)).toEqual(['GET webhooks']);
  });

  test('deletes what the file does not list', async () => {
    const run = await syncFile(file, { prune: true, 'max-deletes': 3 });
    expect(run.exitCode).toBe(0);
    expect(names()).toEqual(['kept']);
    expect(JSON.parse(run.outputs['webhooks'] ?? '')).toHaveLength(4);
  });

  test.each([
    ['scope of the file', `${file}scope: "ci-*"\n`, {}],
    ['webhook-name', file, { 'webhook-name': 'ci-*' }],
    ['both, equal', `${file}scope: "ci-*"\n`, { 'webhook-name': 'ci-*' }],
  ])('stays inside the %s', async (_, text, inputs) => {
    await syncFile(text, { prune: true, 'max-deletes': 9, ...inputs });
    expect(names()).toEqual(['kept', 'other']);
  });

  test.each([
    ['scopes that differ', `${file}scope: "ci-*"\n`, { 'webhook-name': 'other' }, 'must be equal'],
    ['an empty list', 'webhooks: []\n', {}, 'prune would delete all'],
    ['no list', 'defaults: {}\n', {}, '"webhooks" must be a list, got nothing'],
    ['an empty file', '', {}, 'must be an object with "webhooks", got nothing'],
    ['a list that is null', 'webhooks:\n', {}, '"webhooks" must be a list, got nothing'],
  ])('%s: nothing is sent', async (_, text, inputs, message) => {
    const run = await syncFile(text, { prune: true, 'max-deletes': 9, ...inputs });
    expect(run.exitCode).toBe(1);
    expect(run.annotations[0]?.message).toContain(message);
    expect(api.requests).toEqual([]);
  });

  test('deletes nothing when something before failed', async () => {
    api.fault({ method: 'POST' }, 'status 400');
    const run = await syncFile(`${file}  - name: new\n`, { prune: true, 'max-deletes': 9 });
    expect(run.exitCode).toBe(1);
    expect(names()).toHaveLength(4);
    const changes: { action: string; status: string }[] = JSON.parse(run.outputs['changes'] ?? '');
    expect(changes.filter(({ action }) => action === 'delete').map(({ status }) => status)).toEqual([
      'skipped',
      'skipped',
      'skipped',
    ]);
    expect(changes.find(({ action }) => action === 'create')?.status).toBe('failed');
  });

  test('deletes nothing when the listing fails half-way', async () => {
    await api.close();
    api = await startLosantApi({ perPageMax: 2 });
    for (const name of ['kept', 'ci-1', 'ci-2', 'other']) api.addWebhook({ name });
    api.fault({ resource: 'webhooks', test: ({ query }) => query['page'] === '1' }, 'status 403');
    const run = await syncFile(file, { prune: true, 'max-deletes': 9 });
    expect(run.exitCode).toBe(1);
    expect(names()).toHaveLength(4);
  });

  test('tells how to rename when it both creates and deletes', async () => {
    const run = await syncFile('webhooks:\n  - name: kept\n  - name: ci-3\n', {
      prune: true,
      'max-deletes': 9,
      'dry-run': true,
    });
    expect(run.log).toContain('pin it with its id');
  });

  test('takes the workflows along, and names them first', async () => {
    const webhook = api.webhooks().find(({ name }) => name === 'other');
    api.addWorkflow({ name: 'on other', webhookIds: [webhook?.id ?? ''] });
    const run = await syncFile(`${file}scope: other\n`, { prune: true, 'max-deletes': 1, 'include-workflows': true });
    expect(run.log).toContain('with the workflows "on other"');
    expect(api.workflows()).toEqual([]);
  });
});

describe('errors in the file', () => {
  test('all of them at once, with their places, and nothing is sent', async () => {
    const run = await syncFile(
      `
defaults:
  name: x
webhooks:
  - name: a
    respondCode: 3
  - name: b
    enabled: maybe
  - name: a
  - responseCode: 200
  - orders
prun: true
`,
    );
    expect(run.exitCode).toBe(1);
    const message = run.annotations[0]?.message;
    expect(message).toContain('body-file webhooks.yml:');
    expect(message).toContain('line 12, column 1: unknown key "prun"');
    expect(message).toContain('line 3, column 3: "name" can\'t be a default');
    expect(message).toContain(
      'line 6, column 5, webhook "a": unknown field "respondCode", did you mean "responseCode"?',
    );
    expect(message).toContain('line 8, column 5, webhook "b": enabled must be true or false, got "maybe"');
    expect(message).toContain('line 9, column 5, webhook "a": two webhooks of the file have the name "a"');
    expect(message).toContain('line 10, column 5: a webhook needs a name');
    expect(message).toContain('line 11, column 5: a webhook must be an object with fields, got a text');
    expect(api.requests).toEqual([]);
  });

  test('what does not fit the application', async () => {
    api.addWebhook({ name: 'twice' });
    api.addWebhook({ name: 'twice' });
    const old = api.addWebhook({ name: 'old' });
    api.addWebhook({ name: 'taken' });
    const run = await syncFile(`webhooks:
  - name: twice
  - id: 575ed78e7ae143cd83dc4aab
    name: pinned
  - name: foreign
    applicationId: 575ed78e7ae143cd83dc4aac
  - id: ${old.id}
    name: taken
`);
    expect(run.exitCode).toBe(1);
    const message = run.annotations[0]?.message;
    expect(message).toContain('line 2, column 5, webhook "twice": 2 webhooks of the application have this name');
    expect(message).toContain(
      'line 3, column 5, webhook "pinned": the application has no webhook 575ed78e7ae143cd83dc4aab',
    );
    expect(message).toContain('line 6, column 5, webhook "foreign": the webhook is of another application');
    expect(message).toContain('line 8, column 5, webhook "taken": another webhook has this name already');
    expect(sent(api)).toEqual(['GET webhooks']);
  });

  test('a template of Losant that is not quoted gets a hint', async () => {
    const run = await syncFile('webhooks:\n  - name: a\n    basicAuthPassword: {{globals.password}}\n');
    expect(run.annotations[0]?.message).toContain('has to be quoted');
  });
});

describe('variables', () => {
  test('are shown as they were written, everywhere', async () => {
    api.addWebhook({ name: 'orders', basicAuthUsername: 'before-user' });
    const file = `webhooks:
  - name: orders
    basicAuthUsername: \${ORDERS_USER}
    basicAuthPassword: \${ORDERS_PASSWORD}
    responseCode: \${CODE}
    enabled: \${ENABLED}
    description: "at $\${HOME}, {{globals.x}}"
  - name: pr-\${NUMBER}
`;
    const env = {
      ORDERS_USER: 'user-from-env',
      ORDERS_PASSWORD: 'password-from-env',
      CODE: '202',
      ENABLED: 'False',
      NUMBER: 'number-from-env',
    };
    const run = await syncFile(file, {}, env);
    expect(run.exitCode).toBe(0);
    expect(api.webhooks()).toMatchObject([
      {
        name: 'orders',
        basicAuthUsername: 'user-from-env',
        basicAuthPassword: 'password-from-env',
        responseCode: 202,
        enabled: false,
        description: 'at ${HOME}, {{globals.x}}',
      },
      { name: 'pr-number-from-env' },
    ]);
    const changes = JSON.parse(run.outputs['changes'] ?? '');
    expect(changes).toMatchObject([
      {
        name: 'orders',
        fields: {
          responseCode: { from: '***', to: '${CODE}' },
          basicAuthUsername: { from: '***', to: '${ORDERS_USER}' },
          basicAuthPassword: { from: '***', to: '***' },
        },
      },
      { name: 'pr-${NUMBER}' },
    ]);
    for (const value of ['user-from-env', 'password-from-env', 'number-from-env', 'before-user']) {
      expect(run.shown).not.toContain(value);
      expect(run.outputs['changes']).not.toContain(value);
    }
    expect(run.masks).toContain('password-from-env');
  });

  test('all that are missing are named at once, and so is an empty secret', async () => {
    const file =
      'webhooks:\n  - name: ${A}\n    basicAuthPassword: ${EMPTY}\n    description: ${B} ${C}\n    castBuffersAs: ${GITHUB_TOKEN}\n';
    const run = await syncFile(file, {}, { EMPTY: '' });
    const message = run.annotations[0]?.message;
    expect(message).toContain('line 2, column 5, webhook "${A}": the variable A is not set');
    expect(message).toContain(
      'line 3, column 5, webhook "${A}": the variable EMPTY is empty, and basicAuthPassword is a secret',
    );
    expect(message).toContain('the variable B is not set');
    expect(message).toContain('the variable C is not set');
    expect(message).toContain("the variable GITHUB_TOKEN is the runner's own");
    expect(api.requests).toEqual([]);
  });

  test('do not stand in a body, which is taken as it is', async () => {
    await sync({ body: 'webhooks:\n  - name: ${NAME}\n' }, { env: { NAME: 'x' } });
    expect(api.webhooks()).toMatchObject([{ name: '${NAME}' }]);
  });
});

describe('secrets that the server hides', () => {
  test.each(['masked', 'absent'] as const)('%s: are sent each time, and alone make no change', async (secrets) => {
    await api.close();
    api = await startLosantApi({ secrets });
    const webhook = api.addWebhook({ name: 'orders', basicAuthUsername: 'u', basicAuthPassword: 'old-password' });
    const file = 'webhooks:\n  - name: orders\n    basicAuthPassword: ${PASSWORD}\n';
    const run = await syncFile(file, {}, { PASSWORD: 'new-password' });
    expect(run.exitCode).toBe(0);
    expect(sent(api)).toEqual(['GET webhooks', `PATCH webhooks/${webhook.id} {"basicAuthPassword":"new-password"}`]);
    expect(run.outputs['changed']).toBe('false');
    expect(run.outputs['previous']).toBe('[]');
  });
});

describe('undo', () => {
  test('previous of a bulk change is a file for sync', async () => {
    const [a, b] = [api.addWebhook({ name: 'a', responseCode: 201 }), api.addWebhook({ name: 'b' })];
    const done = await syncFile('webhooks:\n  - name: a\n    responseCode: 202\n', { prune: true, 'max-deletes': 1 });
    expect(api.webhooks()).toHaveLength(1);
    const undone = await sync({ body: `{"webhooks": ${done.outputs['previous']}}` });
    expect(undone.exitCode).toBe(0);
    expect(api.webhook(a.id)?.responseCode).toBe(201);
    expect(api.webhooks().map(({ name }) => name)).toEqual(['a', 'b']);
    expect(api.webhook(b.id)).toBeUndefined();
    expect(undone.annotations).toMatchObject([
      { type: 'warning', message: expect.stringContaining('"b" is created anew') },
    ]);
    api.reset();
    await sync({ body: `{"webhooks": ${done.outputs['previous']}}` });
    expect(sent(api)).toEqual(['GET webhooks']);
  });
});
