import { accepts, authorization, check, lines, observes, rejects, sequence, signature } from '../src/suite/define.ts';
import type { Op, OpOf } from '../src/plan/ops.ts';
import { defineSuite, type Case, type Need, type Place, type SessionSpec } from '../src/suite/schema.ts';

const at: Place[] = ['token'];
const session: SessionSpec = { grant: 'authorization_code' };
/** Request objects are signed with the key of private_key_jwt. */
const signer: SessionSpec = { grant: 'authorization_code', client: 'assertion' };
const otherKey: Op = { op: 'key', use: 'other' };
const ownKey = check('RFC9449-5-02', { check: 'cnf-jkt', is: 'proof-key' });

type Wish = Omit<OpOf<'authorization'>, 'op' | 'via'>;

const front = (more: Wish): Op => authorization('front', more);
const signed = (more: Wish): Op => authorization('request-object', more);
const pushed = (more: Wish = {}): Op => authorization('par', more);

/** The code of a request like this has to be refused with that delta. */
function refuses(
  id: string,
  title: string,
  requirements: string[],
  wish: Op,
  delta: Op[],
  needs: Need[],
  fault: Case['fault'] = 'grant',
): Case {
  const options = { at, session, fault, with: [wish], needs: ['authorization-code' as const, ...needs] };
  return rejects(id, title, requirements, delta, options);
}

