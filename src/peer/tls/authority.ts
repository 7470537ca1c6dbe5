import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { Certificate } from '../listener.ts';
import { bits, der, integer, objectId, octets, sequence, utcTime, yes } from './der.ts';

/** A certificate authority that lives as long as a run, and two certificates of it. */
export type Authority = {
  /** PEM, to be trusted by the client. */
  readonly ca: string;
  /** For 127.0.0.1 and localhost. */
  readonly trusted: Certificate;
  /** For a host that the client did not ask for. */
  readonly otherName: Certificate;
};

const day = 86_400_000;

/** @see https://www.rfc-editor.org/rfc/rfc5280.html#section-4.1 */
export function createAuthority(): Authority {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const rootName = nameOf('Proofmark run');
  const ca = certificate({ key: root, name: rootName, extensions: ofAuthority }, { key: root, name: rootName });
  const server = (host: readonly Buffer[]): Certificate => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const subject = { key: privateKey, name: nameOf('Proofmark peer'), extensions: ofServer(host) };
    const pem = certificate(subject, { key: root, name: rootName });
    return { cert: pem, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  };
  return {
    ca,
    trusted: server([der(0x82, Buffer.from('localhost')), der(0x87, Buffer.of(127, 0, 0, 1))]),
    otherName: server([der(0x82, Buffer.from('other.example'))]),
  };
}

type Issuer = { readonly key: KeyObject; readonly name: Buffer };

/** 1.2.840.10045.4.3.2 (RFC 5758 §3.2). */
const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'));

function certificate(subject: Issuer & { readonly extensions: Buffer }, issuer: Issuer): string {
  const now = Date.now();
  const body = sequence(
    der(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    ecdsaWithSha256,
    issuer.name,
    sequence(utcTime(now - day), utcTime(now + day)),
    subject.name,
    createPublicKey(subject.key).export({ type: 'spki', format: 'der' }),
    der(0xa3, subject.extensions),
  );
  const whole = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, issuer.key)));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** One commonName, 2.5.4.3. */
function nameOf(text: string): Buffer {
  return sequence(der(0x31, sequence(objectId('550403'), der(0x0c, Buffer.from(text)))));
}

/** basicConstraints with cA, and keyUsage keyCertSign (RFC 5280 §4.2.1.3, §4.2.1.9). */
const ofAuthority = sequence(
  sequence(objectId('551d13'), yes, octets(sequence(yes))),
  sequence(objectId('551d0f'), yes, octets(der(0x03, Buffer.of(2, 0x04)))),
);

/** subjectAltName, and extKeyUsage serverAuth (§4.2.1.6, §4.2.1.12). */
function ofServer(names: readonly Buffer[]): Buffer {
  return sequence(
    sequence(objectId('551d11'), octets(sequence(...names))),
    sequence(objectId('551d25'), octets(sequence(objectId('2b06010505070301')))),
  );
}
