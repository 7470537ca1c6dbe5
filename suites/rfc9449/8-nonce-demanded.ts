import { challenges, sequence } from '../../src/suite/cases.ts';
import { lawful, nonce } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * How a server demands a nonce. The nonce that it supplies has to work.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-8 and section 9
 */
export const nonceDemandedCases: readonly Case[] = [
  challenges({
    id: 'as-nonce-missing',
    title: 'demands a nonce from a token request without one',
    requirements: ['RFC9449-8-02'],
    at: ['token'],
    needs: ['nonce-required'],
    delta: [nonce('none')],
    checks: [
      { requirement: 'RFC9449-8-02', that: { check: 'status', in: [400] }, atMost: 'warn' },
      { requirement: 'RFC9449-8-02', that: { check: 'error', in: ['use_dpop_nonce'] } },
      { requirement: 'RFC9449-8-03', that: { check: 'field-present', name: 'DPoP-Nonce' } },
      { requirement: 'RFC6749-5.2-01', that: { check: 'error-json' } },
    ],
  }),
  challenges({
    id: 'par-nonce-missing',
    title: 'demands a nonce from a pushed authorization request without one',
    requirements: ['RFC9449-8-16'],
    at: ['par'],
    needs: ['token-nonce-required'],
    atMost: 'info',
    delta: [nonce('none')],
    checks: [
      { requirement: 'RFC9449-8-16', that: { check: 'status', in: [400] } },
      { requirement: 'RFC9449-8-16', that: { check: 'field-present', name: 'DPoP-Nonce' } },
    ],
  }),
  challenges({
    id: 'rs-nonce-missing',
    title: 'demands a nonce from a request without one',
    requirements: ['RFC9449-9-02'],
    at: ['resource'],
    needs: ['nonce-required'],
    delta: [nonce('none')],
    checks: [
      { requirement: 'RFC9449-9-02', that: { check: 'status', in: [401] }, atMost: 'warn' },
      { requirement: 'RFC9449-9-02', that: { check: 'challenge', scheme: 'DPoP' }, atMost: 'warn' },
      { requirement: 'RFC9449-7.1-08', that: { check: 'challenge-param', scheme: 'DPoP', param: 'error' } },
      { requirement: 'RFC9449-9-02', that: { check: 'error', in: ['use_dpop_nonce'] } },
      { requirement: 'RFC9449-9-02', that: { check: 'field-present', name: 'DPoP-Nonce' } },
    ],
  }),
  sequence({
    id: 'as-nonce-supplied-works',
    title: 'accepts the nonce that it has just supplied',
    requirements: ['RFC9449-8-09'],
    at: ['token'],
    needs: ['nonce-required'],
    exchanges: [{ delta: [nonce('none')], expect: 'challenge' }, lawful()],
  }),
  sequence({
    id: 'code-survives-challenge',
    title: 'accepts the code of a request that it has answered with a demand for a nonce',
    requirements: ['RFC9449-8-09'],
    why: 'The client is to send the same request again; it has no other code.',
    at: ['token'],
    needs: ['nonce-required', 'authorization-code'],
    session: { grant: 'authorization_code' },
    fault: 'grant',
    exchanges: [
      { name: 'asked', delta: [nonce('none')], expect: 'challenge' },
      { delta: [{ op: 'grant-of', exchange: 'asked' }], expect: 'accept' },
    ],
  }),
  sequence({
    id: 'refresh-token-survives-challenge',
    title: 'accepts the refresh token of a request that it has answered with a demand for a nonce',
    requirements: ['RFC9449-8-09'],
    why: 'The client is to send the same request again; it has no other code.',
    at: ['token'],
    needs: ['nonce-required', 'refresh-token'],
    session: { grant: 'refresh_token' },
    fault: 'grant',
    exchanges: [
      { name: 'asked', delta: [nonce('none')], expect: 'challenge' },
      { delta: [{ op: 'grant-of', exchange: 'asked' }], expect: 'accept' },
    ],
  }),
  sequence({
    id: 'rs-nonce-supplied-works',
    title: 'accepts the nonce that it has just supplied',
    requirements: ['RFC9449-9-04'],
    at: ['resource'],
    needs: ['nonce-required'],
    exchanges: [{ delta: [nonce('none')], expect: 'challenge' }, lawful()],
  }),
];
