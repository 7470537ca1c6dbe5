import type { Op } from '../src/plan/ops.ts';
import type { HtuEdit } from '../src/plan/values.ts';
import { claim, claimOf, edge, header, htu, jti, lawful, now, sequence, signature } from '../src/suite/define.ts';
import { defineSuite, type Case, type ExchangeSpec, type Need } from '../src/suite/schema.ts';

const again: Op[] = [{ op: 'proof-of', exchange: 'first' }];
const resigned: Op[] = [claim.set('jti', jti('first'))];
/** With a nonce that is new, a proof signed anew is no replay to a server that goes by nonces. */
const signedAnew: Need[] = ['nonce-not-required'];

type Options = Partial<Pick<Case, 'at' | 'each' | 'needs' | 'session' | 'lane' | 'why'>>;

/** A breach weighs more where the target claims replay detection. */
const whereClaimed = { claim: 'replay-detection', requirement: 'PM-REPLAY-CLAIM' } as const;

function replay(
  id: string,
  title: string,
  requirements: string[],
  exchanges: ExchangeSpec[],
  options: Options = {},
): Case {
  return sequence(id, title, [...requirements, 'PM-REPLAY-CLAIM'], exchanges, {
    whereClaimed,
    fault: 'proof',
    ...options,
  });
}

/** Only where the plain replay is caught is there a memory to fool. */
const caught: ExchangeSpec = { delta: again, expect: 'refuse', premise: 'it takes the very same proof again' };

/** What is too old by now is refused for that: no memory shows. */
const stillYoung: ExchangeSpec = {
  delta: [claim.set('iat', claimOf('first', 'iat'))],
  expect: 'accept',
  premise: 'a new proof of the same age is not accepted any more',
};

