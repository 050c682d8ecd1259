/** The recipes of the documents, each run just as it is printed, on the local Losant API. */
import { readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { needs } from '../../scripts/readme.ts';
import { startGithubApi } from '../github-api/index.ts';
import { type LosantApi, startLosantApi } from '../losant-api/index.ts';
import { blocksBelow, scopesBelow } from '../support/documents.ts';
import { runAction } from '../support/run-action.ts';
import { type JobOptions, type JobResult, matrixOf, runJob, type StepResult } from '../support/workflow.ts';

const DAY = 24 * 60 * 60 * 1000;

let api: LosantApi;
let workspaces: string[] = [];
beforeEach(async () => {
  api = await startLosantApi();
});
afterEach(async () => {
  await Promise.all([api.close(), ...workspaces.map((folder) => rm(folder, { recursive: true }))]);
  workspaces = [];
});

interface Play extends Partial<Omit<JobOptions, 'contexts'>> {
  readonly github?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly matrix?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  readonly applicationId?: string;
}

/** Runs a job of the recipe below a heading, with a token of the scopes that it asks for, and no others. */
async function play(heading: string, jobId: string, options: Play = {}): Promise<JobResult> {
  const [block] = blocksBelow(heading, 'workflow');
  const { github = {}, inputs = {}, matrix = {}, secrets = {}, vars = {}, applicationId = api.applicationId } = options;
  const contexts = {
    github: { event_name: 'workflow_dispatch', repository: 'octo-org/octo-repo', ref: 'refs/heads/main', ...github },
    inputs,
    matrix,
    secrets: { LOSANT_API_TOKEN: api.token(scopesBelow(heading)), ...secrets },
    vars: { LOSANT_APPLICATION_ID: applicationId, ...vars },
    runner: { temp: '/tmp' },
  };
  const result = await runJob(block?.text ?? '', jobId, { ...options, contexts, apiUrl: api.url });
  workspaces.push(result.workspace);
  return result;
}

function stepOf({ steps }: JobResult, name: string): StepResult {
  const step = steps.find((one) => one.name === name);
  if (step === undefined)
    throw new Error(`There is no step "${name}", only ${steps.map((one) => one.name).join(', ')}`);
  return step;
}

function names(): string[] {
  return api
    .webhooks()
    .map(({ name }) => name)
    .sort();
}

function writes(): string[] {
  return api.requests.map(({ method }) => method).filter((method) => method !== 'GET');
}

describe('Start here', () => {
  test('disables the webhook', async () => {
    const { id } = api.addWebhook({ name: 'orders' });
    expect((await play('Start here', 'pause')).status).toBe('success');
    expect(api.webhook(id)?.enabled).toBe(false);
  });
});

describe('A webhook for each pull request', () => {
  const heading = 'A webhook for each pull request';
  const event = (action: string, repository = 'octo-org/octo-repo', login = 'octocat') => ({
    event_name: 'pull_request',
    event: {
      action,
      number: 7,
      pull_request: {
        html_url: 'https://github.com/octo-org/octo-repo/pull/7',
        user: { login },
        head: { repo: { full_name: repository } },
      },
    },
  });

  test('creates it once, hands its URL to the next step, and deletes it in the end', async () => {
    api.addWebhook({ name: 'pr-77' });
    const opened = await play(heading, 'create', { github: event('opened') });
    expect(opened.status).toBe('success');
    const [created] = api.webhooks().filter(({ name }) => name === 'pr-7');
    expect(opened.steps.at(-1)?.env).toEqual({ WEBHOOK_URL: `https://triggers.losant.com/webhooks/${created?.token}` });

    api.reset();
    const pushed = await play(heading, 'create', { github: event('synchronize') });
    expect(stepOf(pushed, 'webhook').run?.outputs).toMatchObject({ 'webhook-id': created?.id, changed: 'false' });
    expect(writes()).toEqual([]);

    expect((await play(heading, 'create', { github: event('closed') })).status).toBeNull();
    expect((await play(heading, 'delete', { github: event('closed') })).status).toBe('success');
    expect(names()).toEqual(['pr-77']);
    expect((await play(heading, 'delete', { github: event('closed') })).status).toBe('success');
  });

  test('does nothing for forks and Dependabot, which get no secrets', async () => {
    for (const job of ['create', 'delete']) {
      for (const action of ['opened', 'closed']) {
        const others = [event(action, 'someone/fork'), event(action, 'octo-org/octo-repo', 'dependabot[bot]')];
        for (const github of others) expect((await play(heading, job, { github })).status).toBeNull();
      }
    }
  });
});

describe('Clean up what was left behind', () => {
  const heading = 'Clean up what was left behind';

  test('shows first, then deletes what is old, and keeps it as an artifact without secrets', async () => {
    const daysAgo = (days: number) => ({ lastUpdated: new Date(Date.now() - days * DAY).toISOString() });
    for (const number of [1, 2])
      api.addWebhook({ name: `pr-${number}`, basicAuthPassword: 'not-real', ...daysAgo(15) });
    api.addWebhook({ name: 'pr-3', ...daysAgo(13) });
    api.addWebhook({ name: 'orders', ...daysAgo(400) });

    const shown = await play(heading, 'clean-up', { inputs: { 'dry-run': true } });
    expect(stepOf(shown, 'clean-up').run?.outputs['count']).toBe('2');
    expect(writes()).toEqual([]);

    // On a schedule there are no inputs.
    const done = await play(heading, 'clean-up', { github: { event_name: 'schedule' } });
    expect(done.status).toBe('success');
    expect(names()).toEqual(['orders', 'pr-3']);
    const upload = done.steps.at(-1);
    expect(upload).toMatchObject({ outcome: 'success', inputs: { path: 'deleted-webhooks.json' } });
    const kept = readFileSync(join(done.workspace, upload?.inputs['path'] ?? ''), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({ previous: [{ name: 'pr-1' }, { name: 'pr-2' }] });
    expect(kept).not.toContain('not-real');

    const nothing = await play(heading, 'clean-up', { github: { event_name: 'schedule' } });
    expect(nothing.steps.map(({ outcome }) => outcome)).toEqual(['success', 'skipped']);
  });
});

describe('The same change in three environments', () => {
  test('patches all that match, in each application, and nothing in a dry run', async () => {
    const heading = 'The same change in three environments';
    const [block] = blocksBelow(heading, 'workflow');
    const matrix = matrixOf(block?.text ?? '', 'patch');
    expect(matrix.map(({ environment }) => environment)).toEqual(['development', 'staging', 'production']);
    for (const one of matrix) {
      const applicationId = api.addApplication();
      for (const name of ['orders-eu', 'orders-us', 'billing']) api.addWebhook({ name }, applicationId);
      const codes = (): number[] => api.webhooks(applicationId).map(({ responseCode }) => responseCode);
      const planned = await play(heading, 'patch', { matrix: one, applicationId, inputs: { 'dry-run': true } });
      expect([planned.status, ...codes()]).toEqual(['success', 200, 200, 200]);
      const done = await play(heading, 'patch', { matrix: one, applicationId, inputs: { 'dry-run': false } });
      expect([done.status, ...codes()]).toEqual(['success', 202, 202, 200]);
    }
  });
});

describe('Undo a change when a later step fails', () => {
  const heading = 'Undo a change when a later step fails';

  test.each([
    [false, 202, 'success'],
    [true, 503, 'skipped'],
  ])('with a deployment that succeeds: %s', async (deploys, code, undone) => {
    const { id, token } = api.addWebhook({ name: 'orders', responseCode: 202, waitForReply: true });
    const result = await play(heading, 'deploy', { shell: () => deploys });
    expect(result.status).toBe(deploys ? 'success' : 'failure');
    expect(stepOf(result, 'Undo').outcome).toBe(undone);
    expect(api.webhook(id)).toMatchObject({ responseCode: code, waitForReply: !deploys, token });
  });

  test('undoes nothing when nothing was changed', async () => {
    api.addWebhook({ name: 'orders', responseCode: 503 });
    const result = await play(heading, 'deploy', { shell: () => false });
    expect(stepOf(result, 'Undo').outcome).toBe('skipped');
    expect(writes()).toEqual([]);
  });
});

describe('Undo a bulk change', () => {
  test('sets all webhooks back to what they were', async () => {
    api.addWebhook({ name: 'orders-eu', responseCode: 202 });
    api.addWebhook({ name: 'orders-us', basicAuthUsername: 'shop', basicAuthPassword: 'not-real' });
    api.addWebhook({ name: 'billing' });
    const before = api.webhooks();
    const result = await play('Undo a bulk change', 'deploy', { shell: () => false });
    expect(stepOf(result, 'Undo').outcome).toBe('success');
    expect(writes()).toEqual(['PATCH', 'PATCH', 'PATCH', 'PATCH']);
    const after = api.webhooks().map((webhook, index) => ({ ...webhook, lastUpdated: before[index]?.lastUpdated }));
    expect(after).toEqual(before);
  });
});

describe('Webhooks as code', () => {
  const heading = 'Webhooks as code: plan on the pull request, apply on main';
  const files = () => ({ 'losant/webhooks.yml': blocksBelow(heading, 'webhooks')[0]?.text ?? '' });
  const secrets = { ORDERS_PASSWORD: 'not-real-password' };

  test('shows the plan on the pull request, and applies it on main', async () => {
    await using github = await startGithubApi();
    const { id } = api.addWebhook({ name: 'orders' });
    const payload = { pull_request: { number: 7, head: { repo: { full_name: 'octo-org/octo-repo' } } } };
    const planned = await play(heading, 'sync', {
      github: { event_name: 'pull_request', event: payload },
      step: {
        env: { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: 'octo/devices' },
        event: { name: 'pull_request', payload },
        githubToken: 'ghs_loopback',
      },
      ...{ files: files(), secrets },
    });
    expect(planned.status).toBe('success');
    expect(writes()).toEqual([]);
    expect(github.comments.map(({ body }) => body)).toEqual([expect.stringContaining('1 to create, 1 to update')]);

    const applied = await play(heading, 'sync', { github: { event_name: 'push' }, files: files(), secrets });
    expect(applied.status).toBe('success');
    expect(names()).toEqual(['billing', 'orders']);
    expect(api.webhook(id)).toMatchObject({ responseCode: 202, basicAuthPassword: 'not-real-password' });

    api.reset();
    await play(heading, 'sync', { github: { event_name: 'push' }, files: files(), secrets });
    expect(writes()).toEqual([]);
  });
});

describe('Adopt an application that has webhooks already', () => {
  test('exports a file that changes nothing when it is synced', async () => {
    api.addWebhook({ name: 'orders', basicAuthUsername: 'shop', basicAuthPassword: 'not-real-password' });
    api.addWebhook({ name: 'billing', responseCode: 202 });
    const exported = await play('Adopt an application that has webhooks already', 'export');
    expect(exported.status).toBe('success');
    const text = readFileSync(join(exported.workspace, exported.steps.at(-1)?.inputs['path'] ?? ''), 'utf8');
    expect(text).not.toContain('not-real-password');
    expect(JSON.parse(exported.steps[0]?.run?.outputs['variables'] ?? '')).toEqual(['ORDERS_PASSWORD']);

    const synced = await play('Webhooks as code: plan on the pull request, apply on main', 'sync', {
      github: { event_name: 'push' },
      files: { 'losant/webhooks.yml': text },
      secrets: { ORDERS_PASSWORD: 'not-real-password' },
    });
    expect(synced.status).toBe('success');
    expect(writes()).toEqual([]);
  });
});

describe('Report drift every night', () => {
  test('is red when somebody changed a webhook by hand, and changes nothing', async () => {
    const files = { 'losant/webhooks.yml': 'webhooks:\n  - name: orders\n    responseCode: 202\n' };
    const fails = (script: string): boolean => script.trim() !== 'exit 1';
    const drift = (): Promise<JobResult> => play('Report drift every night', 'drift', { files, shell: fails });
    const { id } = api.addWebhook({ name: 'orders', responseCode: 202 });
    expect((await drift()).status).toBe('success');
    api.removeWebhook(id);
    api.addWebhook({ name: 'orders' });
    const changed = await drift();
    expect(changed.status).toBe('failure');
    expect(stepOf(changed, 'drift').run?.summary).toContain('responseCode');
    expect(writes()).toEqual([]);
  });
});

describe('One file for three environments', () => {
  test('takes what differs from variables', async () => {
    const heading = 'One file for three environments';
    const [workflow] = blocksBelow(heading, 'workflow');
    const files = { 'losant/webhooks.yml': blocksBelow(heading, 'webhooks')[0]?.text ?? '' };
    const matrix = matrixOf(workflow?.text ?? '', 'sync');
    expect(matrix).toHaveLength(3);
    for (const one of matrix) {
      const applicationId = api.addApplication();
      const isOn = one['environment'] === 'production';
      const result = await play(heading, 'sync', {
        ...{ matrix: one, applicationId, files },
        vars: { SHOP_HOST: `${one['environment']}.shop.example`, ORDERS_ENABLED: String(isOn) },
        secrets: { ORDERS_PASSWORD: `not-real-${one['environment']}` },
      });
      expect(result.status).toBe('success');
      expect(api.webhooks(applicationId)).toMatchObject([
        {
          enabled: isOn,
          description: `Orders of ${one['environment']}.shop.example`,
          basicAuthPassword: `not-real-${one['environment']}`,
        },
      ]);
    }
  });
});

describe('Promote from staging to production', () => {
  test('makes production what staging is, with secrets of its own', async () => {
    const staging = api.addApplication();
    api.addWebhook(
      { name: 'orders', responseCode: 202, basicAuthUsername: 'shop', basicAuthPassword: 'not-real-1' },
      staging,
    );
    const { id } = api.addWebhook({ name: 'orders', waitForReply: true, description: 'by hand' });
    api.addWebhook({ name: 'only in production' });
    const promote = (): Promise<JobResult> =>
      play('Promote from staging to production', 'promote', {
        vars: { STAGING_APPLICATION_ID: staging },
        secrets: { STAGING_API_TOKEN: api.token(['webhooks.get']), ORDERS_PASSWORD: 'not-real-2' },
      });
    expect((await promote()).status).toBe('success');
    expect(api.webhook(id)).toMatchObject({
      ...{ responseCode: 202, waitForReply: false, description: '' },
      ...{ basicAuthUsername: 'shop', basicAuthPassword: 'not-real-2' },
    });
    expect(names()).toEqual(['only in production', 'orders']);
    api.reset();
    expect((await promote()).status).toBe('success');
    expect(writes()).toEqual([]);
  });
});

describe('Rotate a password', () => {
  test.each(['clear', 'masked', 'absent'] as const)('sends the new one where the old is %s', async (secrets) => {
    await api.close();
    api = await startLosantApi({ secrets });
    const { id } = api.addWebhook({ name: 'orders', basicAuthUsername: 'shop', basicAuthPassword: 'not-real-old' });
    const result = await play('Rotate a password', 'rotate', {
      secrets: { ORDERS_PASSWORD: 'not-real-new' },
      files: {},
      shell: async (script, _env, workspace) => {
        const { groups } = /^echo '(?<line>[^']*)' > (?<file>\S+)$/mu.exec(script) ?? {};
        writeFileSync(join(workspace, groups?.['file'] ?? ''), `${groups?.['line']}\n`);
        return true;
      },
    });
    expect(result.status).toBe('success');
    expect(api.webhook(id)?.basicAuthPassword).toBe('not-real-new');
    expect(result.steps.at(-1)?.run?.shown).not.toMatch(/not-real-(?:old|new)/u);
  });
});

