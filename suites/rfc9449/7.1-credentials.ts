import { rejects } from '../../src/suite/cases.ts';
import { accessToken, claim, lines, scheme } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * A resource demands access token and proof, and says so in its challenge.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-7.1
 */
export const credentialsCases: readonly Case[] = [
  rejects({
    id: 'no-credentials',
    title: 'rejects a request without credentials',
    requirements: ['RFC9449-7.1-04'],
    at: ['resource'],
    fault: 'credentials',
    delta: [accessToken('none'), lines('absent')],
    checks: [
      { requirement: 'RFC9449-7.1-04', that: { check: 'status', in: [401] }, atMost: 'info' },
      { requirement: 'RFC6750-3-01', that: { check: 'field-present', name: 'WWW-Authenticate' }, atMost: 'warn' },
    ],
  }),
  rejects({
    id: 'challenge-scheme',
    title: 'challenges a request without credentials with the scheme DPoP',
    requirements: ['RFC9449-7.1-04'],
    at: ['resource'],
    fault: 'credentials',
    each: true,
    delta: [accessToken('none'), lines('absent')],
    checks: [{ requirement: 'RFC9449-7.1-04', that: { check: 'challenge', scheme: 'DPoP' } }],
  }),
  rejects({
    id: 'challenge-algs',
    title: 'names the algorithms it takes in its challenge',
    requirements: ['RFC9449-7.1-12'],
    at: ['resource'],
    fault: 'credentials',
    delta: [accessToken('none'), lines('absent')],
    checks: [
      { requirement: 'RFC9449-7.1-12', that: { check: 'challenge-param', scheme: 'DPoP', param: 'algs' } },
      { requirement: 'RFC9449-7.1-13', that: { check: 'algs-well-formed' } },
    ],
  }),
  rejects({
    id: 'challenge-without-error',
    title: 'names no error to a request without credentials',
    requirements: ['RFC9449-7.2-04'],
    at: ['resource'],
    fault: 'credentials',
    delta: [accessToken('none'), lines('absent')],
    checks: [{ requirement: 'RFC9449-7.2-04', that: { check: 'no-error-information' } }],
  }),
  rejects({
    id: 'proof-without-token',
    title: 'rejects a proof without an access token',
    requirements: ['RFC9449-4-02', 'RFC9449-7.1-03'],
    why: 'Anyone can make a proof.',
    at: ['resource'],
    fault: 'credentials',
    each: true,
    delta: [accessToken('none')],
  }),
  rejects({
    id: 'proof-without-token-or-ath',
    title: 'rejects a proof without ath that comes without an access token',
    requirements: ['RFC9449-4-02', 'RFC9449-7.1-03'],
    why: 'Anyone can make a proof.',
    at: ['resource'],
    fault: 'credentials',
    delta: [accessToken('none'), claim.remove('ath')],
  }),
  rejects({
    id: 'token-without-proof',
    title: 'rejects a bound access token without a proof',
    requirements: ['RFC9449-7.1-02', 'RFC9449-7.1-03'],
    at: ['resource'],
    fault: 'proof-missing',
    each: true,
    delta: [lines('absent')],
  }),
  rejects({
    id: 'unbound-token-without-proof',
    title: 'rejects an unbound access token under the DPoP scheme without a proof',
    requirements: ['RFC9449-6-03'],
    at: ['resource'],
    needs: ['unbound-token'],
    fault: 'proof-missing',
    delta: [accessToken('unbound'), lines('absent')],
  }),
  rejects({
    id: 'token-in-proxy-authorization',
    title: 'rejects an access token in Proxy-Authorization',
    requirements: ['RFC9449-7.1-17'],
    at: ['resource'],
    fault: 'credentials',
    delta: [{ op: 'authorization-field', name: 'Proxy-Authorization' }],
  }),
  rejects({
    id: 'scheme-unknown',
    title: 'rejects a bound access token under a scheme that does not exist',
    requirements: ['RFC9449-7.1-03'],
    at: ['resource'],
    fault: 'credentials',
    atMost: 'warn',
    delta: [scheme('PoP')],
  }),
  rejects({
    id: 'scheme-basic',
    title: 'rejects a bound access token under the Basic scheme',
    requirements: ['RFC9449-7.1-03'],
    at: ['resource'],
    fault: 'credentials',
    atMost: 'warn',
    delta: [scheme('Basic')],
  }),
];