/** The memory must not be keyed on the text of the claim. */
function respelt(id: string, what: string, ...edits: HtuEdit[]): Case {
  return replay(
    id,
    `rejects a used jti again when htu ${what}`,
    ['RFC9449-11.1-08'],
    [lawful('first'), caught, { delta: [...resigned, claim.set('htu', htu(...edits))], expect: 'refuse' }],
    { needs: signedAnew },
  );
}

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-11.1 */
export const proofReplay = defineSuite({
  id: 'proof-replay',
  title: 'A proof is good once',
  section: 'RFC 9449 §11.1',
  cases: [
    replay(
      'replay-identical',
      'rejects a proof it has accepted before',
      ['RFC9449-11.1-02', 'RFC9700-4.10.1-01'],
      [lawful('first'), { delta: again, expect: 'refuse' }],
      { each: true },
    ),
    replay(
      'replay-resigned',
      'rejects a jti it has accepted before in a proof that is signed anew',
      ['RFC9449-11.1-02', 'RFC9449-11.1-08'],
      [lawful('first'), { delta: resigned, expect: 'refuse' }],
      { needs: signedAnew, why: 'A memory of whole proofs does not notice that only the signature changed.' },
    ),
    replay(
      'replay-resigned-later-iat',
      'rejects a jti it has accepted before in a proof made at another time',
      ['RFC9449-11.1-02', 'RFC9449-11.1-08'],
      [lawful('first'), { delta: [...resigned, claim.set('iat', now(-2))], expect: 'refuse' }],
      { needs: signedAnew },
    ),
    replay(
      'replay-resigned-kid',
      'rejects a jti it has accepted before in a proof with another header',
      ['RFC9449-11.1-02', 'RFC9449-11.1-08'],
      [lawful('first'), { delta: [...resigned, header.set('kid', 'x')], expect: 'refuse' }],
      { needs: signedAnew },
    ),
    replay(
      'replay-negated',
      'rejects a proof it has accepted before under its other valid ECDSA signature',
      ['RFC9449-11.1-02', 'RFC9449-11.1-08'],
      [lawful('first'), { delta: [{ op: 'proof-of', exchange: 'first', edit: 'negate-s' }], expect: 'refuse' }],
      {
        session: { alg: 'ES256' },
        why: 'Anyone can make the second signature from the first, and a memory of texts takes it for another proof.',
      },
    ),
    replay(
      'replay-spare-bits',
      'rejects a proof it has accepted before with spare bits of its signature set',
      ['RFC9449-11.1-02', 'RFC9449-11.1-08'],
      [
        lawful('first'),
        caught,
        { delta: [{ op: 'proof-of', exchange: 'first', edit: 'spare-bits' }], expect: 'refuse' },
      ],
      { why: 'A decoder that lets them pass sees the same proof, and a memory of texts another one.' },
    ),
    replay(
      'replay-after-twenty',
      'rejects a proof it has accepted before, twenty proofs later',
      ['RFC9449-11.1-02'],
      [lawful('first'), { ...lawful(), repeat: 20 }, stillYoung, { delta: again, expect: 'refuse' }],
      { why: 'A small memory forgets the proof long before it expires.' },
    ),
    replay(
      'replay-after-1100',
      'rejects a proof it has accepted before, 1100 proofs later',
      ['RFC9449-11.1-02'],
      [lawful('first'), { ...lawful(), repeat: 1100 }, stillYoung, { delta: again, expect: 'refuse' }],
      { lane: 'slow', why: 'A bounded memory forgets the proof long before it expires: whoever floods it can replay.' },
    ),
    replay(
      'replay-four-times',
      'rejects a proof it has accepted before however often it is sent',
      ['RFC9449-11.1-02'],
      [
        lawful('first'),
        { delta: again, expect: 'refuse' },
        { delta: again, expect: 'refuse' },
        { delta: again, expect: 'refuse' },
        { delta: again, expect: 'refuse' },
      ],
      { why: 'Workers that remember apart catch a replay only when it meets the same one.' },
    ),
    replay(
      'replay-other-replica',
      'rejects a proof that another of its replicas has accepted before',
      ['RFC9449-11.1-12'],
      [
        { ...lawful('first'), replica: 1 },
        { ...caught, replica: 1 },
        { delta: again, expect: 'refuse', replica: 2 },
      ],
      { needs: ['replicas'], why: 'Whoever can choose the server sends a used proof to one that has not seen it.' },
    ),
    replay(
      'replay-at-once',
      'accepts one at most of many copies of a proof that arrive together',
      ['RFC9449-11.1-09'],
      [lawful('first'), caught, { delta: [], expect: 'once', burst: { times: 10, rounds: 3, same: 'proof' } }],
      { why: 'Looking a jti up and storing it are two steps; whoever comes between them gets in as well.' },
    ),
    replay(
      'replay-with-other-code',
      'rejects with another authorization code a proof it has accepted before',
      ['RFC9449-11.1-02'],
      [lawful('first'), { delta: again, expect: 'refuse' }],
      { at: ['token'], needs: ['authorization-code'], session: { grant: 'authorization_code' } },
    ),
    replay(
      'replay-with-other-refresh-token',
      'rejects with another refresh token a proof it has accepted before',
      ['RFC9449-11.1-02'],
      [lawful('first'), { delta: again, expect: 'refuse' }],
      { at: ['token'], needs: ['refresh-token'], session: { grant: 'refresh_token' } },
    ),
    sequence(
      'code-at-once',
      'accepts an authorization code once when many requests bring it together',
      'RFC6749-4.1.2-01',
      [{ delta: [], expect: 'once', burst: { times: 6, rounds: 2, same: 'grant' } }],
      {
        at: ['token'],
        needs: ['authorization-code'],
        session: { grant: 'authorization_code' },
        fault: 'grant',
        why: 'A code that leaked can be redeemed beside its owner.',
      },
    ),
    replay(
      'replay-after-5-s',
      'rejects a proof it has accepted five seconds before',
      ['RFC9449-11.1-02'],
      [lawful('first'), { ...stillYoung, after: 5 }, { delta: again, expect: 'refuse' }],
      { lane: 'slow' },
    ),
    replay(
      'replay-after-30-s',
      'rejects a proof it has accepted half a minute before',
      ['RFC9449-11.1-02'],
      [lawful('first'), { ...stillYoung, after: 30 }, { delta: again, expect: 'refuse' }],
      { lane: 'slow' },
    ),
    replay(
      'replay-aged',
      'remembers a proof that is as old as it may be',
      ['RFC9449-11.1-11'],
      [
        lawful('fresh'),
        {
          delta: [{ op: 'proof-of', exchange: 'fresh' }],
          expect: 'refuse',
          premise: 'it takes the very same proof again',
        },
        {
          name: 'first',
          delta: [claim.set('iat', edge(3, 'past'))],
          expect: 'accept',
          premise: 'it takes no proof that is seconds old after all',
        },
        { delta: again, expect: 'refuse' },
      ],
      {
        needs: ['nonce-not-required', 'clock-in-step'],
        why: 'A memory that leaves the leeway for clocks out of the lifetime forgets such a proof at once.',
      },
    ),
    replay(
      'replay-at-window-end',
      'remembers a proof dated ahead for as long as it would be accepted',
      ['RFC9449-11.1-11'],
      [
        {
          name: 'first',
          delta: [claim.set('iat', edge(-1))],
          expect: 'accept',
          premise: 'it takes no proof dated ahead after all',
        },
        caught,
        { ...stillYoung, after: { of: 'iat-window', plus: -3 } },
        { delta: again, expect: 'refuse' },
      ],
      {
        needs: ['nonce-not-required', 'clock-in-step'],
        lane: 'slow',
        why: 'A memory that counts from the first use forgets a proof dated ahead before the proof expires.',
      },
    ),
    respelt('replay-upper-host', 'has the host in upper case', 'upper-host'),
    respelt('replay-upper-scheme', 'has the scheme in upper case', 'upper-scheme'),
    respelt('replay-percent-letter', 'has a letter percent-encoded', 'percent-unreserved'),
    respelt('replay-dot-segments', 'has dot segments', 'dot-segments'),
    respelt('replay-added-query', 'has a query', 'query'),
    respelt('replay-added-fragment', 'has a fragment', 'fragment'),
    sequence(
      'replay-other-uri',
      'may refuse at one resource a jti used at another',
      'RFC9449-11.1-03',
      [
        { ...lawful('first'), resource: 'second' },
        { delta: resigned, expect: 'observe' },
      ],
      { at: ['resource'], needs: ['second-resource'] },
    ),
    sequence(
      'replay-other-endpoint',
      'may refuse in a pushed authorization request a jti used in a token request',
      'RFC9449-11.1-03',
      [
        { ...lawful('first'), at: 'token' },
        { delta: resigned, expect: 'observe' },
      ],
      { at: ['par'] },
    ),
    sequence(
      'replay-other-key',
      'may refuse a jti that came in a proof made with another key',
      'RFC9449-11.1-03',
      [lawful('first'), { delta: [...resigned, { op: 'key', use: 'other' }], expect: 'observe' }],
      { at: ['token'] },
    ),
    sequence(
      'replay-after-refusal',
      'may refuse a jti that came in a refused proof before',
      'RFC9449-11.1-03',
      [
        { name: 'first', delta: [signature('flip-first')], expect: 'refuse' },
        { delta: resigned, expect: 'observe' },
      ],
      { fault: 'proof' },
    ),
  ],
});
