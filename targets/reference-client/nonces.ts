import type { Self } from './self.ts';
import { valuesOf, type Answer } from './http/message.ts';

export type Role = 'as' | 'rs';

/** The nonces of one session, by the server which gave them (RFC 9449 8, 9). */
export type Nonces = Map<string, string>;

/** NQCHAR (RFC 9449 8.1). The length is ours: a longer one would not fit into the field of the proof. */
const lawful = /^[\x21\x23-\x5B\x5D-\x7E]{1,4096}$/;

export function knownNonce(self: Self, nonces: Nonces, role: Role, { origin }: URL): string | undefined {
  const own = nonces.get(placeOf(self, role, origin));
  return (
    own ?? (self.has('nonce-of-as-first') ? [...nonces].find(([place]) => place.startsWith('as '))?.[1] : undefined)
  );
}

export function learnNonce(self: Self, nonces: Nonces, nonce: string, where: { role: Role; url: URL }): void {
  nonces.set(placeOf(self, where.role, where.url.origin), nonce);
}

export function forgetNonce(self: Self, nonces: Nonces, role: Role, { origin }: URL): void {
  nonces.delete(placeOf(self, role, origin));
}

/** The nonce that an answer gives. Two lines, or one that is no nonce, give none. */
export function nonceIn({ has }: Self, answer: Answer): string | undefined {
  const values = has('nonce-field-exact')
    ? answer.lines.filter(([name]) => name === 'DPoP-Nonce').map(([, value]) => value)
    : valuesOf(answer, 'dpop-nonce');
  const [nonce, ...others] = values;
  if (has('nonces-joined') && others.length > 0) return values.join(', ');
  if (nonce === undefined || others.length > 0 || !lawful.test(nonce)) return undefined;
  if (has('nonce-cut')) return nonce.slice(0, 128);
  if (has('nonce-percent-encoded')) return encodeURIComponent(nonce);
  return has('nonce-lower-case') ? nonce.toLowerCase() : nonce;
}

function placeOf({ policy, has }: Self, role: Role, origin: string): string {
  if (has('nonce-of-all-servers')) return 'all';
  if (has('nonce-of-all-resources') && role === 'rs') return 'rs';
  return policy.nonceKept === 'by-origin' ? origin : `${role} ${origin}`;
}
