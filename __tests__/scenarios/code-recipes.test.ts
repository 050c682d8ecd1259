/** The recipes around a file of webhooks, which `sync` takes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startGithubApi } from '../../local/github/index.ts';
import { type JobResult, matrixOf } from '../../local/runner/workflow.ts';
import { blocksBelow } from '../support/documents.ts';
import { writes } from '../support/sent.ts';
import { useLosantApi } from '../support/use-losant-api.ts';
import { namesIn, playOn, stepOf } from './recipe.ts';

const api = useLosantApi({ tls: true });
const play = playOn(api);

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
    expect(writes(api)).toEqual([]);
    expect(github.comments.map(({ body }) => body)).toEqual([expect.stringContaining('1 to create, 1 to update')]);

    const applied = await play(heading, 'sync', { github: { event_name: 'push' }, files: files(), secrets });
    expect(applied.status).toBe('success');
    expect(namesIn(api)).toEqual(['billing', 'orders']);
    expect(api.webhook(id)).toMatchObject({ responseCode: 202, basicAuthPassword: 'not-real-password' });

    api.reset();
    await play(heading, 'sync', { github: { event_name: 'push' }, files: files(), secrets });
    expect(writes(api)).toEqual([]);
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
    expect(writes(api)).toEqual([]);
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
    expect(writes(api)).toEqual([]);
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
    expect(namesIn(api)).toEqual(['only in production', 'orders']);
    api.reset();
    expect((await promote()).status).toBe('success');
    expect(writes(api)).toEqual([]);
  });
});
