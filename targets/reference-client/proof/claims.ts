import { createHash } from 'node:crypto';
import type { Self } from '../self.ts';
import type { Session } from '../session.ts';
import { htuFor } from './htu.ts';
import { jtiFor } from './jti.ts';
import { thumbprint, type Key } from './keys.ts';
import type { ProofWish } from './wish.ts';

type Claims = Readonly<Record<string, unknown>>;

/** The payload of a proof (RFC 9449 4.2). */
export function claimsFor(self: Self, session: Session, key: Key, wish: ProofWish): Claims {
  return {
    ...jtiFor(self, session, key, wish),
    htm: htmFor(self, wish.method),
    htu: htuFor(self, session, wish.url),
    ...iatFor(self, session),
    ...athFor(self, session, wish),
    ...nonceFor(self, wish),
    ...extrasFor(self, session, key),
  };
}

/** Methods have a case (RFC 9110 9.1), and so has htm. */
function htmFor({ has }: Self, method: string): string {
  if (has('htm-post')) return 'POST';
  if (has('htm-lower-case')) return method.toLowerCase();
  return has('htm-upper-case') ? method.toUpperCase() : method;
}

function iatFor({ has, policy }: Self, { traces }: Session): Claims {
  if (has('iat-missing')) return {};
  const seconds = Date.now() / 1000 + (has('date-followed') ? traces.secondsAhead : 0);
  if (has('iat-milliseconds')) return { iat: Math.floor(seconds * 1000) };
  if (has('iat-text')) return { iat: new Date(seconds * 1000).toISOString() };
  if (has('iat-of-start')) return { iat: Math.floor(seconds) - 3600 };
  return { iat: policy.iat === 'up' ? Math.ceil(seconds) : Math.floor(seconds) };
}

function athFor({ has, policy }: Self, { tokens, traces }: Session, { role, accessToken, isRetry }: ProofWish): Claims {
  const everywhere = policy.ath === 'at-refresh-too' || has('ath-at-token');
  const token = role === 'as' && everywhere ? tokens?.accessToken : accessToken;
  if (token === undefined || has('ath-missing')) return {};
  if (has('resource-retry-without-ath') && isRetry === true) return {};
  const hash = createHash('sha256')
    .update(has('ath-of-first-token') ? (traces.firstToken ?? token) : token)
    .digest();
  if (has('ath-hex')) return { ath: hash.toString('hex') };
  if (has('ath-half')) return { ath: hash.subarray(0, 16).toString('base64url') };
  return { ath: `${hash.toString('base64url')}${has('ath-padded') ? '=' : ''}` };
}

function nonceFor({ has }: Self, { nonce, role, isRetry }: ProofWish): Claims {
  if (has('token-retry-without-nonce') && role === 'as' && isRetry === true) return {};
  if (nonce !== undefined) return { nonce };
  return has('nonce-made-up') ? { nonce: 'made-up-by-the-client' } : {};
}

function extrasFor({ has, policy }: Self, { settings }: Session, key: Key): Claims {
  const registered = policy.extras === 'registered' || has('claims-added');
  const now = Math.floor(Date.now() / 1000);
  if (registered) return { iss: settings.client.id, exp: now + 60, nbf: now - 1 };
  return policy.extras === 'own' ? { 'urn:example:device': thumbprint(key.publicJwk), sub: settings.client.id } : {};
}
