/**
 * Temporary certificates: an authority, and one for the servers on this machine, signed by it. Encoded in DER (X.509
 * version 3, RFC 5280), since Node can read certificates but not create them, and libraries that can have many dependencies.
 */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** Certificates and keys in PEM. */
export interface Certificates {
  /** The certificate of the authority, which clients have to trust, for example with NODE_EXTRA_CA_CERTS. */
  readonly ca: string;
  readonly key: string;
  readonly cert: string;
}

const DAY = 24 * 60 * 60 * 1000;
const ECDSA_WITH_SHA256 = '2a8648ce3d040302';
const COMMON_NAME = '550403';
const BASIC_CONSTRAINTS = '551d13';
const SUBJECT_ALT_NAME = '551d11';

/** Host names that do not exist in DNS. Only a proxy or resolver of the tests can lead them to this machine. */
export const fakeHosts = { losant: 'api.losant.invalid', github: 'api.github.invalid' } as const;
/** The hosts that servers on this machine impersonate. */
const HOSTS = ['localhost', 'triggers.losant.invalid', 'api.losant.com', 'api.github.com', ...Object.values(fakeHosts)];

/** @param hosts the server's names; 127.0.0.1 is always one of its addresses */
function makeCertificates(...hosts: readonly string[]): Certificates {
  const [authority, server] = [newKeys(), newKeys()];
  const isAuthority = extension(BASIC_CONSTRAINTS, sequence(der(0x01, Buffer.of(0xff))));
  const names = [...hosts.map((host) => der(0x82, Buffer.from(host))), der(0x87, Buffer.of(127, 0, 0, 1))];
  const ca = certificate('Authority', authority.publicKey, authority.privateKey, isAuthority);
  const cert = certificate(
    'Server',
    server.publicKey,
    authority.privateKey,
    extension(SUBJECT_ALT_NAME, sequence(...names)),
  );
  return { ca, cert, key: String(server.privateKey.export({ type: 'pkcs8', format: 'pem' })) };
}

function newKeys(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function certificate(subject: string, publicKey: KeyObject, signer: KeyObject, ...extensions: Buffer[]): string {
  const algorithm = sequence(der(0x06, Buffer.from(ECDSA_WITH_SHA256, 'hex')));
  const version = der(0xa0, der(0x02, Buffer.of(2)));
  const serial = der(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)]));
  const validity = sequence(time(Date.now() - DAY), time(Date.now() + DAY));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const signed = sequence(
    ...[version, serial, algorithm, name('Authority'), validity, name(subject), spki],
    der(0xa3, sequence(...extensions)),
  );
  const signature = der(0x03, Buffer.of(0), sign('sha256', signed, signer));
  const base64 = sequence(signed, algorithm, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
}

function name(text: string): Buffer {
  return sequence(der(0x31, sequence(der(0x06, Buffer.from(COMMON_NAME, 'hex')), der(0x0c, Buffer.from(text)))));
}

function extension(oid: string, value: Buffer): Buffer {
  return sequence(der(0x06, Buffer.from(oid, 'hex')), der(0x04, value));
}

/** YYMMDDHHMMSSZ */
function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}

function sequence(...content: readonly Buffer[]): Buffer {
  return der(0x30, ...content);
}

function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const value = Buffer.concat(content);
  const { length } = value;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...head), value]);
}

/** The certificates of this process. */
export const certificates = makeCertificates(...HOSTS);
