import { isNativeError } from 'node:util/types';
import { type Attempt, ConnectionError, type ConnectionFailure } from './errors.ts';

/** Failures before the connection is established: the request cannot have reached the server. */
const BEFORE_SENDING = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN']);

/** Failures that may be gone a moment later. */
const TRANSIENT = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['EHOSTDOWN', 'ENETDOWN', 'ENETRESET'],
]);

const TRANSIENT_PROXY_STATUS = new Set(['408', '429', '500', '502', '503', '504']);

/** What a connection error means: whether it is transient, and whether the request may have reached the server. */
export function connectionError(cause: unknown, attempt: Attempt): ConnectionError {
  const { code, message, syscall } = systemError(cause);
  const tunnel = /^tunneling socket could not be established, (?:statusCode=(\d+)|cause=(.*))/s.exec(message);
  if (tunnel !== null) {
    const failure = tunnelFailure(tunnel[1], tunnel[2] ?? '');
    return new ConnectionError(failure.message, { ...ofProxy(failure.isTransient), code, cause }, attempt);
  }
  if (message.startsWith('got illegal response body from proxy')) {
    return new ConnectionError('the proxy does not open a tunnel', { ...ofProxy(false), code, cause }, attempt);
  }
  const inHandshake = message.includes('before secure TLS connection was established');
  const notSent = BEFORE_SENDING.has(code) || syscall === 'connect' || inHandshake || isTls(code);
  const kind = isCertificate(code) ? 'certificate' : 'network';
  return new ConnectionError(message, { kind, code, isTransient: TRANSIENT.has(code), notSent, cause }, attempt);
}

/** Without a tunnel, nothing was sent. */
function ofProxy(isTransient: boolean): Pick<ConnectionFailure, 'kind' | 'isTransient' | 'notSent'> {
  return { kind: 'proxy', isTransient, notSent: true };
}

/** Every tunnel failure has the code ECONNRESET; only the message says more. */
function tunnelFailure(status: string | undefined, reason: string): { message: string; isTransient: boolean } {
  if (status === undefined) {
    const isTransient = !/ENOTFOUND|certificate|EPROTO|wrong version/i.test(reason);
    return { message: `no connection to the proxy: ${reason}`, isTransient };
  }
  if (status === '407') {
    const message = 'the proxy asks for credentials (407): put them in https_proxy, as http://user:password@host:port';
    return { message, isTransient: false };
  }
  return {
    message: `the proxy refused the tunnel (status ${status})`,
    isTransient: TRANSIENT_PROXY_STATUS.has(status),
  };
}

function isCertificate(code: string): boolean {
  return /CERT|SELF_SIGNED|^UNABLE_TO/.test(code);
}

function isTls(code: string): boolean {
  return isCertificate(code) || /^ERR_TLS|^ERR_SSL|^HOSTNAME_MISMATCH|^EPROTO/.test(code);
}

function systemError(cause: unknown): { code: string; message: string; syscall: string } {
  if (!isNativeError(cause)) return { code: '', message: 'the connection failed', syscall: '' };
  // If every address of a host failed, the AggregateError has an empty message, and its parts say why.
  const parts = 'errors' in cause && Array.isArray(cause.errors) ? cause.errors.join('; ') : '';
  const code = property(cause, 'code');
  return { code, message: cause.message || parts || code, syscall: property(cause, 'syscall') };
}

function property(error: Error, name: string): string {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
}
