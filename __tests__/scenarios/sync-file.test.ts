import { describe, expect, test } from '@jest/globals';
import { sent } from '../support/sent.ts';
import { list, messages, useScenario } from './scenario.ts';

const { api, sync } = useScenario();

describe('the errors in a file of sync', () => {
  test('are all reported at once, with their positions, and nothing is sent', async () => {
    const run = await sync(
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
    const parts = [
      'body-file webhooks.yml, line',
      'line 12, column 1: unknown key "prun"',
      'line 3, column 3: "name" cannot be a default',
      'line 6, column 5, webhook "a": unknown field "respondCode", did you mean "responseCode"?',
      'line 8, column 5, webhook "b": enabled must be true or false, got a string of 5 characters',
      'line 9, column 5, webhook "a": two webhooks in the file have the name "a"',
      'line 10, column 5: a webhook needs a name',
      'line 11, column 5: a webhook must be an object with fields, got a string',
    ];
    for (const part of parts) expect(messages(run).join('\n')).toContain(part);
    expect(api.requests).toEqual([]);
  });

  test('include entries that do not fit the application', async () => {
    api.addWebhook({ name: 'twice' });
    api.addWebhook({ name: 'twice' });
    const old = api.addWebhook({ name: 'old' });
    api.addWebhook({ name: 'taken' });
    const run = await sync(`webhooks:
  - name: twice
  - id: 575ed78e7ae143cd83dc4aab
    name: pinned
  - name: foreign
    applicationId: 575ed78e7ae143cd83dc4aac
  - id: ${old.id}
    name: taken
`);
    expect(run.exitCode).toBe(1);
    const parts = [
      'line 2, column 5, webhook "twice": 2 webhooks of the application have this name',
      'line 3, column 5, webhook "pinned": the application has no webhook 575ed78e7ae143cd83dc4aab',
      'line 6, column 5, webhook "foreign": the webhook belongs to another application',
      'line 8, column 5, webhook "taken": another webhook already has this name',
    ];
    for (const part of parts) expect(messages(run).join('\n')).toContain(part);
    expect(sent(api)).toEqual(['GET webhooks']);
  });

  test('include a hint for a Losant template that is not quoted', async () => {
    const run = await sync('webhooks:\n  - name: a\n    basicAuthPassword: {{globals.password}}\n');
    expect(messages(run)[0]).toContain('must be in quotes');
  });
});

describe('variables in a file of sync', () => {
  test('are shown everywhere as they were written', async () => {
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
    const run = await sync(file, {}, { env });
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
    expect(list(run, 'changes')).toMatchObject([
      {
        name: 'orders',
        fields: {
          responseCode: { from: 200, to: 202 },
          basicAuthUsername: { from: '***', to: '${ORDERS_USER}' },
          basicAuthPassword: { from: '', to: '***' },
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

  test('are all listed at once if they are unset or empty', async () => {
    const file =
      'webhooks:\n  - name: ${A}\n    basicAuthPassword: ${EMPTY}\n    description: ${B} ${C}\n    castBuffersAs: ${GITHUB_TOKEN}\n';
    const run = await sync(file, {}, { env: { EMPTY: '' } });
    const parts = [
      'line 2, column 5, webhook "${A}": the variable A is not set',
      'line 3, column 5, webhook "${A}": the variable EMPTY is empty',
      'the variable B is not set',
      'the variable C is not set',
      'the variable GITHUB_TOKEN is reserved for the runner',
    ];
    for (const part of parts) expect(messages(run).join('\n')).toContain(part);
    expect(api.requests).toEqual([]);
  });
});

describe.each(['masked', 'absent'] as const)('secrets that the server shows %s', (secrets) => {
  const { api, sync } = useScenario({ maskSecrets: secrets === 'masked', hideSecrets: secrets === 'absent' });

  test('are sent by every sync, but alone do not count as a change', async () => {
    const { id } = api.addWebhook({ name: 'orders', basicAuthUsername: 'u', basicAuthPassword: 'old-password' });
    const file = 'webhooks:\n  - name: orders\n    basicAuthPassword: ${PASSWORD}\n';
    const run = await sync(file, {}, { env: { PASSWORD: 'new-password' } });
    expect(run.exitCode).toBe(0);
    expect(sent(api)).toEqual(['GET webhooks', `PATCH webhooks/${id} {"basicAuthPassword":"new-password"}`]);
    expect(run.outputs).toMatchObject({ changed: 'false', previous: '[]' });
  });
});
