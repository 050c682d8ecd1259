import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { describe, expect, jest, test } from '@jest/globals';
import { listenOnLoopback } from '../../local/loopback.ts';
import { type Fault, type FaultName, faults } from '../../local/losant/index.ts';
import { CancelledError, ConnectionError, DryRunError, UnexpectedResponse } from '../../src/api/errors.ts';
import { Http, type HttpSettings } from '../../src/api/http.ts';
import { useLosantApi } from '../support/use-losant-api.ts';

const api = useLosantApi();

function open(given: Partial<HttpSettings> = {}): Http {
  return new Http({
    apiUrl: new URL(api.url),
    token: { reveal: () => api.token() },
    userAgent: 'agent/1',
    timeout: 30_000,
    concurrency: 4,
    readOnly: false,
    abort: new AbortController().signal,
    ...given,
  });
}

const webhooks = (): string => `/applications/${api.applicationId}/webhooks`;

describe('sending one request', () => {
  test('a GET has a token but no body', async () => {
    const http = open();
    expect(await http.send('GET', `${webhooks()}?page=0`, null)).toMatchObject({ status: 200 });
    const [request] = api.requests;
    expect(request).toMatchObject({ method: 'GET', query: { page: '0' }, rawBody: '' });
    expect(request?.headers).toMatchObject({ accept: 'application/json', 'user-agent': 'agent/1' });
    expect(request?.headers['authorization']).toMatch(/^Bearer \S+$/);
    expect(Object.keys(request?.headers ?? {})).not.toEqual(expect.arrayContaining(['content-length', 'content-type']));
  });

  test('a body is JSON, with its length in bytes', async () => {
    const http = open();
    const response = await http.send('POST', webhooks(), JSON.stringify({ name: 'Grüße 🚀' }));
    expect(response.status).toBe(201);
    expect(JSON.parse(response.text)).toMatchObject({ name: 'Grüße 🚀' });
    expect(api.requests[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '23' });
  });

  test.each(['POST', 'PATCH', 'DELETE'] as const)('a dry run does not send %s', async (method) => {
    const http = open({ readOnly: true });
    await expect(http.send(method, webhooks(), null)).rejects.toThrow(DryRunError);
    expect(api.requests).toEqual([]);
    expect((await http.send('GET', webhooks(), null)).status).toBe(200);
  });

  test('an error status is a response like any other', async () => {
    const http = open();
    expect(await http.send('GET', '/applications/x', null)).toMatchObject({ status: 404 });
  });
});

describe('connections', () => {
  test('requests that follow each other share one connection', async () => {
    const http = open();
    const before = api.connections;
    for (let count = 0; count < 3; count += 1) await http.send('GET', webhooks(), null);
    expect(api.connections - before).toBe(1);
  });

  test('there are at most `concurrency` at once, and many requests leave no stale listener', async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error): void => void warnings.push(warning);
    process.on('warning', listen);
    const http = open({ concurrency: 16 });
    const before = api.connections;
    const burst = (): Promise<unknown> =>
      Promise.all(Array.from({ length: 40 }, () => http.send('GET', webhooks(), null)));
    for (let count = 0; count < 5; count += 1) await burst();
    process.off('warning', listen);
    expect(api.connections - before).toBeLessThanOrEqual(16);
    expect(warnings).toEqual([]);
  });

  test('a request after a broken connection gets a new one', async () => {
    const http = open();
    api.fault({}, 'reset', 'first');
    await expect(http.send('GET', webhooks(), null)).rejects.toThrow(ConnectionError);
    expect((await http.send('GET', webhooks(), null)).status).toBe(200);
  });
});

