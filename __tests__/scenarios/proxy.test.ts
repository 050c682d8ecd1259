import { beforeEach, describe, expect, test } from '@jest/globals';
import { fakeHosts } from '../../local/certificates.ts';
import { answering, forward, startOddProxy, startProxy } from '../support/proxies.ts';
import { sent } from '../support/sent.ts';
import { type Inputs, type Run, useScenario } from './scenario.ts';

const PASSWORD = 'pro%ä/:@xy "pässword"';

const HOST = fakeHosts.losant;
const { api, act } = useScenario();
let id = '';
beforeEach(() => {
  ({ id } = api.addWebhook({ name: 'orders' }));
});

/** A patch of the webhook on the made-up host. */
function run(env: Readonly<Record<string, string>>, inputs: Inputs = {}): Promise<Run> {
  const patch = { operation: 'patch', 'webhook-id': id, body: 'responseCode: 201' };
  const apiUrl = `https://${HOST}:${new URL(api.url).port}`;
  return act({ ...patch, 'api-url': apiUrl, timeout: 10, ...inputs }, { env });
}

const inBase64 = (text: string): string => Buffer.from(text).toString('base64');

describe('TLS', () => {
  test('trusts your own certificate authority through NODE_EXTRA_CA_CERTS', async () => {
    expect(await run({}, { 'api-url': api.url })).toMatchObject({ exitCode: 0, outputs: { changed: 'true' } });
  });

  test('refuses the certificate at once without NODE_EXTRA_CA_CERTS', async () => {
    const ended = await run({ NODE_EXTRA_CA_CERTS: '' }, { 'api-url': api.url, retries: 4 });
    expect(ended).toMatchObject({ exitCode: 1, annotations: [{ title: 'Certificate refused' }] });
    expect(ended.annotations[0]?.message).toContain('NODE_EXTRA_CA_CERTS');
    expect(api.requests).toEqual([]);
  });

  test('refuses a certificate for another host through the proxy too', async () => {
    const proxy = await startProxy();
    const ended = await run(
      { https_proxy: `http://127.0.0.1:${proxy.port}` },
      { 'api-url': `https://x.invalid:${new URL(api.url).port}` },
    );
    expect(ended).toMatchObject({ exitCode: 1, annotations: [{ title: 'Certificate refused' }] });
    expect(api.requests).toEqual([]);
  });
});

