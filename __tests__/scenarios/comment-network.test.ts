import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { fakeHosts } from '../../local/certificates.ts';
import { type GithubApiOptions, startGithubApi } from '../../local/github/index.ts';
import { root } from '../../local/runner/action-file.ts';
import { startProxy } from '../support/proxies.ts';
import { useScenario } from './scenario.ts';

const HOST = fakeHosts.github;
const { act } = useScenario();

/** The comments and the annotations of a step that writes a comment. */
async function comment(options: GithubApiOptions, env: Readonly<Record<string, string>> = {}, host?: string) {
  await using github = await startGithubApi(options);
  const url = new URL(github.url);
  if (host !== undefined) url.hostname = host;
  const run = await act(
    { operation: 'create', body: 'name: orders', 'dry-run': true, comment: true, 'github-token': 'ghs_loopback' },
    {
      event: { name: 'pull_request', payload: { pull_request: { number: 7 } } },
      env: {
        GITHUB_REPOSITORY: 'octo/devices',
        GITHUB_API_URL: String(url).replace(/\/$/, ''),
        ...env,
      },
    },
  );
  return { ...github, annotations: run.annotations };
}

test('a comment is written over HTTPS, with the user agent of the action', async () => {
  const { comments, annotations, requests } = await comment({});
  expect(annotations).toEqual([]);
  expect(comments).toHaveLength(1);
  for (const { userAgent } of requests) expect(userAgent).toMatch(/^losant-webhook-action\/[\d.]+ \(octo\/devices/);
});

test('a comment is written on GitHub Enterprise Server', async () => {
  const { comments, annotations } = await comment({ isEnterprise: true });
  expect(annotations).toEqual([]);
  expect(comments).toHaveLength(1);
});

test('a comment goes through the proxy', async () => {
  const proxy = await startProxy({ user: 'user', password: 'proxy-password' });
  const https_proxy = `http://user:proxy-password@127.0.0.1:${proxy.port}`;
  const { comments, annotations } = await comment({}, { https_proxy }, HOST);
  expect(annotations).toEqual([]);
  expect(comments).toHaveLength(1);
  expect(proxy.stats.connectRequestCount).toBeGreaterThan(0);
});

test('a comment bypasses the proxy for a host in no_proxy', async () => {
  const proxy = await startProxy();
  const env = {
    https_proxy: `http://127.0.0.1:${proxy.port}`,
    no_proxy: HOST,
    NODE_OPTIONS: `--require ${join(root, 'local', 'runner', 'resolve-invalid.cjs')}`,
  };
  const { comments, annotations } = await comment({}, env, HOST);
  expect(annotations).toEqual([]);
  expect(comments).toHaveLength(1);
  expect(proxy.stats.connectRequestCount).toBe(0);
});
