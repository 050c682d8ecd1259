/** Local proxies for tests, each closed after its test. */
import dns from 'node:dns';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach } from '@jest/globals';
import { Server } from 'proxy-chain';
import { listenOnLoopback } from '../../local/loopback.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** Resolves every host to this machine. */
const lookup = Object.assign(
  (_host: string, ...rest: readonly unknown[]): void => {
    Reflect.apply(dns.lookup, null, ['127.0.0.1', ...rest]);
  },
  { __promisify__: dns.lookup.__promisify__ },
);

/** A real proxy that resolves every host to this machine. With credentials, it requires them. */
export async function startProxy(credentials?: { user: string; password: string }): Promise<Server> {
  const proxy = new Server({
    port: 0,
    host: '127.0.0.1',
    prepareRequestFunction: ({ username, password }) => ({
      dnsLookup: lookup,
      requestAuthentication:
        credentials !== undefined && (username !== credentials.user || password !== credentials.password),
    }),
  });
  await proxy.listen();
  closing.push(() => proxy.close(true));
  return proxy;
}

export interface OddProxy {
  readonly url: string;
  /** The connections so far. */
  readonly seen: readonly Socket[];
  close(): Promise<void>;
}

/** A proxy that handles each connection with the given function. */
export async function startOddProxy(behave: (socket: Socket, count: number) => void): Promise<OddProxy> {
  const seen: Socket[] = [];
  const server = createServer((socket) => {
    seen.push(socket);
    socket.on('error', () => undefined);
    behave(socket, seen.length);
  });
  const port = await listenOnLoopback(server);
  const close = async (): Promise<void> => {
    for (const socket of seen) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  closing.push(close);
  return { url: `http://127.0.0.1:${port}`, seen, close };
}

/** Forwards a connection to another proxy. */
export function forward(socket: Socket, target: number): void {
  const onward = connect(target, '127.0.0.1');
  onward.on('error', () => socket.destroy());
  socket.pipe(onward).pipe(socket);
}

/** Responds to the first request with this status and nothing else. */
export const answering =
  (head: string) =>
  (socket: Socket): void => {
    socket.once('data', () => socket.end(`HTTP/1.1 ${head}\r\nContent-Length: 0\r\n\r\n`));
  };