describe('an incomplete response', () => {
  const broken: readonly FaultName[] = ['reset', 'closed', 'truncated body', 'truncated body after processing'];
  test.each(broken)('%s is transient, and the request may have been received', async (fault) => {
    const http = open();
    api.fault({}, fault);
    await expect(http.send('GET', webhooks(), null)).rejects.toMatchObject({
      name: 'ConnectionError',
      isTransient: true,
      mayHaveTakenEffect: true,
    });
  });

  test.each<[string, Fault]>([
    ['no response', faults.hang],
    ['a response without a body', faults['hang after the headers']],
    ['a response byte by byte', { kind: 'drip', processed: true, everyMilliseconds: 20 }],
  ])('%s ends with the deadline', async (_, fault) => {
    const http = open({ timeout: 300 });
    api.fault({}, fault);
    await expect(http.send('GET', webhooks(), null)).rejects.toMatchObject({
      kind: 'timeout',
      message: 'no complete response within 0.3 s',
      isTransient: true,
      mayHaveTakenEffect: true,
    });
  });

  test('the deadline is the timeout', async () => {
    const http = open({ timeout: 12_345 });
    const timer = jest.spyOn(globalThis, 'setTimeout');
    await http.send('GET', webhooks(), null);
    expect(timer).toHaveBeenCalledWith(expect.any(Function), 12_345);
    timer.mockRestore();
  });

  test('a response may have 32 MiB, but not a byte more', async () => {
    const http = open();
    const body = ' '.repeat(32 * 1024 * 1024);
    api.fault({}, { kind: 'text', status: 200, body }, 'first');
    expect((await http.send('GET', webhooks(), null)).text).toHaveLength(body.length);
    api.fault({}, { kind: 'text', status: 200, body: `${body} ` });
    await expect(http.send('GET', webhooks(), null)).rejects.toThrow('the response is larger than 32 MiB');
  });

  test('a response is not read beyond 32 MiB', async () => {
    const http = open();
    api.fault({}, 'endless body');
    await expect(http.send('GET', webhooks(), null)).rejects.toThrow(
      new UnexpectedResponse('the response is larger than 32 MiB'),
    );
  });

  const redirects: readonly FaultName[] = ['redirect to another path', 'redirect to another host'];
  test.each(redirects)('%s is not followed', async (fault) => {
    const http = open();
    api.fault({}, fault);
    await expect(http.send('POST', webhooks(), '{"name":"n"}')).rejects.toThrow(/redirects \(status 30\d\)/);
    expect(api.requests).toHaveLength(1);
  });

  test.each([300, 399])('status %i counts as a redirect, also without an address', async (status) => {
    const http = open();
    api.fault({}, { kind: 'text', status, body: '{}' });
    await expect(http.send('GET', webhooks(), null)).rejects.toThrow(`redirects (status ${status})`);
  });
});

describe('without an HTTP server', () => {
  const listen = async (server: Server): Promise<URL> => new URL(`http://127.0.0.1:${await listenOnLoopback(server)}`);

  test('a refused connection is transient, and nothing was sent', async () => {
    const server = createServer();
    const apiUrl = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const http = open({ apiUrl });
    await expect(http.send('POST', webhooks(), '{}')).rejects.toMatchObject({
      code: 'ECONNREFUSED',
      isTransient: true,
      mayHaveTakenEffect: false,
    });
  });

  test('a response that is not HTTP is not transient', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end('SSH-2.0-OpenSSH\r\n'));
    });
    const http = open({ apiUrl: await listen(server) });
    await expect(http.send('POST', webhooks(), '{}')).rejects.toMatchObject({
      name: 'ConnectionError',
      isTransient: false,
      mayHaveTakenEffect: true,
    });
    server.close();
  });
});

test('reaches an IPv6 address', async () => {
  const server = createHttpServer((_, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  const http = open({ apiUrl: new URL(`http://[::1]:${port}`) });
  expect(await http.send('GET', '/', null)).toMatchObject({ status: 200, text: '{}' });
  server.closeAllConnections();
  server.close();
});

describe('aborting', () => {
  test('ends requests in flight', async () => {
    const abort = new AbortController();
    const http = open({ abort: abort.signal });
    api.fault({}, 'hang');
    const requests = [http.send('GET', webhooks(), null), http.send('PATCH', webhooks(), '{}')];
    const ended = Promise.allSettled(requests);
    await api.arrival({}, 2);
    abort.abort();
    for (const end of await ended)
      expect(end).toMatchObject({ status: 'rejected', reason: { name: 'CancelledError' } });
  });

  test('sends nothing after an abort', async () => {
    const http = open({ abort: AbortSignal.abort() });
    await expect(http.send('GET', webhooks(), null)).rejects.toThrow(CancelledError);
    const other = open();
    await other.send('GET', `${webhooks()}?other`, null);
    expect(api.requests.map(({ url }) => url)).toEqual([`${webhooks()}?other`]);
  });
});
