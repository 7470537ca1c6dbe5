import { rejects } from '../../src/suite/cases.ts';
import { asPlaces, minted, thumbprint, token } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Keys that no server should accept, although the signature is right.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-11.6
 */
export const weakKeysCases: readonly Case[] = [
  rejects({
    id: 'rsa-512',
    title: 'rejects a proof signed with an RSA key of 512 bits',
    requirements: ['RFC9449-11.6-01'],
    why: 'Such keys are factored in hours.',
    at: asPlaces,
    session: { keyType: 'RSA' },
    delta: [{ op: 'key', use: 'other', rsaBits: 512 }],
  }),
  rejects({
    id: 'minted-rsa-512',
    title: 'rejects a proof signed with an RSA key of 512 bits that the access token is bound to',
    requirements: ['RFC9449-11.6-01'],
    why: 'Such keys are factored in hours.',
    ...minted,
    session: { keyType: 'RSA' },
    delta: [{ op: 'key', use: 'other', rsaBits: 512 }, token.set('cnf', { jkt: thumbprint('own') })],
  }),
  rejects({
    id: 'rsa-exponent-1',
    title: 'rejects a proof signed with an RSA key whose exponent is 1',
    requirements: ['RFC9449-11.6-01'],
    why: 'The message itself is then its signature.',
    at: asPlaces,
    session: { keyType: 'RSA' },
    atMost: 'info',
    delta: [{ op: 'key', use: 'other', kind: 'exponent-1' }],
  }),
  rejects({
    id: 'minted-rsa-exponent-1',
    title: 'rejects a proof signed with an RSA key whose exponent is 1 that the access token is bound to',
    requirements: ['RFC9449-11.6-01'],
    why: 'The message itself is then its signature.',
    ...minted,
    session: { keyType: 'RSA' },
    atMost: 'info',
    delta: [{ op: 'key', use: 'other', kind: 'exponent-1' }, token.set('cnf', { jkt: thumbprint('own') })],
  }),
  rejects({
    id: 'rsa-exponent-2',
    title: 'rejects a proof signed with an RSA key whose exponent is even',
    requirements: ['RFC9449-11.6-01'],
    why: 'RFC 8017 §3.1 asks for an odd exponent; with 2 the modulus was chosen to be easy.',
    at: asPlaces,
    session: { alg: 'PS256' },
    delta: [{ op: 'key', use: 'other', alg: 'PS256', kind: 'exponent-2' }],
  }),
  rejects({
    id: 'minted-rsa-exponent-2',
    title: 'rejects a proof signed with an RSA key whose exponent is even that the access token is bound to',
    requirements: ['RFC9449-11.6-01'],
    why: 'RFC 8017 §3.1 asks for an odd exponent; with 2 the modulus was chosen to be easy.',
    ...minted,
    session: { alg: 'PS256' },
    delta: [
      { op: 'key', use: 'other', alg: 'PS256', kind: 'exponent-2' },
      token.set('cnf', { jkt: thumbprint('own') }),
    ],
  }),
  rejects({
    id: 'ed25519-small-order',
    title: 'rejects a proof signed with the neutral point of Ed25519',
    requirements: ['RFC9449-11.6-01'],
    why: 'One signature fits every message, so that nobody proves anything. Verification as RFC 8032 §5.1.7 has it lets it through.',
    at: asPlaces,
    session: { alg: 'EdDSA' },
    atMost: 'info',
    delta: [{ op: 'key', use: 'other', alg: 'EdDSA', kind: 'identity' }],
  }),
  rejects({
    id: 'minted-ed25519-small-order',
    title: 'rejects a proof signed with the neutral point of Ed25519 that the access token is bound to',
    requirements: ['RFC9449-11.6-01'],
    why: 'One signature fits every message, so that nobody proves anything. Verification as RFC 8032 §5.1.7 has it lets it through.',
    ...minted,
    session: { alg: 'EdDSA' },
    atMost: 'info',
    delta: [{ op: 'key', use: 'other', alg: 'EdDSA', kind: 'identity' }, token.set('cnf', { jkt: thumbprint('own') })],
  }),
];
