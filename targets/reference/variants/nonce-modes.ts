import { demanded, nonces, variant, type Variant } from './row.ts';

const anyOrder = 'RFC 9449 4.3: the checks may be performed in any order.';

/** Lawful choices about when a server demands nonces and how long they work. */
export const nonceModeVariants: readonly Variant[] = [
  variant({
    id: 'nonce-required',
    policy: nonces('period'),
    summary: 'Both roles demand a nonce.',
    lawful: 'RFC 9449 8 and 9: MAY.',
    claims: demanded,
  }),
  variant({
    id: 'nonce-rotating',
    policy: nonces('rotating'),
    summary: 'Every answer has a new nonce and only the newest three are good.',
    lawful: 'RFC 9449 8: the nonce has to be a recent one; how recent is the choice of the server.',
    claims: demanded,
  }),
  variant({
    id: 'nonce-single-use',
    policy: nonces('single-use'),
    summary: 'Every nonce is good once and every answer has a new one.',
    lawful: 'RFC 9449 8.2: a new nonce may come at any time.',
    claims: { ...demanded, nonceReuse: false },
  }),
  variant({
    id: 'nonce-offered',
    policy: nonces('offered'),
    summary: 'Nonces are offered on 2xx and never demanded.',
    lawful: 'RFC 9449 8 leaves it to the server whether a nonce is needed; 11.3 read literally makes this a warning.',
    claims: { nonce: { as: 'offered', rs: 'offered' } },
  }),
  variant({
    id: 'nonce-short-lived',
    policy: { ...nonces('period'), nonceLifetime: 4 },
    summary: 'A nonce is good for four seconds, and a new one comes every second.',
    lawful: 'RFC 9449 8: the nonce has to be a recent one; how recent is the choice of the server.',
    claims: { ...demanded, nonceLifetimeSeconds: 4 },
  }),
  variant({
    id: 'nonce-rs-only',
    policy: { rsNonce: 'period' },
    summary: 'Only the RS demands a nonce.',
    lawful: 'RFC 9449 9: MAY.',
    claims: {
      nonce: { rs: 'required' },
    },
  }),
  variant({
    id: 'nonce-as-only',
    policy: { asNonce: 'period' },
    summary: 'Only the AS demands a nonce.',
    lawful: 'RFC 9449 8: MAY.',
    claims: {
      nonce: { as: 'required' },
    },
  }),
  variant({
    id: 'nonce-first',
    policy: { ...nonces('period'), checkOrder: 'nonce-first' },
    summary: 'The nonce is checked before anything else of a proof.',
    lawful: anyOrder,
    claims: demanded,
  }),
  variant({
    id: 'nonce-ignores-iat',
    policy: { ...nonces('period'), nonceReplacesIatAge: true },
    summary: 'With a good nonce the age of iat does not matter.',
    lawful: 'RFC 9449 4.3 check 11: the time may be managed via the nonce.',
    claims: { ...demanded, iatWithNonce: 'ignored' },
  }),
  variant({
    id: 'nonce-offered-ignores-iat',
    policy: { ...nonces('offered'), nonceReplacesIatAge: true },
    summary: 'Nonces are offered and never demanded; with one the age of iat does not matter.',
    lawful: 'RFC 9449 4.3 check 11: the time may be managed via the nonce.',
    claims: { nonce: { as: 'offered', rs: 'offered' }, iatWithNonce: 'ignored' },
  }),
];