describe('a proxy', () => {
  test.each(['https_proxy', 'HTTPS_PROXY'])('%s carries every request', async (variable) => {
    const proxy = await startProxy();
    const ended = await run({ [variable]: `http://127.0.0.1:${proxy.port}` });
    expect(ended).toMatchObject({ exitCode: 0, outputs: { changed: 'true' } });
    expect(sent(api).map((request) => request.split(' ')[0])).toEqual(['GET', 'PATCH']);
    expect(proxy.stats).toMatchObject({ connectRequestCount: 2, httpRequestCount: 0 });
  });

  test('gets its credentials, which appear nowhere else', async () => {
    const proxy = await startProxy({ user: 'us er', password: PASSWORD });
    const written = `us%20er:${encodeURIComponent(PASSWORD)}`;
    const ended = await run({ https_proxy: `http://${written}@127.0.0.1:${proxy.port}` });
    expect(ended.exitCode).toBe(0);
    for (const form of [PASSWORD, encodeURIComponent(PASSWORD), inBase64(`us er:${PASSWORD}`)]) {
      expect(ended.masks).toContain(form);
      expect(ended.shown).not.toContain(form);
      expect(JSON.stringify(ended.outputs)).not.toContain(form);
    }
    expect(JSON.stringify(api.requests)).not.toContain('proxy-authorization');
  });

  test.each([
    ['are wrong', 'user:wrong-password@'],
    ['are missing', ''],
  ])('that asks for credentials which %s is reported', async (_, written) => {
    const proxy = await startProxy({ user: 'user', password: 'right-password' });
    const ended = await run({ https_proxy: `http://${written}127.0.0.1:${proxy.port}` }, { retries: 4 });
    expect(ended).toMatchObject({ exitCode: 1, annotations: [{ title: 'No connection through the proxy' }] });
    expect(ended.annotations[0]?.message).toContain('asks for credentials (407)');
    expect(ended.shown).not.toContain('wrong-password');
    expect(proxy.stats.connectRequestCount).toBe(1);
  });

  test('that refuses the connection is reported at once', async () => {
    const { url, seen } = await startOddProxy(answering('403 Forbidden'));
    const ended = await run({ https_proxy: url }, { retries: 4 });
    expect(ended).toMatchObject({ exitCode: 1, annotations: [{ title: 'No connection through the proxy' }] });
    expect(ended.annotations[0]?.message).toContain('refused the tunnel (status 403)');
    expect(seen).toHaveLength(1);
  });

  test('that cannot connect for now is tried again', async () => {
    const proxy = await startProxy();
    const { url, seen } = await startOddProxy((socket, count) => {
      if (count === 1) answering('502 Bad Gateway')(socket);
      else forward(socket, proxy.port);
    });
    expect(await run({ https_proxy: url }, { retries: 1 })).toMatchObject({ exitCode: 0 });
    expect(seen).toHaveLength(3);
  });

  test('that breaks the tunnel before the request makes the action repeat a create without a check', async () => {
    const proxy = await startProxy();
    const { url } = await startOddProxy((socket, count) => {
      if (count === 2) answering('503 Service Unavailable')(socket);
      else if (count === 3) socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
      else forward(socket, proxy.port);
    });
    const ended = await run(
      { https_proxy: url },
      { operation: 'create', 'webhook-id': '', body: '{"name": "new"}', retries: 2 },
    );
    expect(ended).toMatchObject({ exitCode: 0, outputs: { changed: 'true' } });
    expect(sent(api)).toEqual(['GET webhooks', 'POST webhooks {"name":"new"}']);
  });

  test('that never responds ends at the deadline, and so does the process', async () => {
    const { url } = await startOddProxy(() => undefined);
    const ended = await run({ https_proxy: url }, { timeout: 1 });
    expect(ended).toMatchObject({ exitCode: 1, annotations: [{ title: 'Timed out' }] });
    expect(ended.outputs).toMatchObject({ changed: 'false', count: '0' });
  });

  test('that fails to respond once is tried again, even with one request at a time', async () => {
    const proxy = await startProxy();
    const { url } = await startOddProxy((socket, count) => {
      if (count > 1) forward(socket, proxy.port);
    });
    const ended = await run({ https_proxy: url }, { timeout: 3, retries: 1, concurrency: 1 });
    expect(ended).toMatchObject({ exitCode: 0, outputs: { changed: 'true' } });
  });

  test('that does not exist is reported', async () => {
    const { url, close } = await startOddProxy(() => undefined);
    await close();
    const ended = await run({ https_proxy: url }, { retries: 1 });
    expect(ended).toMatchObject({ exitCode: 1, annotations: [{ title: 'No connection through the proxy' }] });
    expect(ended.annotations[0]?.message).toContain('after 2 attempts');
  });

  test.each(['no_proxy', 'NO_PROXY'])('is bypassed for a host in %s', async (variable) => {
    const { url, seen } = await startOddProxy(() => undefined);
    // The host can't be reached without the proxy: the test only checks that the proxy gets no request.
    const ended = await run({ https_proxy: url, [variable]: `other,${HOST}` }, { timeout: 1 });
    expect(ended.exitCode).toBe(1);
    expect(seen).toEqual([]);
  });

  test('is bypassed for the local machine', async () => {
    const { url, seen } = await startOddProxy(() => undefined);
    const env = { https_proxy: url, HTTPS_PROXY: url, http_proxy: url, HTTP_PROXY: url };
    expect(await run(env, { 'api-url': api.url })).toMatchObject({ exitCode: 0 });
    expect(seen).toEqual([]);
  });

  test.each([
    'proxy.example:3128',
    'user:secret-word@proxy.example:3128',
    'http://',
    'http://proxy.example:99999',
    'http://user:secret-word%@proxy.example:3128',
    'socks5://user:secret-word@proxy.example:1080',
    'http://user:secret#word@proxy.example:3128',
  ])('given as %s is refused before anything is sent', async (value) => {
    const ended = await run({ https_proxy: value });
    expect(ended).toMatchObject({ exitCode: 1, annotations: [{ title: 'Proxy cannot be used' }] });
    expect(ended.annotations[0]?.message).toMatch(/https_proxy cannot be used: .*Nothing was sent\.$/);
    expect(ended.shown).not.toMatch(/secret.word|proxy\.example/);
    expect(api.requests).toEqual([]);
  });
});
