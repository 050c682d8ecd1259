/** HTTP servers on loopback, which count their connections and can destroy them. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { certificates } from './certificates.ts';
import { listenOnLoopback } from './loopback.ts';

export interface ServerOptions {
  /** 0 for any free port. */
  readonly port: number;
  /** Whether to use HTTPS. */
  readonly tls: boolean;
}

export interface RunningServer {
  readonly url: string;
  readonly connections: number;
  /** The number of the connection that a request came on, from 1. */
  connectionOf(request: IncomingMessage): number;
  /** Resets the TCP connection of a request. */
  reset(request: IncomingMessage): void;
  close(): Promise<void>;
}

/** Starts listening on 127.0.0.1. */
export async function listen(
  { port, tls }: ServerOptions,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<RunningServer> {
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch((error: unknown) => {
      // It is not an error of the server if a client disconnects in the middle of its request.
      if (!request.destroyed) {
        console.error(error);
      }
      response.destroy();
    });
  };
  const settings = { keepAliveTimeout: 60_000 };
  const server = tls ? createTlsServer({ ...settings, ...certificates }, onRequest) : createServer(settings, onRequest);
  const open = new Set<Socket>();
  const numbers = new WeakMap<Socket, number>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  // With TLS, the socket of a request is the one that results from the handshake.
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    connections += 1;
    numbers.set(socket, connections);
  });
  const actualPort = await listenOnLoopback(server, port);
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${actualPort}`,
    get connections() {
      return connections;
    },
    connectionOf: (request) => numbers.get(request.socket) ?? 0,
    reset({ socket }) {
      // A TLS socket cannot be reset, but the TCP socket below it can.
      const [below] = [...open].filter(({ remotePort }) => remotePort === socket.remotePort);
      below?.resetAndDestroy();
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) {
        socket.destroy();
      }
      await closed;
    },
  };
}

/** The complete body; undefined if it is larger than the limit. */
export async function readBody(request: IncomingMessage, limit: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    // Read on after the limit: a client that is still writing would get a reset instead of the response.
    if (length <= limit) {
      chunks.push(bytes);
    }
  }
  return length <= limit ? Buffer.concat(chunks).toString('utf8') : undefined;
}