describe('the table of scopes', () => {
  const file = 'webhooks:\n  - name: orders\n    responseCode: 202\n  - name: billing\n';
  const inputsFor: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    create: { body: 'name: new' },
    'create `if-exists: update`': { body: '{name: orders, responseCode: 202}', 'if-exists': 'update' },
    'delete `include-workflows: true`, by name': { 'include-workflows': 'true' },
    sync: { body: file },
    'sync `prune: true`': { body: file, prune: 'true', 'max-deletes': '5' },
    export: { 'body-file': 'webhooks.yml' },
  };
  const rows = needs.map((need) => [`${need.operation} ${need.when}`.trim(), need] as const);

  test.each(rows)('holds what is enough for %s, and no more', async (title, { operation, when, calls }) => {
    for (const missing of [undefined, ...calls]) {
      const webhook = api.addWebhook({ name: 'orders' });
      const other = api.addWebhook({ name: 'other' });
      const run = await runAction({
        operation,
        'application-id': api.applicationId,
        'api-token': api.token(calls.filter((call) => call !== missing)),
        'api-url': api.url,
        ...(when.endsWith('by id') ? { 'webhook-id': webhook.id } : {}),
        ...(when.endsWith('by name') ? { 'webhook-name': 'orders' } : {}),
        ...(operation === 'patch' ? { body: 'responseCode: 202' } : {}),
        ...inputsFor[title],
      });
      // What is only read for a comparison or a name is not needed, as the README says; and here the webhook exists.
      const isOptional =
        missing === 'flows.get' ||
        (missing === 'webhook.get' && operation !== 'get') ||
        (missing === 'webhooks.post' && when.includes('if-exists'));
      expect([missing, run.exitCode]).toEqual([missing, missing === undefined || isOptional ? 0 : 1]);
      for (const { id } of [webhook, other]) api.removeWebhook(id);
      for (const { id } of api.webhooks()) api.removeWebhook(id);
    }
  });
});
