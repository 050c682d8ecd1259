/** The recipes with a file of webhooks. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startGithubApi } from '../../local/github/index.ts';
import { type JobResult, matrixOf } from '../../local/runner/workflow.ts';
import { blocksBelow } from '../support/documents.ts';
import { writes } from '../support/sent.ts';
import { useLosantApi } from '../support/use-losant-api.ts';
import { namesIn, playOn } from './recipe.ts';

const api = useLosantApi({ tls: true });
const play = playOn(api);

describe('Webhooks as code', () => {
  const heading = 'Webhooks as code: plan on the pull request, apply on main';
  const files = () => ({ 'losant/webhooks.yml': blocksBelow(heading, 'webhooks')[0]?.text ?? '' });
  const secrets = { ORDERS_PASSWORD: 'not-real-password' };

  test('shows the plan on the pull request and applies it on main', async () => {
    await using github = await startGithubApi();
    const { id } = api.addWebhook({ name: 'orders' });
    const payload = { pull_request: { number: 7, head: { repo: { full_name: 'octo-org/octo-repo' } } } };
    const planned = await play(heading, 'plan', {
      github: { event_name: 'pull_request', event: payload },
      step: {
        env: { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: 'octo/devices' },
        event: { name: 'pull_request', payload },
        githubToken: 'ghs_loopback',
      },
      files: files(),
      secrets: { ...secrets, LOSANT_READ_TOKEN: api.token(['webhooks.get']) },
    });
    expect(planned.status).toBe('success');
    expect(writes(api)).toEqual([]);
    expect(github.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining('🟡 **1 to update** · 🟢 **1 to create**'),
    ]);

    const applied = await play(heading, 'apply', { github: { event_name: 'push' }, files: files(), secrets });
    expect(applied.status).toBe('success');
    expect(namesIn(api)).toEqual(['billing', 'orders']);
    expect(api.webhook(id)).toMatchObject({ responseCode: 202, basicAuthPassword: 'not-real-password' });

    api.reset();
    await play(heading, 'apply', { github: { event_name: 'push' }, files: files(), secrets });
    expect(writes(api)).toEqual([]);
  });
});

describe('Webhooks as code and Check the file without a token', () => {
  test.each([
    ['responseCode: 202', 'success'],
    ['responseCode: 2002', 'failure'],
  ])('validates a file with %s on pull requests of forks and Dependabot, without a token', async (field, status) => {
    for (const login of ['octocat', 'dependabot[bot]']) {
      const event = { pull_request: { user: { login }, head: { repo: { full_name: 'someone/fork' } } } };
      const options = {
        github: { event_name: 'pull_request', event },
        files: { 'losant/webhooks.yml': `defaults: {${field}}\nwebhooks:\n  - name: orders\n` },
        secrets: { LOSANT_API_TOKEN: '' },
      };
      const heading = 'Webhooks as code: plan on the pull request, apply on main';
      expect((await play(heading, 'validate', options)).status).toBe(status);
      expect((await play(heading, 'plan', options)).status).toBeNull();
    }
    expect(api.requests).toEqual([]);
  });
});

describe('Adopt an application that has webhooks already', () => {
  test('leaves passwords as they are if the file sets them neither in an entry nor in defaults', async () => {
    const { id } = api.addWebhook({ name: 'orders', basicAuthUsername: 'shop', basicAuthPassword: 'not-real' });
    const exported = await play('Adopt an application that has webhooks already', 'export');
    const text = readFileSync(join(exported.workspace, 'losant/webhooks.yml'), 'utf8');
    const apply = (lines: RegExp): Promise<JobResult> =>
      play('Webhooks as code: plan on the pull request, apply on main', 'apply', {
        ...{ github: { event_name: 'push' }, files: { 'losant/webhooks.yml': text.replace(lines, '') } },
      });
    expect((await apply(/^.*(?:basicAuthPassword|verificationCode): .*\n/gmu)).status).toBe('success');
    expect(writes(api)).toEqual([]);
    expect((await apply(/^ {4}basicAuthPassword: .*\n/gmu)).status).toBe('success');
    expect(api.webhook(id)?.basicAuthPassword).toBe('');
  });

  test('exports a file that changes nothing when it is synced', async () => {
    api.addWebhook({ name: 'orders', basicAuthUsername: 'shop', basicAuthPassword: 'not-real-password' });
    api.addWebhook({ name: 'billing', responseCode: 202 });
    const exported = await play('Adopt an application that has webhooks already', 'export');
    expect(exported.status).toBe('success');
    const text = readFileSync(join(exported.workspace, exported.steps.at(-1)?.inputs['path'] ?? ''), 'utf8');
    expect(text).not.toContain('not-real-password');
    expect(JSON.parse(exported.steps[0]?.run?.outputs['variables'] ?? '')).toEqual(['ORDERS_PASSWORD']);

    const synced = await play('Webhooks as code: plan on the pull request, apply on main', 'apply', {
      github: { event_name: 'push' },
      files: { 'losant/webhooks.yml': text },
      secrets: { ORDERS_PASSWORD: 'not-real-password' },
    });
    expect(synced.status).toBe('success');
    expect(writes(api)).toEqual([]);
  });
});

describe('Bring changes from Losant into the file every night', () => {
  const heading = 'Bring changes from Losant into the file every night';

  test('changes the lines that differ, for a pull request, and needs no secrets', async () => {
    const text = [
      '# Ours\nwebhooks:',
      "  - name: 'orders' # the shop",
      '    responseCode: 202 # why',
      '    basicAuthPassword: ${ORDERS_PASSWORD}\n',
    ].join('\n');
    const { id } = api.addWebhook({ name: 'orders', responseCode: 202, basicAuthPassword: 'not-real-password' });
    const night = (): Promise<JobResult> => play(heading, 'export', { files: { 'losant/webhooks.yml': text } });
    const written = ({ workspace, steps }: JobResult): string =>
      readFileSync(join(workspace, steps.at(-1)?.inputs['add-paths'] ?? ''), 'utf8');
    const first = await night();
    expect([first.status, written(first)]).toEqual(['success', text]);
    api.removeWebhook(id);
    api.addWebhook({ name: 'orders', responseCode: 201, basicAuthPassword: 'not-real-password' });
    expect(written(await night())).toBe(text.replace('responseCode: 202', 'responseCode: 201'));
    expect(writes(api)).toEqual([]);
  });
});

describe('Report drift every night', () => {
  test('fails if somebody changed a webhook manually, and changes nothing', async () => {
    const files = { 'losant/webhooks.yml': 'webhooks:\n  - name: orders\n    responseCode: 202\n' };
    const drift = (): Promise<JobResult> => play('Report drift every night', 'drift', { files });
    const { id } = api.addWebhook({ name: 'orders', responseCode: 202 });
    expect((await drift()).status).toBe('success');
    api.removeWebhook(id);
    api.addWebhook({ name: 'orders' });
    const changed = await drift();
    expect(changed.status).toBe('failure');
    expect(changed.steps.at(-1)?.run?.annotations).toContainEqual(
      expect.objectContaining({ type: 'error', title: 'Webhooks have drifted' }),
    );
    expect(changed.steps.at(-1)?.run?.summary).toContain('responseCode');
    expect(writes(api)).toEqual([]);
  });
});

describe('Report drift in three environments', () => {
  test('fails only for the environment that differs from the file', async () => {
    const heading = 'Report drift in three environments';
    const files = { 'losant/webhooks.yml': blocksBelow('One file for three environments', 'webhooks')[0]?.text ?? '' };
    const drifted: unknown[] = [];
    for (const one of matrixOf(blocksBelow(heading, 'workflow')[0]?.text ?? '', 'drift')) {
      const applicationId = api.addApplication();
      const responseCode = one['environment'] === 'staging' ? 200 : 202;
      const orders = { name: 'orders', responseCode, basicAuthUsername: 'shop', basicAuthPassword: 'not-real' };
      api.addWebhook({ ...orders, enabled: one['environment'] !== 'development' }, applicationId);
      if (one['environment'] !== 'production') api.addWebhook({ name: 'load-test', responseCode: 202 }, applicationId);
      const secrets = { ORDERS_PASSWORD: 'not-real' };
      const result = await play(heading, 'drift', { matrix: one, applicationId, files, secrets });
      if (result.status === 'failure') drifted.push(one['environment']);
    }
    expect([drifted, writes(api)]).toEqual([['staging'], []]);
  });
});

describe('One file for three environments', () => {
  const heading = 'One file for three environments';
  const [workflow] = blocksBelow(heading, 'workflow');
  const files = { 'losant/webhooks.yml': blocksBelow(heading, 'webhooks')[0]?.text ?? '' };
  const matrix = matrixOf(workflow?.text ?? '', 'sync');

  test('applies to each environment what the file says for it', async () => {
    for (const one of matrix) {
      const applicationId = api.addApplication();
      const result = await play(heading, 'sync', {
        ...{ matrix: one, applicationId, files, github: { event_name: 'push' } },
        secrets: { ORDERS_PASSWORD: `not-real-${one['environment']}` },
      });
      expect(result.status).toBe('success');
      expect(api.webhooks(applicationId)).toMatchObject([
        {
          name: 'orders',
          enabled: one['environment'] !== 'development',
          basicAuthPassword: `not-real-${one['environment']}`,
        },
        ...(one['environment'] === 'production' ? [] : [{ name: 'load-test', responseCode: 202 }]),
      ]);
    }
  });

  test('comments on the pull request with a plan for each environment, using read-only tokens', async () => {
    await using github = await startGithubApi();
    const pullRequest = { number: 7, head: { repo: { full_name: 'octo-org/octo-repo' } }, user: { login: 'octocat' } };
    const payload = { number: 7, pull_request: pullRequest };
    for (const one of matrix) {
      const result = await play(heading, 'sync', {
        ...{ matrix: one, applicationId: api.addApplication(), files },
        github: { event_name: 'pull_request', event: payload },
        secrets: { LOSANT_API_TOKEN: api.token(['webhooks.get']), ORDERS_PASSWORD: 'not-real-password' },
        step: {
          env: { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: 'octo/devices' },
          event: { name: 'pull_request', payload },
          githubToken: 'ghs_loopback',
        },
      });
      expect(result.status).toBe('success');
    }
    expect(writes(api)).toEqual([]);
    expect(github.comments.map(({ body }) => body)).toEqual(
      matrix.map(({ environment }) => expect.stringContaining(String(environment))),
    );
  });
});

describe('Apply exactly what was approved', () => {
  const heading = 'Apply exactly what was approved';
  const files = { 'losant/webhooks.yml': 'webhooks:\n  - name: orders\n    responseCode: 202\n  - name: billing\n' };
  const secrets = { ORDERS_PASSWORD: 'not-real-password' };
  const plan = (): Promise<JobResult> =>
    play(heading, 'plan', { files, secrets: { ...secrets, LOSANT_READ_TOKEN: api.token(['webhooks.get']) } });

  test('applies the plan, or nothing if there is nothing to do', async () => {
    const { id } = api.addWebhook({ name: 'orders' });
    const planned = await plan();
    expect(planned).toMatchObject({ status: 'success', outputs: { changed: 'true' } });
    expect(writes(api)).toEqual([]);
    const applied = await play(heading, 'apply', { files, secrets, needs: { plan: planned } });
    expect(applied.status).toBe('success');
    expect([namesIn(api), api.webhook(id)?.responseCode]).toEqual([['billing', 'orders'], 202]);
    expect((await play(heading, 'apply', { files, secrets, needs: { plan: await plan() } })).status).toBeNull();
  });

  test('says on the merged pull request what was done, or does without one', async () => {
    await using github = await startGithubApi();
    const merge = 'b'.repeat(40);
    github.pulls.set(12, { head: 'a'.repeat(40), mergeCommit: merge });
    for (const number of ['12', '']) {
      for (const { id } of api.webhooks()) api.removeWebhook(id);
      const applied = await play(heading, 'apply', {
        ...{ files, secrets, needs: { plan: await plan() } },
        step: {
          env: { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: 'octo/devices', GITHUB_SHA: merge },
          event: { name: 'push', payload: {} },
          githubToken: 'ghs_loopback',
        },
        shell: (script, env) => {
          expect([script, env['GH_TOKEN']]).toEqual([
            expect.stringContaining('repos/$GITHUB_REPOSITORY/commits/$GITHUB_SHA/pulls'),
            'ghs_loopback',
          ]);
          return { PULL_REQUEST: number };
        },
      });
      expect([applied.status, applied.steps.at(-1)?.run?.annotations]).toEqual(['success', []]);
    }
    expect(github.comments).toMatchObject([{ pull: 12, body: expect.stringContaining('**2 created**') }]);
  });

  test('applies nothing if the application has changed in the meantime', async () => {
    const { id } = api.addWebhook({ name: 'orders' });
    const planned = await plan();
    api.removeWebhook(id);
    const applied = await play(heading, 'apply', { files, secrets, needs: { plan: planned } });
    expect(applied.status).toBe('failure');
    expect(applied.steps.at(-1)?.run?.annotations).toMatchObject([{ title: 'Plan has changed' }]);
    expect(writes(api)).toEqual([]);
  });
});

describe('Approve in one workflow, apply in another', () => {
  const heading = 'Approve in one workflow, apply in another';
  const files = { 'losant/webhooks.yml': 'webhooks:\n  - name: orders\n    responseCode: 202\n' };
  const secrets = { ORDERS_PASSWORD: 'not-real-password' };
  const plan = (): Promise<JobResult> =>
    play(heading, 'plan', { files, secrets: { ...secrets, LOSANT_READ_TOKEN: api.token(['webhooks.get']) } });

  test.each([true, false])('applies only a plan of a run on main: %s', async (isMain) => {
    const { id } = api.addWebhook({ name: 'orders', basicAuthPassword: 'not-real-password' });
    const planned = await plan();
    const upload = planned.steps.at(-1)?.inputs ?? {};
    const artifact = readFileSync(join(planned.workspace, upload['path'] ?? ''), 'utf8');
    expect(upload['name']).toBe(`webhook-plan-production-${api.applicationId}`);
    expect(artifact).not.toContain('not-real');
    const applied = await play(heading, 'apply', {
      ...{ files, secrets, inputs: { 'run-id': '4242' } },
      shell: (script, env, workspace) => {
        expect([script, env['RUN_ID']]).toEqual([expect.stringContaining('push main $GITHUB_SHA'), '4242']);
        expect(env['ARTIFACT']).toBe(upload['name']);
        if (isMain) writeFileSync(join(workspace, 'plan.json'), artifact);
        return isMain;
      },
    });
    expect(applied.status).toBe(isMain ? 'success' : 'failure');
    expect(api.webhook(id)?.responseCode).toBe(isMain ? 202 : 200);
  });
});

describe('Promote from staging to production', () => {
  test('makes production match staging, with its own secrets', async () => {
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
    expect(namesIn(api)).toEqual(['only in production', 'orders']);
    api.reset();
    expect((await promote()).status).toBe('success');
    expect(writes(api)).toEqual([]);
  });
});
