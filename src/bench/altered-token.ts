import { Inapplicable } from '../proof/inapplicable.ts';
import type { ProofKey } from '../proof/proof-key.ts';
import { signWith } from '../proof/sign.ts';
import type { JwtAlteration, OpaqueAlteration } from '../plan/token-ref.ts';
import { readJwt } from '../verdict/answer.ts';

type Members = Readonly<Record<string, unknown>>;
type Jwt = { readonly header: Members; readonly claims: Members; readonly parts: readonly [string, string, string] };

/**
 * The token as somebody alters it who has only the token.
 * @throws Inapplicable where a token of this form cannot be altered in this way
 */
export function alteredToken(token: string, alteration: JwtAlteration | OpaqueAlteration, key: ProofKey): string {
  const jwt = readSigned(token);
  switch (alteration) {
    case 'half':
    case 'middle-changed':
    case 'case-swapped':
      if (jwt !== undefined) throw new Inapplicable('the access token is a JWT');
      return alteredText(token, alteration);
    default:
      if (jwt === undefined) throw new Inapplicable('the access token is no signed JWT');
      return alteredJwt(jwt, alteration, key);
  }
}

/** A JWS in the compact serialisation (RFC 7515 §7.1) with JSON in its first two parts. */
function readSigned(token: string): Jwt | undefined {
  const jwt = readJwt(token);
  const [header = '', claims = '', signature = '', ...more] = token.split('.');
  if (jwt === undefined || more.length > 0 || signature === '') return undefined;
  return { ...jwt, parts: [header, claims, signature] };
}

const encoded = (members: Members): string => Buffer.from(JSON.stringify(members)).toString('base64url');

function alteredJwt({ header, claims, parts }: Jwt, alteration: JwtAlteration, key: ProofKey): string {
  const [head, body, signature] = parts;
  const octets = Buffer.from(signature, 'base64url');
  switch (alteration) {
    case 'signature-changed':
      // The first octet: the last character of the text may hold bits that no decoder reads.
      octets.writeUInt8(octets.readUInt8(0) ^ 0x40, 0);
      return `${head}.${body}.${octets.toString('base64url')}`;
    case 'signature-cut':
      return `${head}.${body}.${octets.subarray(0, octets.length >> 1).toString('base64url')}`;
    case 'unsigned':
      return `${encoded({ ...header, alg: 'none' })}.${body}.`;
    case 'signed-by-client': {
      const input = `${encoded({ ...header, alg: key.alg, jwk: key.publicJwk })}.${body}`;
      return `${input}.${signWith(key.alg, key.privateKey, input).toString('base64url')}`;
    }
    case 'claims-changed':
      return `${head}.${encoded({ ...claims, proofmark: 'added' })}.${signature}`;
    default:
      return alteration satisfies never;
  }
}

function alteredText(token: string, alteration: OpaqueAlteration): string {
  if (token.length < 16) throw new Inapplicable('the access token is too short to be altered');
  const middle = token.length >> 1;
  if (alteration === 'half') return token.slice(0, middle);
  if (alteration === 'middle-changed')
    return `${token.slice(0, middle)}${token.charAt(middle) === 'A' ? 'B' : 'A'}${token.slice(middle + 1)}`;
  const swapped = token.replace(/[a-z]/gi, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
  if (swapped === token) throw new Inapplicable('the access token has no letters');
  return swapped;
}