const wrongVerifier: Op = { op: 'form-set', name: 'code_verifier', value: { $: 'random', bytes: 32 } };
const noVerifier: Op = { op: 'form-remove', name: 'code_verifier' };

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-10 */
export const codeBinding = defineSuite({
  id: 'code-binding',
  title: 'An authorization code is bound to the key that was named for it',
  section: 'RFC 9449 §10, RFC 7636, RFC 9126',
  cases: [
    accepts(
      'code-dpop-jkt-own-key',
      'accepts a code bound by dpop_jkt with a proof of that key',
      ['RFC9449-10-03', 'RFC9449-10-06', 'RFC9449-5-02'],
      [front({ dpopJkt: 'own' })],
      { at, session, needs: ['authorization-code'], fault: 'grant', checks: [ownKey] },
    ),
    refuses(
      'code-dpop-jkt-other-key',
      'rejects a code bound by dpop_jkt with a proof of another key',
      ['RFC9449-10-01b', 'RFC9449-10-01'],
      front({ dpopJkt: 'own' }),
      [otherKey],
      ['dpop-jkt'],
    ),
    refuses(
      'code-dpop-jkt-other-key-unclaimed',
      'rejects a code bound by dpop_jkt with a proof of another key',
      ['RFC9449-10-01'],
      front({ dpopJkt: 'own' }),
      [otherKey],
      ['dpop-jkt-unclaimed'],
    ),
    refuses(
      'code-dpop-jkt-without-proof',
      'rejects a code bound by dpop_jkt without a proof',
      ['RFC9449-10-02'],
      front({ dpopJkt: 'own' }),
      [lines('absent')],
      ['dpop-jkt'],
    ),
    rejects(
      'code-dpop-jkt-malformed',
      'gives no token for a code whose dpop_jkt is no thumbprint',
      'RFC9449-10-07',
      [front({ dpopJkt: 'malformed' })],
      { at, session, needs: ['authorization-code', 'dpop-jkt'], fault: 'grant' },
    ),

    accepts(
      'code-par-dpop-jkt-own-key',
      'accepts a code bound by dpop_jkt of a pushed request with a proof of that key',
      'RFC9449-10.1-05',
      [pushed({ dpopJkt: 'own' })],
      { at, session, needs: ['authorization-code', 'par'], fault: 'grant' },
    ),
    refuses(
      'code-par-dpop-jkt-other-key',
      'rejects a code bound by dpop_jkt of a pushed request with a proof of another key',
      ['RFC9449-10.1-05'],
      pushed({ dpopJkt: 'own' }),
      [otherKey],
      ['par'],
    ),
    refuses(
      'code-par-dpop-jkt-without-proof',
      'rejects a code bound by dpop_jkt of a pushed request without a proof',
      ['RFC9449-10.1-05'],
      pushed({ dpopJkt: 'own' }),
      [lines('absent')],
      ['par'],
    ),
    accepts(
      'code-par-proof-own-key',
      'accepts a code bound by the proof of a pushed request with a proof of that key',
      'RFC9449-10.1-06',
      [pushed({ proof: 'own' })],
      { at, session, needs: ['authorization-code', 'par'], fault: 'grant' },
    ),
    refuses(
      'code-par-proof-other-key',
      'rejects a code bound by the proof of a pushed request with a proof of another key',
      ['RFC9449-10.1-03', 'RFC9449-10.1-06'],
      pushed({ proof: 'own' }),
      [otherKey],
      ['par'],
    ),
    refuses(
      'code-par-proof-without-proof',
      'rejects a code bound by the proof of a pushed request without a proof',
      ['RFC9449-10.1-04'],
      pushed({ proof: 'own' }),
      [lines('absent')],
      ['par'],
    ),
    accepts(
      'code-par-both-own-key',
      'accepts a code bound by both means with a proof of that key',
      'RFC9449-10.1-08',
      [pushed({ proof: 'own', dpopJkt: 'own' })],
      { at, session, needs: ['authorization-code', 'par'], fault: 'grant' },
    ),
    refuses(
      'code-par-both-other-key',
      'rejects a code bound by both means with a proof of another key',
      ['RFC9449-10.1-03', 'RFC9449-10.1-05'],
      pushed({ proof: 'own', dpopJkt: 'own' }),
      [otherKey],
      ['par'],
    ),

    accepts(
      'code-request-object-own-key',
      'accepts a code bound by dpop_jkt of a request object with a proof of that key',
      ['RFC9449-10-03', 'RFC9449-5-02'],
      [signed({ dpopJkt: 'own' })],
      { at, session: signer, needs: ['request-object'], fault: 'grant', checks: [ownKey] },
    ),
    rejects(
      'code-request-object-other-key',
      'rejects a code bound by dpop_jkt of a request object with a proof of another key',
      ['RFC9449-10-01b', 'RFC9449-10-01'],
      [otherKey],
      {
        at,
        session: signer,
        fault: 'grant',
        with: [signed({ dpopJkt: 'own' })],
        needs: ['request-object', 'dpop-jkt'],
      },
    ),
    rejects(
      'code-request-object-other-key-unclaimed',
      'rejects a code bound by dpop_jkt of a request object with a proof of another key',
      ['RFC9449-10-01'],
      [otherKey],
      {
        at,
        session: signer,
        fault: 'grant',
        with: [signed({ dpopJkt: 'own' })],
        needs: ['request-object', 'dpop-jkt-unclaimed'],
      },
    ),
    accepts(
      'code-request-object-query-contradicts',
      'accepts a code bound by dpop_jkt of a request object with a proof of that key, whatever the query names',
      ['RFC9101-6.3-01'],
      [signed({ dpopJkt: 'own', queryDpopJkt: 'other' })],
      {
        at,
        session: signer,
        needs: ['request-object'],
        fault: 'grant',
        why: 'Anybody who touches the link can write a query; only the client can sign the object.',
      },
    ),

    refuses(
      'code-bound-wrong-verifier',
      'rejects a code bound to the key of the proof with a wrong code_verifier',
      ['RFC7636-4.6-01'],
      front({ dpopJkt: 'own' }),
      [wrongVerifier],
      [],
    ),
    refuses(
      'code-bound-without-verifier',
      'rejects a code bound to the key of the proof without its code_verifier',
      ['RFC7636-4.6-02'],
      front({ dpopJkt: 'own' }),
      [noVerifier],
      [],
    ),
    refuses(
      'code-par-bound-wrong-verifier',
      'rejects a code bound by the proof of a pushed request with a wrong code_verifier',
      ['RFC7636-4.6-01'],
      pushed({ proof: 'own' }),
      [wrongVerifier],
      ['par'],
    ),
    refuses(
      'code-verifier-without-challenge',
      'rejects a code_verifier for a code that was asked for without code_challenge',
      ['RFC9700-4.8.2-01'],
      front({ pkce: 'none' }),
      [wrongVerifier],
      [],
    ),

    sequence(
      'code-twice',
      'rejects a code that has been redeemed',
      'RFC6749-4.1.2-01',
      [
        { name: 'first', delta: [], expect: 'accept' },
        { delta: [{ op: 'grant-of', exchange: 'first' }], expect: 'refuse' },
      ],
      { at, session, needs: ['authorization-code'], fault: 'grant' },
    ),
    sequence(
      'code-twice-other-key',
      'rejects a code that has been redeemed, for another key',
      'RFC6749-4.1.2-01',
      [
        { name: 'first', delta: [], expect: 'accept' },
        { delta: [{ op: 'grant-of', exchange: 'first' }, otherKey], expect: 'refuse' },
      ],
      { at, session, needs: ['authorization-code'], fault: 'grant' },
    ),
    sequence(
      'code-after-bad-proof',
      'may still take a code that came with a bad proof before',
      'PM-GRANT-AFTER-REFUSAL',
      [
        { name: 'refused', delta: [signature('flip-first')], expect: 'observe' },
        { delta: [{ op: 'grant-of', exchange: 'refused' }], expect: 'observe' },
      ],
      { at, session, needs: ['authorization-code'] },
    ),

    accepts(
      'authorization-dpop-jkt',
      'accepts dpop_jkt in an authorization request',
      'RFC9449-10-03',
      [{ op: 'form-set', name: 'dpop_jkt', value: { $: 'thumbprint', of: 'own' } }],
      { at: ['authorization'], with: [authorization('front')] },
    ),
    observes(
      'authorization-dpop-jkt-malformed',
      'may refuse a dpop_jkt that is no thumbprint',
      'RFC9449-10-07',
      [{ op: 'form-set', name: 'dpop_jkt', value: 'abc' }],
      { at: ['authorization'], with: [authorization('front')] },
    ),
    rejects(
      'request-uri-of-other-client',
      'rejects the request_uri that another client was given',
      'RFC9126-2.2-02',
      [{ op: 'form-set', name: 'client_id', value: { $: 'client-id', of: 'other' } }],
      { at: ['authorization'], needs: ['par'], with: [pushed()], fault: 'request' },
    ),
    sequence(
      'request-uri-twice',
      'rejects a request_uri that has given a code',
      'RFC9126-2.2-03',
      [
        { name: 'first', with: [pushed()], delta: [], expect: 'accept' },
        { with: [pushed()], delta: [{ op: 'grant-of', exchange: 'first' }], expect: 'refuse' },
      ],
      { at: ['authorization'], needs: ['par'], fault: 'request' },
    ),
  ],
});
