import { accepts, observes, rejects, sequence } from '../../src/suite/cases.ts';
import { claim, header, htu, lines, signature, signBy, thumbprint } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * A proof at the pushed authorization request endpoint.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-10.1
 */
export const parCases: readonly Case[] = [
  accepts({
    id: 'par-proof',
    title: 'accepts a pushed authorization request with a proof',
    requirements: ['RFC9449-10.1-06'],
    at: ['par'],
    checks: [
      { requirement: 'RFC9126-2.2-01', that: { check: 'status', in: [201] } },
      { requirement: 'RFC9126-2.2-01', that: { check: 'json-member', member: 'request_uri', type: 'string' } },
      { requirement: 'RFC9126-2.2-01', that: { check: 'json-member', member: 'expires_in', type: 'number' } },
    ],
  }),
  rejects({
    id: 'par-signature-flipped',
    title: 'rejects a pushed authorization request with a wrong signature',
    requirements: ['RFC9449-10.1-02'],
    at: ['par'],
    delta: [signature('flip-first')],
  }),
  rejects({
    id: 'par-alg-none',
    title: 'rejects a pushed authorization request with alg none',
    requirements: ['RFC9449-10.1-02'],
    at: ['par'],
    delta: [header.set('alg', 'none'), signBy('nobody')],
  }),
  rejects({
    id: 'par-htu-other-path',
    title: 'rejects a pushed authorization request with another htu',
    requirements: ['RFC9449-10.1-02'],
    at: ['par'],
    delta: [claim.set('htu', htu('other-path'))],
  }),
  rejects({
    id: 'par-jti-missing',
    title: 'rejects a pushed authorization request with a proof without jti',
    requirements: ['RFC9449-10.1-02'],
    at: ['par'],
    delta: [claim.remove('jti')],
  }),
  rejects({
    id: 'par-text',
    title: 'rejects a pushed authorization request whose DPoP field is no JWT',
    requirements: ['RFC9449-10.1-02'],
    at: ['par'],
    delta: [{ op: 'proof-text', text: 'not-a-jwt' }],
  }),
  sequence({
    id: 'par-proof-of-token-endpoint',
    title: 'rejects in a pushed authorization request a proof made for the token endpoint',
    requirements: ['RFC9449-10.1-02', 'RFC9449-4.3-09a'],
    at: ['par'],
    fault: 'proof',
    exchanges: [
      { name: 'token-request', at: 'token', delta: [], expect: 'accept' },
      { delta: [{ op: 'proof-of', exchange: 'token-request' }], expect: 'refuse' },
    ],
  }),
  rejects({
    id: 'par-htu-token-endpoint',
    title: 'rejects in a pushed authorization request a proof whose htu is the token endpoint',
    requirements: ['RFC9449-10.1-02', 'RFC9449-4.3-09a'],
    at: ['par'],
    delta: [claim.set('htu', { $: 'endpoint', of: 'token' })],
  }),
  accepts({
    id: 'par-dpop-jkt-agrees',
    title: 'accepts dpop_jkt beside a proof of that key',
    requirements: ['RFC9449-10.1-08'],
    at: ['par'],
    delta: [{ op: 'form-set', name: 'dpop_jkt', value: thumbprint('own') }],
  }),
  rejects({
    id: 'par-dpop-jkt-bad-proof',
    title: 'rejects a proof with a wrong signature beside dpop_jkt of its key',
    requirements: ['RFC9449-10.1-02'],
    at: ['par'],
    with: [{ op: 'form-set', name: 'dpop_jkt', value: thumbprint('own') }],
    delta: [signature('flip-first')],
  }),
  rejects({
    id: 'par-dpop-jkt-conflicts',
    title: 'rejects dpop_jkt of another key than the one of the proof',
    requirements: ['RFC9449-10.1-07'],
    at: ['par'],
    fault: 'binding',
    delta: [{ op: 'form-set', name: 'dpop_jkt', value: thumbprint('other') }],
  }),
  rejects({
    id: 'par-dpop-jkt-malformed',
    title: 'rejects a dpop_jkt beside a proof that is no thumbprint',
    requirements: ['RFC9449-10.1-07'],
    at: ['par'],
    fault: 'binding',
    delta: [{ op: 'form-set', name: 'dpop_jkt', value: 'abc' }],
  }),
  accepts({
    id: 'par-dpop-jkt-alone',
    title: 'accepts dpop_jkt without a proof',
    requirements: ['RFC9449-10.1-05'],
    at: ['par'],
    atMost: 'warn',
    needs: ['par-proof-optional'],
    delta: [lines('absent'), { op: 'form-set', name: 'dpop_jkt', value: thumbprint('own') }],
  }),
  observes({
    id: 'par-dpop-jkt-alone-malformed',
    title: 'may refuse a dpop_jkt that is no thumbprint',
    requirements: ['RFC9449-10-07'],
    at: ['par'],
    delta: [lines('absent'), { op: 'form-set', name: 'dpop_jkt', value: 'abc' }],
  }),
  rejects({
    id: 'par-client-unauthenticated',
    title: 'rejects a pushed authorization request with a proof and no client credentials',
    requirements: ['RFC9126-2.1-01'],
    at: ['par'],
    needs: ['confidential-client'],
    session: { client: 'confidential' },
    fault: 'client',
    delta: [{ op: 'client-auth', use: 'none' }],
  }),
  rejects({
    id: 'par-client-assertion-is-proof',
    title: 'rejects in a pushed authorization request the proof itself as client assertion',
    requirements: ['RFC9449-11.5-02', 'RFC9126-2.1-01'],
    at: ['par'],
    needs: ['confidential-client'],
    session: { client: 'confidential' },
    fault: 'client',
    delta: [{ op: 'client-auth', use: 'proof-as-assertion' }],
  }),
  rejects({
    id: 'par-bad-proof-error',
    title: 'answers a bad proof in a pushed authorization request with a JSON error',
    requirements: ['RFC9449-10.1-02'],
    at: ['par'],
    delta: [signature('empty')],
    checks: [
      { requirement: 'RFC9126-2.3-01', that: { check: 'error-json' } },
      { requirement: 'RFC9126-2.3-01', that: { check: 'status', in: [400] } },
    ],
  }),
];
