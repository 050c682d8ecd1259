import { isNativeError } from 'node:util/types';
import { ConnectionError } from './errors.ts';

/** Failures that happen before a connection stands: the request can't have reached the server. */
const BEFORE_SENDING = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN']);

/** Failures that may be gone a moment later. */
const TRANSIENT = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['EHOSTDOWN', 'ENETDOWN', 'ENETRESET'],
]);

const TRANSIENT_PROXY_STATUS = new Set(['408', '429', '500', '502', '503', '504']);

/** What a failed connection means: whether it may pass, and whether the request can have reached the server. */
export function connectionError(cause: unknown): ConnectionError {
  const { code, message, syscall } = systemError(cause);
  const tunnel = /^tunneling socket could not be established, (?:statusCode=(\d+)|cause=(.*))/s.exec(message);
  if (tunnel !== null) return tunnelError(tunnel[1], tunnel[2] ?? '', cause);
  if (message.startsWith('got illegal response body from proxy')) {
    return new ConnectionError(
      'the proxy answered with what is no tunnel',
      code,
      { isTransient: false, notSent: true },
      cause,
    );
  }
  const inHandshake = message.includes('before secure TLS connection was established');
  const notSent = BEFORE_SENDING.has(code) || syscall === 'connect' || inHandshake || isTls(code);
  return new ConnectionError(message, code, { isTransient: TRANSIENT.has(code), notSent }, cause);
}

/** Every failure of a tunnel has the code ECONNRESET; only its message tells more. Nothing was sent in any case. */
function tunnelError(status: string | undefined, reason: string, cause: unknown): ConnectionError {
  if (status === '407') {
    const message = 'the proxy asks for credentials (407): give them in https_proxy, as http://user:password@host:port';
    return new ConnectionError(message, 'PROXY', { isTransient: false, notSent: true }, cause);
  }
  const isTransient =
    status === undefined
      ? !/ENOTFOUND|certificate|EPROTO|wrong version/i.test(reason)
      : TRANSIENT_PROXY_STATUS.has(status);
  const message =
    status === undefined ? `no connection to the proxy: ${reason}` : `the proxy refused the tunnel (status ${status})`;
  return new ConnectionError(message, 'PROXY', { isTransient, notSent: true }, cause);
}

function isTls(code: string): boolean {
  return /CERT|^ERR_TLS|^ERR_SSL|SELF_SIGNED|^UNABLE_TO|^HOSTNAME_MISMATCH|^EPROTO/.test(code);
}

function systemError(cause: unknown): { code: string; message: string; syscall: string } {
  if (!isNativeError(cause)) return { code: '', message: 'the connection failed', syscall: '' };
  // An AggregateError, when every address of a host failed, has an empty message; its parts tell.
  const message =
    cause.message !== ''
      ? cause.message
      : 'errors' in cause && Array.isArray(cause.errors)
        ? cause.errors.join('; ')
        : '';
  return {
    code: property(cause, 'code'),
    message: message || property(cause, 'code'),
    syscall: property(cause, 'syscall'),
  };
}

function property(error: Error, name: string): string {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
}
