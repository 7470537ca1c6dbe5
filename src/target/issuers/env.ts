import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { HarnessError } from '../../errors.ts';
import { algOfJwk, keyFrom } from '../../proof/keys.ts';
import type { ProofKey } from '../../proof/proof-key.ts';
import type { TokenSource } from '../descriptor/token-source.ts';
import type { IssuedToken, Issuer } from './issuer.ts';

/**
 * One access token from the environment, with the private JWK that it is bound to.
 * @throws HarnessError `ERR_TARGET_INVALID` where the environment holds no such key
 */
export async function envIssuer(
  source: Extract<TokenSource, { from: 'env' }>,
  secret: (name: string) => string,
  file: string,
): Promise<Issuer> {
  const fixedKey = await readKey(secret(source.key.env), source.key.env, file);
  const issued = (ref: { env: string } | undefined): Promise<IssuedToken | undefined> =>
    Promise.resolve(ref === undefined ? undefined : { accessToken: secret(ref.env).trim() });
  return {
    fixedKey,
    bound: (key) => issued(key.jkt === fixedKey.jkt ? source.token : undefined),
    sibling: (key) => issued(key.jkt === fixedKey.jkt ? source.siblingToken : undefined),
    unbound: () => issued(source.unboundToken),
    supports: (alg) => alg === fixedKey.alg,
    close: async () => {},
  };
}

async function readKey(text: string, name: string, file: string): Promise<ProofKey> {
  const invalid = (what: string, cause?: unknown): HarnessError =>
    new HarnessError('ERR_TARGET_INVALID', `${file}: rs.token.key: environment variable ${name} ${what}`, { cause });
  try {
    const jwk = JSON.parse(text) as JsonWebKey & { alg?: string };
    const alg = algOfJwk(jwk);
    if (alg === undefined) throw invalid('holds a key of a kind that proofs are not made with');
    return await keyFrom(alg, createPrivateKey({ key: jwk, format: 'jwk' }));
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    throw invalid('must hold a private JWK (JSON)', error);
  }
}
