import { observes, rejects } from '../../src/suite/cases.ts';
import { accessToken } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Access tokens of the issuer that are altered without its key, revoked, or issued for another resource. The binding, the
 * proof and its `ath` are right for the token that is sent.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-3, RFC 7009 §2 and RFC 8707 §2
 */
export const alteredTokensCases: readonly Case[] = [
  rejects({
    id: 'issued-token-signature-changed',
    title: 'rejects an issued access token with one bit of its signature changed',
    requirements: ['RFC9449-3-03'],
    at: ['resource'],
    each: true,
    fault: 'access-token',
    delta: [accessToken('signature-changed')],
  }),
  rejects({
    id: 'issued-token-signature-cut',
    title: 'rejects an issued access token with half of its signature',
    requirements: ['RFC9449-3-03'],
    at: ['resource'],
    fault: 'access-token',
    delta: [accessToken('signature-cut')],
  }),
  rejects({
    id: 'issued-token-unsigned',
    title: 'rejects an issued access token whose signature was taken off under alg none',
    requirements: ['RFC9449-3-03'],
    at: ['resource'],
    fault: 'access-token',
    delta: [accessToken('unsigned')],
  }),
  rejects({
    id: 'issued-token-signed-by-client',
    title: 'rejects an issued access token signed anew by the client, whose key its header shows',
    requirements: ['RFC9449-3-03'],
    why: 'A verifier shared with proofs trusts the jwk of any JWT.',
    at: ['resource'],
    fault: 'access-token',
    delta: [accessToken('signed-by-client')],
  }),
  rejects({
    id: 'issued-token-claims-changed',
    title: 'rejects an issued access token with one more claim under its old signature',
    requirements: ['RFC9449-3-03'],
    at: ['resource'],
    fault: 'access-token',
    delta: [accessToken('claims-changed')],
  }),
  rejects({
    id: 'opaque-token-half',
    title: 'rejects the first half of an opaque access token',
    requirements: ['RFC9449-3-03'],
    why: 'A look-up by the beginning of a token makes half of it enough.',
    at: ['resource'],
    fault: 'access-token',
    delta: [accessToken('half')],
  }),
  rejects({
    id: 'opaque-token-middle-changed',
    title: 'rejects an opaque access token with one character changed',
    requirements: ['RFC9449-3-03'],
    at: ['resource'],
    fault: 'access-token',
    // Nobody knows from outside which characters of it are the secret.
    atMost: 'warn',
    delta: [accessToken('middle-changed')],
  }),
  rejects({
    id: 'opaque-token-case-swapped',
    title: 'rejects an opaque access token with small letters for capitals and the other way round',
    requirements: ['RFC9449-3-03'],
    why: 'Databases compare text without case unless they are asked not to.',
    at: ['resource'],
    fault: 'access-token',
    atMost: 'warn',
    delta: [accessToken('case-swapped')],
  }),
  observes({
    id: 'token-revoked',
    title: 'may accept a JWT access token that has been revoked',
    requirements: ['RFC9449-3-03'],
    why: 'A resource server which reads the token itself need not hear of it (RFC 7009 §3).',
    at: ['resource'],
    needs: ['readable-token'],
    delta: [accessToken('revoked')],
  }),
  rejects({
    id: 'token-revoked-opaque',
    title: 'rejects an opaque access token that was revoked before it was ever used',
    requirements: ['RFC9449-3-03'],
    why: 'The resource server has to ask for what such a token says, and no cache can hold the answer yet.',
    at: ['resource'],
    needs: ['opaque-token'],
    fault: 'access-token',
    // RFC 7009 §2: the servers behind one name may hear of it a little later.
    atMost: 'warn',
    delta: [accessToken('revoked')],
  }),
  rejects({
    id: 'token-for-other-resource',
    title: 'rejects an access token that was issued for another resource',
    requirements: ['RFC9449-3-03'],
    why: 'RFC 8707 §2 restricts the token to the resource which the client has named.',
    at: ['resource'],
    needs: ['readable-token', 'not-userinfo'],
    fault: 'access-token',
    delta: [accessToken('elsewhere')],
  }),
];
