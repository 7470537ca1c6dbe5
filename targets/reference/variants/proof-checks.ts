import { variant, type Variant } from './row.ts';

const anyOrder = 'RFC 9449 4.3: the checks may be performed in any order.';
const window = 'RFC 9449 11.1 gives no number, only "preferably" seconds or minutes.';

/** Lawful choices about keys, algorithms and times, and about the order of the checks. */
export const proofCheckVariants: readonly Variant[] = [
  variant({
    id: 'private-rsa-key-by-d',
    policy: { privateKey: 'by-d' },
    summary: 'A private RSA key is recognised by its member d alone.',
    lawful: 'RFC 7518 6.3.2: d is REQUIRED in an RSA private key, so a jwk without it is none.',
  }),
  variant({
    id: 'small-order-accepted',
    policy: { smallOrder: 'accepted' },
    summary: 'Ed25519 points of small order are accepted, with which everything verifies.',
    lawful: 'RFC 8032 and RFC 8037 have no text that forbids them.',
  }),
  variant({
    id: 'unsolicited-nonce-refused',
    policy: { unsolicitedNonce: 'refused' },
    summary: 'A nonce that was never issued is refused.',
    lawful: 'RFC 9449 does not say what happens to one.',
  }),
  variant({
    id: 'opaque-tokens',
    policy: { opaqueTokens: true },
    summary: 'Access tokens are opaque.',
    lawful: 'RFC 9449 6.2.',
    claims: { tokens: 'opaque' },
  }),
  variant({
    id: 'short-lived-tokens',
    policy: { opaqueTokens: true, tokenLifetime: 6 },
    summary: 'Access tokens are opaque and live for six seconds.',
    lawful: 'RFC 6749 5.1: expires_in has no least value.',
    claims: { tokens: 'opaque' },
  }),
  variant({
    id: 'token-leeway-300',
    policy: { tokenLifetime: 20, tokenLeeway: 300 },
    summary: 'Access tokens live for 20 seconds, and the resources take them for five minutes more.',
    lawful: 'RFC 7519 4.1.4: some small leeway, usually no more than a few minutes.',
  }),
  variant({
    id: 'ps256-only',
    policy: { algs: ['PS256'] },
    summary: 'Only PS256 is supported.',
    lawful: 'RFC 9449 5.1: local policy.',
    claims: {
      algs: ['PS256'],
    },
  }),
  variant({
    id: 'es256-only',
    policy: { algs: ['ES256'] },
    summary: 'Only ES256 is supported.',
    lawful: 'RFC 9449 5.1: local policy.',
    claims: {
      algs: ['ES256'],
    },
  }),
  variant({
    id: 'narrow-iat',
    policy: { iatPast: 10, iatFuture: 10 },
    summary: 'The iat window is ten seconds each way.',
    lawful: window,
  }),
  variant({
    id: 'tight-iat',
    policy: { iatPast: 4, iatFuture: 8 },
    summary: 'The iat window is four seconds back and eight ahead.',
    lawful: window,
  }),
  variant({
    id: 'wide-iat',
    policy: { iatPast: 1800, iatFuture: 300 },
    summary: 'The iat window is -1800 to +300 seconds.',
    lawful: window,
  }),
  variant({
    id: 'no-future-iat',
    policy: { iatFuture: 1 },
    summary: 'Proofs dated ahead are refused.',
    lawful: 'RFC 9449 11.1: future iat is a MAY.',
  }),
  variant({
    id: 'integer-iat',
    policy: { iatInteger: true },
    summary: 'A fractional iat is refused.',
    lawful: 'RFC 7519 2 allows fractions and RFC 9449 asks for none.',
  }),
  variant({
    id: 'global-jti',
    policy: { replay: 'global' },
    summary: 'A jti is good once in the whole server, whatever the URI or role.',
    lawful: 'RFC 9449 4.2: jti is unique per proof, so a lawful client never notices.',
  }),
  variant({
    id: 'jti-per-htu-text',
    policy: { replay: 'per-htu-text' },
    summary: 'A jti is good once for each spelling of htu.',
    lawful:
      'RFC 9449 11.1 speaks of the jti "in the context of the target URI"; only the holder of the key can spell it anew.',
  }),
  variant({
    id: 'jti-stored-first',
    policy: { jtiStoredFirst: true },
    summary: 'A jti is used up even when its proof fails a later check.',
    lawful: anyOrder,
  }),
  variant({
    id: 'large-jti-refused',
    policy: { jtiMaxLength: 100 },
    summary: 'A jti above 100 characters is refused.',
    lawful: 'RFC 9449 11.1: servers should refuse needlessly large values.',
  }),
  variant({
    id: 'checks-reversed',
    policy: { checkOrder: 'reversed' },
    summary: 'The proof checks run from last to first.',
    lawful: anyOrder,
  }),
  variant({
    id: 'client-auth-first',
    policy: { clientAuthFirst: true },
    summary: 'The client is authenticated before its proof is looked at.',
    lawful: 'RFC 6749 fixes no order.',
  }),
  variant({
    id: 'proof-first',
    policy: { rsProofFirst: true },
    summary: 'Both roles look at the proof before client or access token.',
    lawful: 'RFC 9449 7.1 fixes no order.',
  }),
  variant({
    id: 'token-first',
    policy: { clientAuthFirst: true, rsProofFirst: false },
    summary: 'Both roles look at client or access token before the proof.',
    lawful: 'RFC 9449 7.1 fixes no order.',
  }),
];
