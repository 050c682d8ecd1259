import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { makeCertificates } from '../../local/certificates.ts';
import { type GithubApiOptions, startGithubApi } from '../../local/github/index.ts';
import { root } from '../../local/runner/action-file.ts';
import { newFolder } from '../../local/runner/step.ts';
import { startProxy } from '../support/proxies.ts';
import { useScenario } from './scenario.ts';

/** A name that no resolver knows: it leads to GitHub through the test's proxy, or with a resolver of the test's own. */
const HOST = 'api.github.invalid';

const tls = makeCertificates(HOST);
const { act } = useScenario();
let caFile = '';
beforeAll(async () => {
  caFile = join(await newFolder(), 'ca.pem');
  writeFileSync(caFile, tls.ca);
});

/** The comments, and the annotations of a step that writes one. */
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
        NODE_EXTRA_CA_CERTS: caFile,
        ...env,
      },
    },
  );
  return { ...github, annotations: run.annotations };
}

test('a comment is written over https, by a request that names the action', async () => {
  const { comments, annotations, requests } = await comment({ tls });
  expect(annotations).toEqual([]);
  expect(comments).toHaveLength(1);
  for (const { userAgent } of requests) expect(userAgent).toMatch(/^losant-webhook-action\/[\d.]+ \(octo\/devices/);
});

test('a comment is written on GitHub Enterprise Server', async () => {
  const { comments, annotations } = await comment({ tls, isEnterprise: true });
  expect(annotations).toEqual([]);
  expect(comments).toHaveLength(1);
});

test('a comment goes through the proxy', async () => {
  const proxy = await startProxy({ user: 'user', password: 'proxy-password' });
  const https_proxy = `http://user:proxy-password@127.0.0.1:${proxy.port}`;
  const { comments, annotations } = await comment({ tls }, { https_proxy }, HOST);
  expect(annotations).toEqual([]);
  expect(comments).toHaveLength(1);
  expect(proxy.stats.connectRequestCount).toBeGreaterThan(0);
});

test('a comment goes past the proxy where no_proxy says so', async () => {
  const proxy = await startProxy();
  const env = {
    https_proxy: `http://127.0.0.1:${proxy.port}`,
    no_proxy: HOST,
    NODE_OPTIONS: `--require ${join(root, 'local', 'runner', 'resolve-invalid.cjs')}`,
  };
  const { comments, annotations } = await comment({ tls }, env, HOST);
  expect(annotations).toEqual([]);
  expect(comments).toHaveLength(1);
  expect(proxy.stats.connectRequestCount).toBe(0);
});
