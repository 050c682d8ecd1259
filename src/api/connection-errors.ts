import { isNativeError } from 'node:util/types';
import { ConnectionError, TRANSIENT_STATUS } from './errors.ts';

/** Failures before the connection is established: the request cannot have reached the server. */
const BEFORE_SENDING = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN']);

/** Failures that may be gone a moment later. */
const TRANSIENT = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['EHOSTDOWN', 'ENETDOWN', 'ENETRESET'],
]);

/** What a connection error means: whether it is transient, and whether the request may have reached the server. */
export function connectionError(cause: unknown): ConnectionError {
  const { code, message, syscall } = systemError(cause);
  const proxy = proxyFailure(message);
  if (proxy !== null) {
    // Without a tunnel, nothing was sent.
    const failure = { kind: 'proxy', code, isTransient: proxy.isTransient, notSent: true, cause } as const;
    return new ConnectionError(proxy.message, failure);
  }
  const inHandshake = message.includes('before secure TLS connection was established');
  const notSent = BEFORE_SENDING.has(code) || syscall === 'connect' || inHandshake || isTls(code);
  const kind = isCertificate(code) ? 'certificate' : 'network';
  return new ConnectionError(message, { kind, code, isTransient: TRANSIENT.has(code), notSent, cause });
}

/** Why a proxy opens no tunnel; null for another failure. All have the code ECONNRESET; only the message says more. */
function proxyFailure(text: string): { message: string; isTransient: boolean } | null {
  if (text.startsWith('got illegal response body from proxy'))
    return { message: 'the proxy does not open a tunnel', isTransient: false };
  const tunnel = /^tunneling socket could not be established, (?:statusCode=(\d+)|cause=(.*))/s.exec(text);
  if (tunnel === null) return null;
  const [, status, reason = ''] = tunnel;
  if (status === undefined) {
    const isTransient = !/ENOTFOUND|certificate|EPROTO|wrong version/i.test(reason);
    return { message: `no connection to the proxy: ${reason}`, isTransient };
  }
  const credentials = 'asks for credentials (407): put them in https_proxy, as http://user:password@host:port';
  const what = status === '407' ? credentials : `refused the tunnel (status ${status})`;
  return { message: `the proxy ${what}`, isTransient: TRANSIENT_STATUS.has(Number(status)) };
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
