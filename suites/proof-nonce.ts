import type { Op } from '../src/plan/ops.ts';
import {
  asPlaces,
  challenges,
  check,
  claim,
  claimOf,
  lawful,
  nonce,
  observes,
  rejects,
  sequence,
} from '../src/suite/define.ts';
import { defineSuite, type Case } from '../src/suite/schema.ts';

/** A nonce the server did not give out; codes other than `use_dpop_nonce` are lawful but unhelpful. */
function wrongNonce(id: string, title: string, op: Op, why?: string): Case {
  return rejects(id, title, ['RFC9449-4.3-10', 'RFC9449-8-07', 'RFC9449-9-03'], [op], {
    needs: ['nonce-required'],
    fault: 'nonce',
    ...(why === undefined ? {} : { why }),
  });
}

const decoded = 'A server that decodes the nonce leniently may not see the difference.';

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-8 and section 9 */
export const proofNonce = defineSuite({
  id: 'proof-nonce',
  title: 'A nonce, once demanded, is recent, right and never left out',
  section: 'RFC 9449 §4.3 check 10, §8, §9, §11.3',
  cases: [
    challenges(
      'as-nonce-missing',
      'demands a nonce from a token request without one',
      'RFC9449-8-02',
      [nonce('none')],
      {
        at: ['token'],
        needs: ['nonce-required'],
        checks: [
          check('RFC9449-8-02', { check: 'status', in: [400] }, 'warn'),
          check('RFC9449-8-02', { check: 'error', in: ['use_dpop_nonce'] }),
          check('RFC9449-8-03', { check: 'field-present', name: 'DPoP-Nonce' }),
          check('RFC6749-5.2-01', { check: 'error-json' }),
        ],
      },
    ),
    challenges(
      'par-nonce-missing',
      'demands a nonce from a pushed authorization request without one',
      'RFC9449-8-16',
      [nonce('none')],
      {
        at: ['par'],
        needs: ['token-nonce-required'],
        atMost: 'info',
        checks: [
          check('RFC9449-8-16', { check: 'status', in: [400] }),
          check('RFC9449-8-16', { check: 'field-present', name: 'DPoP-Nonce' }),
        ],
      },
    ),
    challenges('rs-nonce-missing', 'demands a nonce from a request without one', 'RFC9449-9-02', [nonce('none')], {
      at: ['resource'],
      needs: ['nonce-required'],
      checks: [
        check('RFC9449-9-02', { check: 'status', in: [401] }, 'warn'),
        check('RFC9449-9-02', { check: 'challenge', scheme: 'DPoP' }, 'warn'),
        check('RFC9449-7.1-08', { check: 'challenge-param', scheme: 'DPoP', param: 'error' }),
        check('RFC9449-9-02', { check: 'error', in: ['use_dpop_nonce'] }),
        check('RFC9449-9-02', { check: 'field-present', name: 'DPoP-Nonce' }),
      ],
    }),
    sequence(
      'as-nonce-supplied-works',
      'accepts the nonce that it has just supplied',
      'RFC9449-8-09',
      [{ delta: [nonce('none')], expect: 'challenge' }, lawful()],
      { at: ['token'], needs: ['nonce-required'] },
    ),
    ...(['authorization_code', 'refresh_token'] as const).map((grant) =>
      sequence(
        `${grant === 'refresh_token' ? 'refresh-token' : 'code'}-survives-challenge`,
        `accepts the ${grant === 'refresh_token' ? 'refresh token' : 'code'} of a request that it has answered with a demand for a nonce`,
        'RFC9449-8-09',
        [
          { name: 'asked', delta: [nonce('none')], expect: 'challenge' },
          { delta: [{ op: 'grant-of', exchange: 'asked' }], expect: 'accept' },
        ],
        {
          at: ['token'],
          needs: ['nonce-required', grant === 'refresh_token' ? 'refresh-token' : 'authorization-code'],
          session: { grant },
          fault: 'grant',
          why: 'The client is to send the same request again; it has no other code.',
        },
      ),
    ),
    sequence(
      'rs-nonce-supplied-works',
      'accepts the nonce that it has just supplied',
      'RFC9449-9-04',
      [{ delta: [nonce('none')], expect: 'challenge' }, lawful()],
      { at: ['resource'], needs: ['nonce-required'] },
    ),

    rejects(
      'nonce-left-out-after-challenge',
      'rejects a proof without nonce after it has demanded one',
      'RFC9449-11.3-01',
      [nonce('none')],
      {
        needs: ['nonce-required'],
        fault: 'nonce',
        why: 'Otherwise proofs made in store, without a nonce, would keep working.',
      },
    ),
    rejects(
      'nonce-left-out-after-offer',
      'rejects a proof without nonce after it has offered one',
      'RFC9449-11.3-01',
      [nonce('none')],
      {
        needs: ['nonce-seen', 'nonce-not-required'],
        fault: 'nonce',
        atMost: 'warn',
        why: 'Read to the letter §11.3 forbids it, but §8 leaves it to the server whether a nonce is needed.',
      },
    ),

    rejects(
      'nonce-made-up',
      'rejects a nonce that nobody gave out',
      ['RFC9449-4.3-10', 'RFC9449-8-07', 'RFC9449-9-03'],
      [nonce('made-up')],
      { needs: ['nonce-required'], fault: 'nonce' },
    ),
    rejects(
      'as-nonce-made-up-code',
      'names use_dpop_nonce when it refuses a nonce that nobody gave out',
      'RFC9449-8-05',
      [nonce('made-up')],
      {
        at: asPlaces,
        needs: ['nonce-required'],
        fault: 'nonce',
        checks: [check('RFC9449-8-05', { check: 'error', in: ['use_dpop_nonce'] })],
      },
    ),
    rejects(
      'rs-nonce-made-up-code',
      'names use_dpop_nonce when it refuses a nonce that nobody gave out',
      'RFC9449-7.1-08',
      [nonce('made-up')],
      {
        at: ['resource'],
        needs: ['nonce-required'],
        fault: 'nonce',
        checks: [check('RFC9449-7.1-08', { check: 'error', in: ['use_dpop_nonce'] })],
      },
    ),
    wrongNonce(
      'nonce-first-flipped',
      'rejects its nonce with the first character changed',
      nonce('current', 'flip-first'),
    ),
    wrongNonce(
      'nonce-last-dropped',
      'rejects its nonce without the last character',
      nonce('current', 'drop-last'),
      decoded,
    ),
    wrongNonce('nonce-appended', 'rejects its nonce with one character more', nonce('current', 'append'), decoded),
    wrongNonce('nonce-upper', 'rejects its nonce in upper case', nonce('current', 'upper')),
    wrongNonce('nonce-space', 'rejects its nonce with a space behind it', nonce('current', 'space'), decoded),
    wrongNonce('nonce-empty', 'rejects an empty nonce', nonce('current', 'empty')),
    wrongNonce('nonce-null', 'rejects a nonce that is null', claim.set('nonce', null)),
    wrongNonce('nonce-true', 'rejects a nonce that is true', claim.set('nonce', true)),
    wrongNonce('nonce-number', 'rejects a nonce that is a number', claim.set('nonce', 0)),
    rejects(
      'nonce-array',
      'rejects a good nonce inside an array',
      ['RFC9449-4.3-10'],
      [claim.set('nonce', [{ $: 'nonce' }])],
      {
        needs: ['nonce-required'],
        fault: 'nonce',
        atMost: 'warn',
      },
    ),
    wrongNonce('nonce-empty-array', 'rejects a nonce that is an empty array', claim.set('nonce', [])),
    wrongNonce('nonce-empty-object', 'rejects a nonce that is an empty object', claim.set('nonce', {})),

    observes(
      'as-nonce-of-resource',
      'may accept a nonce of the resource server',
      'RFC9449-8-07',
      [nonce('other-role')],
      {
        at: asPlaces,
        needs: ['nonce-required', 'other-role-nonce'],
      },
    ),
    observes(
      'rs-nonce-of-authorization-server',
      'may accept a nonce of the authorization server',
      'RFC9449-9-06',
      [nonce('other-role')],
      { at: ['resource'], needs: ['nonce-required', 'other-role-nonce'] },
    ),
    observes('as-nonce-older', 'may accept an older nonce', ['RFC9449-8-10', 'RFC9449-11.1-07'], [nonce('stale')], {
      at: asPlaces,
      needs: ['nonce-required'],
    }),
    observes('rs-nonce-older', 'may accept an older nonce', 'RFC9449-11.1-07', [nonce('stale')], {
      at: ['resource'],
      needs: ['nonce-required'],
    }),
    sequence(
      'nonce-past-lifetime',
      'rejects a nonce that is older than the lifetime it claims',
      ['RFC9449-4.3-10', 'RFC9449-8-07', 'RFC9449-9-03'],
      [
        lawful('first'),
        {
          delta: [claim.set('nonce', claimOf('first', 'nonce'))],
          expect: 'refuse',
          after: { of: 'nonce-lifetime', plus: 2 },
        },
      ],
      { needs: ['nonce-required', 'nonce-lifetime'], fault: 'nonce', lane: 'slow' },
    ),
    observes('nonce-unsolicited', 'may refuse a nonce that it did not ask for', 'RFC9449-8-17', [nonce('made-up')], {
      needs: ['nonce-not-required'],
    }),
  ],
});
