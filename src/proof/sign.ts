import { constants, createHmac, type KeyObject, sign } from 'node:crypto';
import type { SigningAlg } from '../plan/values.ts';

/** Signs `input` as RFC 7515 §5.1 step 5 wants it: ECDSA as R‖S (RFC 7518 §3.4), not DER. */
export function signWith(alg: SigningAlg, privateKey: KeyObject, input: string): Buffer {
  const data = Buffer.from(input, 'utf8');
  switch (alg) {
    case 'ES256':
    case 'ES384':
    case 'ES512':
      return signEcdsa(digests[alg], data, privateKey);
    case 'PS256':
    case 'PS384':
    case 'PS512':
      return sign(digests[alg], data, {
        key: privateKey,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      });
    case 'RS256':
    case 'RS384':
    case 'RS512':
      return sign(digests[alg], data, privateKey);
    case 'EdDSA':
    case 'Ed25519':
    case 'Ed448':
      return sign(null, data, privateKey);
    default:
      alg satisfies never;
      throw new TypeError(`no such algorithm: ${String(alg)}`);
  }
}

const digests = {
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
  PS256: 'sha256',
  PS384: 'sha384',
  PS512: 'sha512',
  RS256: 'sha256',
  RS384: 'sha384',
  RS512: 'sha512',
} as const;

export function macWith(secret: string | Buffer, input: string): Buffer {
  return createHmac(macHash(input), secret).update(input, 'utf8').digest();
}

/** The hash of the MAC that the header names: HS384 and HS512 have their own. */
function macHash(input: string): 'sha256' | 'sha384' | 'sha512' {
  const header = Buffer.from(input.split('.')[0] ?? '', 'base64url').toString('utf8');
  const bits = /"alg":"HS(384|512)"/.exec(header)?.[1];
  return bits === '384' ? 'sha384' : bits === '512' ? 'sha512' : 'sha256';
}

/** The number of octets of R, and also of S. */
const halves: Readonly<Record<string, number>> = { prime256v1: 32, secp384r1: 48, secp521r1: 66 };

/** Node needs twice as long when it is asked for R‖S itself. */
function signEcdsa(digest: string, data: Buffer, key: KeyObject): Buffer {
  const half = halves[key.asymmetricKeyDetails?.namedCurve ?? ''];
  if (half === undefined) return sign(digest, data, { key, dsaEncoding: 'ieee-p1363' });
  return fromDer(sign(digest, data, key), half);
}

/** Reads R‖S from the DER form, a sequence of two integers with fewer than 256 octets. */
function fromDer(der: Buffer, half: number): Buffer {
  const raw = Buffer.alloc(2 * half);
  const first = der.readUInt8(1) < 0x80 ? 2 : 3;
  const second = first + 2 + der.readUInt8(first + 1);
  copyInteger(der, first, raw, half);
  copyInteger(der, second, raw, 2 * half);
  return raw;
}

/** Copies the integer whose tag is at `at`, right-aligned to `end`. Its leading zero octet only marks it as positive. */
function copyInteger(der: Buffer, at: number, raw: Buffer, end: number): void {
  const sign = der.readUInt8(at + 2) === 0 ? 1 : 0;
  const length = der.readUInt8(at + 1) - sign;
  der.copy(raw, end - length, at + 2 + sign, at + 2 + sign + length);
}

/** The DER form of an R‖S signature, which X.509 uses and JWS does not. */
export function toDer(raw: Buffer): Buffer {
  const half = raw.length / 2;
  const body = Buffer.concat([derInteger(raw.subarray(0, half)), derInteger(raw.subarray(half))]);
  const length = body.length < 128 ? Buffer.from([body.length]) : Buffer.from([0x81, body.length]);
  return Buffer.concat([Buffer.from([0x30]), length, body]);
}

function derInteger(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte, index) => byte !== 0 || index === bytes.length - 1);
  const value = bytes.subarray(start);
  const padded = (value[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), value]) : value;
  return Buffer.concat([Buffer.from([0x02, padded.length]), padded]);
}

const orders: Readonly<Record<string, bigint>> = {
  ES256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  ES384: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
};

/** The order of the group, as long as half a signature. */
export function groupOrder(alg: string): Buffer | undefined {
  const order = orders[alg];
  return order === undefined ? undefined : Buffer.from(order.toString(16), 'hex');
}

/** The other valid ECDSA signature of the same message, with n − s for s. It is `undefined` where the order is not known. */
export function negateS(alg: string, raw: Buffer): Buffer | undefined {
  const order = orders[alg];
  const half = raw.length / 2;
  if (order === undefined || half * 8 !== order.toString(2).length) return undefined;
  const s = BigInt(`0x${raw.subarray(half).toString('hex')}`);
  const negated = (order - s).toString(16).padStart(half * 2, '0');
  return Buffer.concat([raw.subarray(0, half), Buffer.from(negated, 'hex')]);
}
