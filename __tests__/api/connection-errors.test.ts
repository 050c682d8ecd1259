import { describe, expect, test } from '@jest/globals';
import { connectionError } from '../../src/api/connection-errors.ts';

function systemError(message: string, details: object): Error {
  return Object.assign(new Error(message), details);
}

const tunnel = (reason: string): Error =>
  systemError(`tunneling socket could not be established, ${reason}`, { code: 'ECONNRESET' });

describe('a connection error', () => {
  test.each([
    ['refused', systemError('connect ECONNREFUSED', { code: 'ECONNREFUSED', syscall: 'connect' }), true, true],
    ['unreachable', systemError('connect EHOSTUNREACH', { code: 'EHOSTUNREACH', syscall: 'connect' }), true, true],
    [
      'a host name that cannot be resolved for now',
      systemError('getaddrinfo EAI_AGAIN', { code: 'EAI_AGAIN' }),
      true,
      true,
    ],
    ['a host name that does not exist', systemError('getaddrinfo ENOTFOUND', { code: 'ENOTFOUND' }), false, true],
    [
      'a connection that times out',
      systemError('connect ETIMEDOUT', { code: 'ETIMEDOUT', syscall: 'connect' }),
      true,
      true,
    ],
    [
      'reset while connecting',
      systemError('connect ECONNRESET', { code: 'ECONNRESET', syscall: 'connect' }),
      true,
      true,
    ],
    ['reset', systemError('read ECONNRESET', { code: 'ECONNRESET', syscall: 'read' }), true, false],
    ['closed', systemError('socket hang up', { code: 'ECONNRESET' }), true, false],
    ['broken while writing', systemError('write EPIPE', { code: 'EPIPE', syscall: 'write' }), true, false],
    [
      'broken during the TLS handshake',
      systemError('Client network socket disconnected before secure TLS connection was established', {
        code: 'ECONNRESET',
      }),
      true,
      true,
    ],
    ['a certificate', systemError('self-signed certificate', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), false, true],
    ['an expired certificate', systemError('certificate has expired', { code: 'CERT_HAS_EXPIRED' }), false, true],
    ['an unknown authority', systemError('unable to verify', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }), false, true],
    ['a certificate for another host', systemError('altnames', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), false, true],
    ['a server without TLS', systemError('wrong version number', { code: 'EPROTO' }), false, true],
    ['a server that does not speak HTTP', systemError('Parse Error', { code: 'HPE_INVALID_CONSTANT' }), false, false],
    ['a proxy that refuses', tunnel('statusCode=403'), false, true],
    ['a proxy that asks for credentials', tunnel('statusCode=407'), false, true],
    ['a proxy that cannot connect for now', tunnel('statusCode=502'), true, true],
    ...['408', '429', '500', '503', '504'].map((status): [string, Error, boolean, boolean] => [
      `a proxy with status ${status}`,
      ...([tunnel(`statusCode=${status}`), true, true] as const),
    ]),
    ...['EHOSTDOWN', 'ENETDOWN', 'ENETRESET'].map((code): [string, Error, boolean, boolean] => [
      code,
      ...([systemError('no network', { code }), true, code === 'EHOSTDOWN'] as const),
    ]),
    ['a proxy that does not respond', tunnel('cause=connect ECONNREFUSED 127.0.0.1:1'), true, true],
    ['a proxy whose name does not exist', tunnel('cause=getaddrinfo ENOTFOUND proxy'), false, true],
    [
      'a proxy that does not open a tunnel',
      systemError('got illegal response body from proxy', { code: 'ECONNRESET' }),
      false,
      true,
    ],
    ['something that is not an error', 'text', false, false],
  ])('%s', (_, cause, isTransient, notSent) => {
    expect(connectionError(cause)).toMatchObject({
      name: 'ConnectionError',
      isTransient,
      mayHaveTakenEffect: !notSent,
      cause,
    });
  });

  test.each([
    ['CERT_HAS_EXPIRED', 'certificate'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
    ['UNABLE_TO_GET_ISSUER_CERT', 'certificate'],
    ['EPROTO', 'network'],
    ['ECONNRESET', 'network'],
  ])('the code %s is of the kind %s', (code, kind) => {
    expect(connectionError(systemError('it failed', { code }))).toMatchObject({ kind, code });
  });

  test('lists the failure of every address of a host', () => {
    const cause = Object.assign(new AggregateError([new Error('first'), new Error('second')]), {
      code: 'ECONNREFUSED',
    });
    expect(connectionError(cause)).toMatchObject({ message: 'Error: first; Error: second', mayHaveTakenEffect: false });
  });

  test.each([
    ['its code', systemError('', { code: 'ECONNRESET' }), 'ECONNRESET'],
    ['its code, if its parts are not a list', systemError('', { code: 'EPIPE', errors: 'x' }), 'EPIPE'],
    ['empty, if it has no code', systemError('', {}), ''],
  ])('the message of an error without a message is %s', (_, cause, message) => {
    expect(connectionError(cause).message).toBe(message);
  });

  test('names the status of a proxy, and says where its credentials go', () => {
    expect(connectionError(tunnel('statusCode=403')).message).toBe('the proxy refused the tunnel (status 403)');
    expect(connectionError(tunnel('statusCode=407')).message).toContain('http://user:password@host:port');
    expect(connectionError(tunnel('cause=no route')).message).toBe('no connection to the proxy: no route');
    for (const reason of ['statusCode=407', 'cause=x']) expect(connectionError(tunnel(reason)).kind).toBe('proxy');
  });

  test('explains a proxy that does not open a tunnel, and a cause that is not an error', () => {
    const none = systemError('got illegal response body from proxy', { code: 'ECONNRESET' });
    expect(connectionError(none)).toMatchObject({
      message: 'the proxy does not open a tunnel',
      kind: 'proxy',
      code: 'ECONNRESET',
    });
    expect(connectionError('text')).toMatchObject({ message: 'the connection failed', code: '' });
  });
});
