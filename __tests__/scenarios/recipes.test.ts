import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { root } from '../../local/runner/action-file.ts';
import { runAction } from '../../local/runner/run-action.ts';
import { matrixOf } from '../../local/runner/workflow.ts';
import { blocksBelow } from '../support/documents.ts';
import { writes } from '../support/sent.ts';
import { daysAgo } from '../support/time.ts';
import { useLosantApi } from '../support/use-losant-api.ts';
import { namesIn, playOn, stepOf } from './recipe.ts';

const api = useLosantApi({ tls: true });
const play = playOn(api);

describe('Start here', () => {
  test('disables the webhook and enables it again', async () => {
    const { id } = api.addWebhook({ name: 'orders' });
    for (const enabled of [false, true]) {
      expect((await play('Start here', 'pause', { inputs: { enabled } })).status).toBe('success');
      expect(api.webhook(id)?.enabled).toBe(enabled);
    }
  });
});

test("the README's sample of changes is the output of a patch", async () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const sample: unknown = JSON.parse(/^```json\n(?<json>.*?)^```$/msu.exec(readme)?.groups?.['json'] ?? '');
  const { id } = api.addWebhook({ name: 'orders', basicAuthUsername: 'shop', basicAuthPassword: 'not-real-old' });
  const { outputs } = await runAction({
    ...{ operation: 'patch', 'application-id': api.applicationId, 'api-token': api.token(), 'api-url': api.url },
    ...{ 'webhook-id': id, body: '{"responseCode": 202, "basicAuthPassword": "not-real-new"}' },
  });
  const text = (outputs['changes'] ?? '').replace(id, '575ed78e7ae143cd83dc4aab');
  const changes: unknown = JSON.parse(text.replace(/(?<="application":")[0-9a-f]{12}/, '3040d2288dd4'));
  expect(changes).toEqual(sample);
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

  test('creates it once, passes its URL to the next step, and deletes it in the end', async () => {
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

  test("does nothing for forks and Dependabot, which don't get secrets", async () => {
    for (const job of ['create', 'delete']) {
      for (const action of ['opened', 'closed']) {
        const others = [event(action, 'someone/fork'), event(action, 'octo-org/octo-repo', 'dependabot[bot]')];
        for (const github of others) expect((await play(heading, job, { github })).status).toBeNull();
      }
    }
  });
});

describe('Clean up old webhooks', () => {
  const heading = 'Clean up old webhooks';

  test('first shows and then deletes old webhooks, and keeps them as an artifact without secrets', async () => {
    for (const number of [1, 2])
      api.addWebhook({ name: `pr-${number}`, basicAuthPassword: 'not-real', lastUpdated: daysAgo(15) });
    for (const number of [3, 4, 5]) api.addWebhook({ name: `pr-${number}`, lastUpdated: daysAgo(number + 10) });
    api.addWebhook({ name: 'orders', lastUpdated: daysAgo(400) });
    const names = namesIn(api);

    const shown = await play(heading, 'cleanup', { inputs: { 'dry-run': true } });
    expect(stepOf(shown, 'cleanup').run?.outputs['count']).toBe('2');
    expect(namesIn(api)).toEqual(names);

    // On a schedule there are no inputs.
    const done = await play(heading, 'cleanup', { github: { event_name: 'schedule' } });
    expect(done.status).toBe('success');
    expect(namesIn(api)).toEqual(['orders', 'pr-3', 'pr-4', 'pr-5']);
    const upload = done.steps.at(-1);
    expect(upload).toMatchObject({ outcome: 'success', inputs: { path: 'deleted-webhooks.json' } });
    const kept = readFileSync(join(done.workspace, upload?.inputs['path'] ?? ''), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({ previous: [{ name: 'pr-1' }, { name: 'pr-2' }] });
    expect(kept).not.toContain('not-real');

    const nothing = await play(heading, 'cleanup', { github: { event_name: 'schedule' } });
    expect(nothing.steps.map(({ outcome }) => outcome)).toEqual(['success', 'skipped']);
  });
});

describe('The same change in three environments', () => {
  test('patches all matching webhooks in each application, and none in a dry run', async () => {
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

describe('Pause a webhook during a deployment', () => {
  const heading = 'Pause a webhook during a deployment';

  test.each([true, false])('enables it again after a deployment that succeeds: %s', async (succeeds) => {
    const { id, token } = api.addWebhook({ name: 'orders' });
    let during: boolean | undefined;
    const result = await play(heading, 'deploy', {
      shell: () => {
        during = api.webhook(id)?.enabled;
        return succeeds;
      },
    });
    expect(result.status).toBe(succeeds ? 'success' : 'failure');
    expect([during, stepOf(result, 'Resume').outcome]).toEqual([false, 'success']);
    expect(api.webhook(id)).toMatchObject({ enabled: true, token });
  });

  test('keeps a webhook disabled that was disabled before', async () => {
    const { id } = api.addWebhook({ name: 'orders', enabled: false });
    expect(stepOf(await play(heading, 'deploy'), 'Resume').outcome).toBe('skipped');
    expect([api.webhook(id)?.enabled, writes(api)]).toEqual([false, []]);
  });
});

describe('Roll back when a later step fails', () => {
  const heading = 'Roll back when a later step fails';

  test.each([
    { succeeds: false, code: 200, rollback: 'success' },
    { succeeds: true, code: 202, rollback: 'skipped' },
  ])('with a deployment that succeeds: $succeeds', async ({ succeeds, code, rollback }) => {
    const { id, token } = api.addWebhook({ name: 'orders-eu' });
    const result = await play(heading, 'deploy', { shell: () => succeeds });
    expect(result.status).toBe(succeeds ? 'success' : 'failure');
    expect(stepOf(result, 'Roll back').outcome).toBe(rollback);
    expect(api.webhook(id)).toMatchObject({ responseCode: code, waitForReply: succeeds, token });
  });

  test('rolls back nothing if nothing changed', async () => {
    api.addWebhook({ name: 'orders-eu', responseCode: 202, waitForReply: true });
    const result = await play(heading, 'deploy', { shell: () => false });
    expect(stepOf(result, 'Roll back').outcome).toBe('skipped');
    expect(writes(api)).toEqual([]);
  });

  test('restores several webhooks to what they were', async () => {
    api.addWebhook({ name: 'orders-eu', responseCode: 204 });
    api.addWebhook({ name: 'orders-us', basicAuthUsername: 'shop', basicAuthPassword: 'not-real' });
    api.addWebhook({ name: 'billing' });
    const before = api.webhooks();
    const result = await play(heading, 'deploy', { shell: () => false });
    expect(stepOf(result, 'Roll back').outcome).toBe('success');
    expect(writes(api).map((request) => request.split(' ')[0])).toEqual(['PATCH', 'PATCH', 'PATCH', 'PATCH']);
    const after = api.webhooks().map((webhook, index) => ({ ...webhook, lastUpdated: before[index]?.lastUpdated }));
    expect(after).toEqual(before);
  });
});

describe('Put untrusted text into a body', () => {
  test('uses a title exactly as it is, whatever it contains', async () => {
    const title = 'a "quoted" title\nenabled: false #x ${ORDERS_PASSWORD}\u2028end';
    const pullRequest = { title, user: { login: 'octocat' }, head: { repo: { full_name: 'octo-org/octo-repo' } } };
    const event = { action: 'opened', number: 7, pull_request: pullRequest };
    const result = await play('Put untrusted text into a body', 'describe', {
      github: { event_name: 'pull_request', event },
    });
    expect(result.status).toBe('success');
    expect(api.webhooks()).toMatchObject([{ name: 'pr-7', description: title, enabled: true }]);
  });
});

describe.each(['clear', 'masked', 'absent'] as const)('Rotate a password', (secrets) => {
  const rotating = useLosantApi({ tls: true, maskSecrets: secrets === 'masked', hideSecrets: secrets === 'absent' });

  test(`sends the new one, exactly as it is, where the old is ${secrets}`, async () => {
    const { id } = rotating.addWebhook({
      ...{ name: 'orders', basicAuthUsername: 'shop', basicAuthPassword: 'not-real-old' },
    });
    const password = '{not-real: "new" #1}';
    const result = await playOn(rotating)('Rotate a password', 'rotate', { secrets: { ORDERS_PASSWORD: password } });
    expect(result.status).toBe('success');
    expect(rotating.webhook(id)?.basicAuthPassword).toBe(password);
    expect(result.steps.at(-1)?.run?.shown).not.toMatch(/not-real/u);
  });
});
