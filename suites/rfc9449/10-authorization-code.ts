import { accepts, observes, rejects, sequence } from '../../src/suite/cases.ts';
import { authorization, check, lawful, signature, thumbprint } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/** A request for an access token from the authorization endpoint (RFC 6749 §4.2). */
const frontChannelToken: Omit<Parameters<typeof observes>[0], 'id' | 'title'> = {
  requirements: ['RFC9700-2.1.2-01'],
  why: 'No proof comes with an authorization request, so such a token is bound to no key.',
  at: ['authorization'],
  with: [authorization('front')],
  delta: [{ op: 'form-set', name: 'response_type', value: 'token' }],
  checks: [check('RFC9700-2.1.2-01', { check: 'no-front-channel-token' })],
};

/**
 * Rules for every authorization code, bound or not, and for the request that asks for it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-10, https://www.rfc-editor.org/rfc/rfc7636.html#section-4.6 and https://www.rfc-editor.org/rfc/rfc9126.html#section-2.2
 */
export const authorizationCodeCases: readonly Case[] = [
  rejects({
    id: 'code-bound-wrong-verifier',
    title: 'rejects a code bound to the key of the proof with a wrong code_verifier',
    requirements: ['RFC7636-4.6-01'],
    at: ['token'],
    needs: ['authorization-code'],
    session: { grant: 'authorization_code' },
    fault: 'grant',
    with: [authorization('front', { dpopJkt: 'own' })],
    delta: [{ op: 'form-set', name: 'code_verifier', value: { $: 'random', bytes: 32 } }],
  }),
  rejects({
    id: 'code-bound-without-verifier',
    title: 'rejects a code bound to the key of the proof without its code_verifier',
    requirements: ['RFC7636-4.6-02'],
    at: ['token'],
    needs: ['authorization-code'],
    session: { grant: 'authorization_code' },
    fault: 'grant',
    with: [authorization('front', { dpopJkt: 'own' })],
    delta: [{ op: 'form-remove', name: 'code_verifier' }],
  }),
  rejects({
    id: 'code-par-bound-wrong-verifier',
    title: 'rejects a code bound by the proof of a pushed request with a wrong code_verifier',
    requirements: ['RFC7636-4.6-01'],
    at: ['token'],
    needs: ['authorization-code', 'par'],
    session: { grant: 'authorization_code' },
    fault: 'grant',
    with: [authorization('par', { proof: 'own' })],
    delta: [{ op: 'form-set', name: 'code_verifier', value: { $: 'random', bytes: 32 } }],
  }),
  rejects({
    id: 'code-verifier-without-challenge',
    title: 'rejects a code_verifier for a code that was asked for without code_challenge',
    requirements: ['RFC9700-4.8.2-01'],
    at: ['token'],
    needs: ['authorization-code'],
    session: { grant: 'authorization_code' },
    fault: 'grant',
    with: [authorization('front', { pkce: 'none' })],
    delta: [{ op: 'form-set', name: 'code_verifier', value: { $: 'random', bytes: 32 } }],
  }),
  sequence({
    id: 'code-twice',
    title: 'rejects a code that has been redeemed',
    requirements: ['RFC6749-4.1.2-01'],
    at: ['token'],
    needs: ['authorization-code'],
    session: { grant: 'authorization_code' },
    fault: 'grant',
    // A server may revoke all that it has given for the code, whoever is using it (RFC 6749 §4.1.2).
    destructive: true,
    exchanges: [lawful('first'), { delta: [{ op: 'grant-of', exchange: 'first' }], expect: 'refuse' }],
  }),
  sequence({
    id: 'code-twice-other-key',
    title: 'rejects a code that has been redeemed, for another key',
    requirements: ['RFC6749-4.1.2-01'],
    at: ['token'],
    needs: ['authorization-code'],
    session: { grant: 'authorization_code' },
    fault: 'grant',
    // A server may revoke all that it has given for the code, whoever is using it (RFC 6749 §4.1.2).
    destructive: true,
    exchanges: [
      lawful('first'),
      {
        delta: [
          { op: 'grant-of', exchange: 'first' },
          { op: 'key', use: 'other' },
        ],
        expect: 'refuse',
      },
    ],
  }),
  sequence({
    id: 'code-after-bad-proof',
    title: 'may still take a code that came with a bad proof before',
    requirements: ['PM-GRANT-AFTER-REFUSAL'],
    at: ['token'],
    needs: ['authorization-code'],
    session: { grant: 'authorization_code' },
    exchanges: [
      { name: 'refused', delta: [signature('flip-first')], expect: 'observe' },
      { delta: [{ op: 'grant-of', exchange: 'refused' }], expect: 'observe' },
    ],
  }),
  accepts({
    id: 'authorization-state',
    title: 'repeats the state of the authorization request beside the code',
    requirements: ['RFC6749-4.1.2-02'],
    why: 'By its state a client knows that the code answers its own request, and not one that somebody else began.',
    at: ['authorization'],
    checks: [check('RFC6749-4.1.2-02', { check: 'authorization-response', member: 'state' })],
  }),
  accepts({
    id: 'authorization-iss',
    title: 'names itself as the issuer beside the code, where it says that it does',
    requirements: ['RFC9207-2-01'],
    why: 'By iss a client of several servers knows which of them has answered, and where the code may be redeemed.',
    at: ['authorization'],
    checks: [check('RFC9207-2-01', { check: 'authorization-response', member: 'iss' })],
  }),
  observes({
    id: 'front-channel-token',
    title: 'may give an access token in the redirect',
    ...frontChannelToken,
    atMost: 'info',
  }),
  observes({
    id: 'front-channel-token-bound-client',
    title: 'gives no access token in the redirect to a client that has to send proofs',
    ...frontChannelToken,
    needs: ['bound-client'],
    session: { client: 'bound' },
  }),
  accepts({
    id: 'authorization-dpop-jkt',
    title: 'accepts dpop_jkt in an authorization request',
    requirements: ['RFC9449-10-03'],
    at: ['authorization'],
    with: [authorization('front')],
    delta: [{ op: 'form-set', name: 'dpop_jkt', value: thumbprint('own') }],
  }),
  observes({
    id: 'authorization-dpop-jkt-malformed',
    title: 'may refuse a dpop_jkt that is no thumbprint',
    requirements: ['RFC9449-10-07'],
    at: ['authorization'],
    with: [authorization('front')],
    delta: [{ op: 'form-set', name: 'dpop_jkt', value: 'abc' }],
  }),
  rejects({
    id: 'request-uri-of-other-client',
    title: 'rejects the request_uri that another client was given',
    requirements: ['RFC9126-2.2-02'],
    at: ['authorization'],
    needs: ['par'],
    fault: 'request',
    with: [authorization('par')],
    delta: [{ op: 'form-set', name: 'client_id', value: { $: 'client-id', of: 'other' } }],
  }),
  sequence({
    id: 'request-uri-twice',
    title: 'rejects a request_uri that has given a code',
    requirements: ['RFC9126-2.2-03'],
    at: ['authorization'],
    needs: ['par'],
    fault: 'request',
    exchanges: [
      { name: 'first', with: [authorization('par')], delta: [], expect: 'accept' },
      { with: [authorization('par')], delta: [{ op: 'grant-of', exchange: 'first' }], expect: 'refuse' },
    ],
  }),
];
