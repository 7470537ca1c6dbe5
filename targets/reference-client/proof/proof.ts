import { createHmac } from 'node:crypto';
import type { Self } from '../self.ts';
import type { Session } from '../session.ts';
import type { AlgorithmName } from './algorithms.ts';
import { keepKey, newKey, signWith, thumbprint, type Key } from './keys.ts';
import { claimsFor } from './claims.ts';
import type { ProofWish } from './wish.ts';

/** A fresh proof (RFC 9449 4.2). */
export function makeProof(self: Self, session: Session, sessionKey: Key, wish: ProofWish): string {
  const { has } = self;
  const key = keyOf(self, session, sessionKey, wish);
  const header = headerFor(self, key);
  const payload = claimsFor(self, session, key, wish);
  const space = self.policy.json === 'spaced' ? 2 : undefined;
  const texts = [header, payload].map((part) => JSON.stringify(part, undefined, space));
  const parts = texts.map((text) => Buffer.from(text).toString('base64url'));
  const signed = has('signature-over-json') ? texts.join('.') : parts.join('.');
  const segments = [...parts, signature(self, key, signed)];
  return (has('proof-padded') ? segments.map(padded) : segments).join('.');
}

function keyOf({ has }: Self, { traces }: Session, key: Key, { role }: ProofWish): Key {
  if (has('key-per-request')) return newKey(key.alg, has);
  if (!has('key-per-resource') || role === 'as') return key;
  traces.otherKey ??= newKey(key.alg, has);
  return traces.otherKey;
}

function headerFor({ has, policy }: Self, key: Key): Readonly<Record<string, unknown>> {
  const typ = has('typ-missing') ? {} : { typ: has('typ-jwt') ? 'JWT' : 'dpop+jwt' };
  const kid = policy.extras !== 'none' || has('claims-added') ? { kid: thumbprint(key.publicJwk) } : {};
  const jwk = policy.extras === 'own' ? { ...key.publicJwk, use: 'sig', alg: key.alg } : key.publicJwk;
  return { ...typ, alg: algOf(has, key.alg), ...jwkMember(has, key, jwk), ...kid };
}

function jwkMember(
  has: Self['has'],
  key: Key,
  jwk: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  if (has('jwk-missing')) return { kid: thumbprint(key.publicJwk) };
  if (has('jwk-text')) return { jwk: JSON.stringify(jwk) };
  return { jwk: has('jwk-private') ? { ...jwk, ...keepKey(key).jwk } : jwk };
}

function algOf(has: Self['has'], alg: AlgorithmName): string {
  if (has('alg-none')) return 'none';
  if (has('alg-hs256')) return 'HS256';
  return has('alg-lower-case') ? alg.toLowerCase() : alg;
}

function signature({ has }: Self, key: Key, text: string): string {
  if (has('alg-none')) return '';
  if (has('alg-hs256')) return createHmac('sha256', JSON.stringify(key.publicJwk)).update(text).digest('base64url');
  if (has('signature-of-other-key')) return signWith(newKey(key.alg, has), text);
  return signWith(key, text, has('signature-der') ? 'der' : 'ieee-p1363');
}

function padded(segment: string): string {
  return segment.padEnd(Math.ceil(segment.length / 4) * 4, '=');
}
