import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { matrixOf } from '../../local/runner/workflow.ts';
import { blocksBelow } from '../support/documents.ts';
import { writes } from '../support/sent.ts';
import { daysAgo } from '../support/time.ts';
import { useLosantApi } from '../support/use-losant-api.ts';
import { namesIn, playOn, stepOf } from './recipe.ts';

const api = useLosantApi({ tls: true });
const play = playOn(api);

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
    expect(writes(api)).toEqual([]);

    expect((await play(heading, 'create', { github: event('closed') })).status).toBeNull();
    expect((await play(heading, 'delete', { github: event('closed') })).status).toBe('success');
    expect(namesIn(api)).toEqual(['pr-77']);
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
    for (const number of [1, 2])
      api.addWebhook({ name: `pr-${number}`, basicAuthPassword: 'not-real', lastUpdated: daysAgo(15) });
    api.addWebhook({ name: 'pr-3', lastUpdated: daysAgo(13) });
    api.addWebhook({ name: 'orders', lastUpdated: daysAgo(400) });

    const shown = await play(heading, 'clean-up', { inputs: { 'dry-run': true } });
    expect(stepOf(shown, 'clean-up').run?.outputs['count']).toBe('2');
    expect(writes(api)).toEqual([]);

    // On a schedule there are no inputs.
    const done = await play(heading, 'clean-up', { github: { event_name: 'schedule' } });
    expect(done.status).toBe('success');
    expect(namesIn(api)).toEqual(['orders', 'pr-3']);
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
    expect(writes(api)).toEqual([]);
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
    expect(writes(api).map((request) => request.split(' ')[0])).toEqual(['PATCH', 'PATCH', 'PATCH', 'PATCH']);
    const after = api.webhooks().map((webhook, index) => ({ ...webhook, lastUpdated: before[index]?.lastUpdated }));
    expect(after).toEqual(before);
  });
});

describe.each(['clear', 'masked', 'absent'] as const)('Rotate a password', (secrets) => {
  const rotating = useLosantApi({ tls: true, maskSecrets: secrets === 'masked', hideSecrets: secrets === 'absent' });

  test(`sends the new one where the old is ${secrets}`, async () => {
    const { id } = rotating.addWebhook({
      ...{ name: 'orders', basicAuthUsername: 'shop', basicAuthPassword: 'not-real-old' },
    });
    const result = await playOn(rotating)('Rotate a password', 'rotate', {
      secrets: { ORDERS_PASSWORD: 'not-real-new' },
      files: {},
      shell: async (script, _env, workspace) => {
        const { groups } = /^echo '(?<line>[^']*)' > (?<file>\S+)$/mu.exec(script) ?? {};
        writeFileSync(join(workspace, groups?.['file'] ?? ''), `${groups?.['line']}\n`);
        return true;
      },
    });
    expect(result.status).toBe('success');
    expect(rotating.webhook(id)?.basicAuthPassword).toBe('not-real-new');
    expect(result.steps.at(-1)?.run?.shown).not.toMatch(/not-real-(?:old|new)/u);
  });
});
