// Opens proofs as the documentation of jose shows it.
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify, type JWK, type JWTVerifyOptions } from 'jose';
import { badProof, type Opened } from './refusal.ts';
import type { Has } from './unlike.ts';

/** The checks 2 to 7 of RFC 9449 4.3, and the age. Defect: `typ-unchecked`. */
export async function openByJose(text: string, options: JWTVerifyOptions, has: Has): Promise<Opened> {
  const typ = has('typ-unchecked') ? {} : { typ: 'dpop+jwt' };
  try {
    const { payload, protectedHeader } = await jwtVerify(text, EmbeddedJWK, { ...options, ...typ });
    return { claims: payload, jkt: await calculateJwkThumbprint(protectedHeader.jwk as JWK) };
  } catch (error) {
    throw badProof(error instanceof Error ? error.message : String(error));
  }
}
