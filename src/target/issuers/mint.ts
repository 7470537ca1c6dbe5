import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { defined } from '../../defined.ts';
import { HarnessError } from '../../errors.ts';
import type { Members, TokenChange } from '../../proof/draft.ts';
import { algOfJwk, keyFrom, makeKey, randomText } from '../../proof/keys.ts';
import type { ProofKey } from '../../proof/proof-key.ts';
import { signWith } from '../../proof/sign.ts';
import type { MintedClaims } from '../descriptor/token-source.ts';
import type { Minter } from './issuer.ts';

export type SigningKey = ProofKey & { readonly kid: string | undefined };

export type Minting = {
  readonly issuer: string;
  readonly key: SigningKey;
  readonly claims: MintedClaims;
  /** Seconds since the epoch by the clock of the resource server: by another one a token may have expired already. */
  readonly now: () => number;
};

/** Makes JWT access tokens (RFC 9068) that are lawful but for the change. */
export function createMinter({ issuer, key, claims, now: clock }: Minting): Minter {
  let stranger: Promise<ProofKey> | undefined;
  return async (wanted) => {
    const change = wanted.by === 'other' ? { ...wanted, by: await (stranger ??= makeKey(key.alg)) } : wanted;
    const now = clock();
    const expires = now + claims.lifetimeSeconds;
    const lawful: Members = {
      iss: issuer,
      aud: claims.audience,
      sub: claims.subject,
      client_id: 'proofmark',
      ...defined({ scope: claims.scope }),
      jti: randomText(16),
      iat: now,
      exp: expires,
      ...(claims.claims as Members),
      cnf: { jkt: change.jkt },
    };
    const members = Object.entries({ ...lawful, ...change.set }).filter(([name]) => !change.remove.includes(name));
    const accessToken = write(
      headerOf(key, change, change.typ ?? claims.typ),
      Object.fromEntries(members),
      key,
      change,
    );
    const issuedAt = Date.now();
    return { accessToken, issuedAt, expiresAt: issuedAt + claims.lifetimeSeconds * 1000 };
  };
}

/**
 * Reads the issuer's own private JWK. `where` names its place in messages.
 * @throws HarnessError `ERR_TARGET_INVALID`
 */
export async function readSigningKey(text: string, where: string): Promise<SigningKey> {
  try {
    const jwk = JSON.parse(text) as JsonWebKey & { readonly alg?: string; readonly kid?: string };
    const alg = algOfJwk(jwk);
    if (alg === undefined) throw new TypeError('a key of a kind that tokens are not signed with');
    return { ...(await keyFrom(alg, createPrivateKey({ key: jwk, format: 'jwk' }))), kid: jwk.kid };
  } catch (cause) {
    throw new HarnessError('ERR_TARGET_INVALID', `${where} must hold a private JWK (JSON)`, { cause });
  }
}

function headerOf(key: SigningKey, { by, showsKey }: TokenChange, typ: string): Members {
  if (by === 'nobody') return { typ, alg: 'none' };
  const signer = typeof by === 'object' ? by : key;
  if (showsKey === true) return { typ, alg: signer.alg, jwk: { ...signer.publicJwk } as Members };
  return { typ, alg: signer.alg, ...defined({ kid: key.kid }) };
}

function write(header: Members, claims: Members, key: SigningKey, { by }: TokenChange): string {
  const input = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  if (by === 'nobody') return `${input}.`;
  const signer = typeof by === 'object' ? by : key;
  const signature = signWith(signer.alg, signer.privateKey, input);
  // The first octet changes: the last character of the text may hold bits that no decoder reads.
  if (by === 'broken') signature.writeUInt8(signature.readUInt8(0) ^ 0x40, 0);
  return `${input}.${signature.toString('base64url')}`;
}
