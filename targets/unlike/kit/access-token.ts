import { createRemoteJWKSet, decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { Refusal } from './refusal.ts';
import type { Has } from './unlike.ts';

export type ReadToken = (text: string) => Promise<JWTPayload & { readonly jkt: string | undefined }>;

/** Reads JWT access tokens of an issuer (RFC 9068). Defects: `token-signature-unchecked`, `token-age-unchecked`. */
export function tokenReader(issuer: string, audience: string, has: Has): ReadToken {
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined;
  return async (text) => {
    keys ??= createRemoteJWKSet(await keysOf(issuer));
    const claims = await verified(text).catch((error: unknown) => {
      if (has('token-signature-unchecked') && error instanceof errors.JWSSignatureVerificationFailed)
        return decodeJwt(text);
      if (has('token-age-unchecked') && error instanceof errors.JWTExpired) return error.payload;
      throw new Refusal('invalid_token', 'the access token is not good');
    });
    return { ...claims, jkt: jktOf(claims) };

    async function verified(text: string): Promise<JWTPayload> {
      const wanted = { issuer, audience, typ: 'at+jwt', algorithms: ['ES256'], requiredClaims: ['exp'] };
      return (await jwtVerify(text, keys as NonNullable<typeof keys>, wanted)).payload;
    }
  };
}

async function keysOf(issuer: string): Promise<URL> {
  const answer = await fetch(`${issuer}/.well-known/oauth-authorization-server`);
  const { jwks_uri } = (await answer.json()) as { readonly jwks_uri: string };
  return new URL(jwks_uri);
}

/** A binding of another kind is not understood here, and the token not taken (RFC 7800 3.1). */
function jktOf({ cnf }: JWTPayload): string | undefined {
  if (cnf === undefined) return undefined;
  const { jkt } = (cnf ?? {}) as { readonly jkt?: unknown };
  if (typeof jkt !== 'string') throw new Refusal('invalid_token', 'the binding is of another kind');
  return jkt;
}
