import {
  accepts,
  check,
  claim,
  header,
  htu,
  lawful,
  lines,
  observes,
  rejects,
  sequence,
  signature,
  signBy,
  thumbprint,
} from '../src/suite/define.ts';
import type { Op } from '../src/plan/ops.ts';
import type { PlanValue } from '../src/plan/values.ts';
import { defineSuite, type Place } from '../src/suite/schema.ts';

const at: Place[] = ['par'];

function dpopJkt(value: PlanValue): Op {
  return { op: 'form-set', name: 'dpop_jkt', value };
}

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-10.1 */
export const par = defineSuite({
  id: 'par',
  title: 'A proof at the pushed authorization request endpoint',
  section: 'RFC 9449 §10.1, RFC 9126',
  cases: [
    accepts('par-proof', 'accepts a pushed authorization request with a proof', 'RFC9449-10.1-06', [], {
      at,
      checks: [
        check('RFC9126-2.2-01', { check: 'status', in: [201] }),
        check('RFC9126-2.2-01', { check: 'json-member', member: 'request_uri', type: 'string' }),
        check('RFC9126-2.2-01', { check: 'json-member', member: 'expires_in', type: 'number' }),
      ],
    }),
    rejects(
      'par-signature-flipped',
      'rejects a pushed authorization request with a wrong signature',
      'RFC9449-10.1-02',
      [signature('flip-first')],
      { at },
    ),
    rejects(
      'par-alg-none',
      'rejects a pushed authorization request with alg none',
      'RFC9449-10.1-02',
      [header.set('alg', 'none'), signBy('nobody')],
      { at },
    ),
    rejects(
      'par-htu-other-path',
      'rejects a pushed authorization request with another htu',
      'RFC9449-10.1-02',
      [claim.set('htu', htu('other-path'))],
      { at },
    ),
    rejects(
      'par-jti-missing',
      'rejects a pushed authorization request with a proof without jti',
      'RFC9449-10.1-02',
      [claim.remove('jti')],
      { at },
    ),
    rejects(
      'par-text',
      'rejects a pushed authorization request whose DPoP field is no JWT',
      'RFC9449-10.1-02',
      [{ op: 'proof-text', text: 'not-a-jwt' }],
      { at },
    ),
    sequence(
      'par-proof-of-token-endpoint',
      'rejects in a pushed authorization request a proof made for the token endpoint',
      ['RFC9449-10.1-02', 'RFC9449-4.3-09a'],
      [
        { ...lawful('token-request'), at: 'token' },
        { delta: [{ op: 'proof-of', exchange: 'token-request' }], expect: 'refuse' },
      ],
      { at, fault: 'proof' },
    ),

    rejects(
      'par-htu-token-endpoint',
      'rejects in a pushed authorization request a proof whose htu is the token endpoint',
      ['RFC9449-10.1-02', 'RFC9449-4.3-09a'],
      [claim.set('htu', { $: 'endpoint', of: 'token' })],
      { at },
    ),

    accepts(
      'par-dpop-jkt-agrees',
      'accepts dpop_jkt beside a proof of that key',
      'RFC9449-10.1-08',
      [dpopJkt(thumbprint('own'))],
      { at },
    ),
    rejects(
      'par-dpop-jkt-bad-proof',
      'rejects a proof with a wrong signature beside dpop_jkt of its key',
      'RFC9449-10.1-02',
      [signature('flip-first')],
      { at, with: [dpopJkt(thumbprint('own'))] },
    ),
    rejects(
      'par-dpop-jkt-conflicts',
      'rejects dpop_jkt of another key than the one of the proof',
      'RFC9449-10.1-07',
      [dpopJkt(thumbprint('other'))],
      { at, fault: 'binding' },
    ),
    rejects(
      'par-dpop-jkt-malformed',
      'rejects a dpop_jkt beside a proof that is no thumbprint',
      'RFC9449-10.1-07',
      [dpopJkt('abc')],
      { at, fault: 'binding' },
    ),
    accepts(
      'par-dpop-jkt-alone',
      'accepts dpop_jkt without a proof',
      'RFC9449-10.1-05',
      [lines('absent'), dpopJkt(thumbprint('own'))],
      { at, atMost: 'warn' },
    ),
    observes(
      'par-dpop-jkt-alone-malformed',
      'may refuse a dpop_jkt that is no thumbprint',
      'RFC9449-10-07',
      [lines('absent'), dpopJkt('abc')],
      { at },
    ),

    rejects(
      'par-client-unauthenticated',
      'rejects a pushed authorization request with a proof and no client credentials',
      'RFC9126-2.1-01',
      [{ op: 'client-auth', use: 'none' }],
      { at, needs: ['confidential-client'], session: { client: 'confidential' }, fault: 'client' },
    ),
    rejects(
      'par-client-assertion-is-proof',
      'rejects in a pushed authorization request the proof itself as client assertion',
      ['RFC9449-11.5-02', 'RFC9126-2.1-01'],
      [{ op: 'client-auth', use: 'proof-as-assertion' }],
      { at, needs: ['confidential-client'], session: { client: 'confidential' }, fault: 'client' },
    ),
    rejects(
      'par-bad-proof-error',
      'answers a bad proof in a pushed authorization request with a JSON error',
      'RFC9449-10.1-02',
      [signature('empty')],
      {
        at,
        checks: [
          check('RFC9126-2.3-01', { check: 'error-json' }),
          check('RFC9126-2.3-01', { check: 'status', in: [400] }),
        ],
      },
    ),
  ],
});
