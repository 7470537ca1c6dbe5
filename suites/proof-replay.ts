import type { Op } from '../src/plan/ops.ts';
import type { HtuEdit } from '../src/plan/values.ts';
import { claim, header, htu, jti, lawful, now, sequence, signature } from '../src/suite/define.ts';
import { defineSuite, type Case, type ExchangeSpec, type Need } from '../src/suite/schema.ts';

const again: Op[] = [{ op: 'proof-of', exchange: 'first' }];
const resigned: Op[] = [claim.set('jti', jti('first'))];
/** With a nonce that is new, a proof signed anew is no replay to a server that goes by nonces. */
const signedAnew: Need[] = ['nonce-not-required'];

type Options = Partial<Pick<Case, 'needs' | 'session' | 'lane' | 'why'>>;

/** Graded as a failure where the target claims replay detection, as a warning where it does not. */
function replay(
  id: string,
  title: string,
  exchanges: ExchangeSpec[],
  also: string[],
  { needs = [], ...options }: Options = {},
): Case[] {
  return [
    sequence(id, title, ['PM-REPLAY-CLAIM', 'RFC9449-11.1-02', ...also], exchanges, {
      ...options,
      needs: ['replay-detection', ...needs],
      fault: 'proof',
    }),
    sequence(`${id}-unclaimed`, title, ['RFC9449-11.1-02', ...also], exchanges, {
      ...options,
      needs: ['no-replay-detection-claim', ...needs],
      fault: 'proof',
    }),
  ];
}

/** The cache must not be keyed on the text of the claim. Only where replays are caught is there a cache to fool. */
function respelt(id: string, what: string, ...edits: HtuEdit[]): Case {
  return sequence(
    id,
    `rejects a used jti again when htu ${what}`,
    ['PM-REPLAY-CLAIM', 'RFC9449-11.1-08'],
    [lawful('first'), { delta: [...resigned, claim.set('htu', htu(...edits))], expect: 'refuse' }],
    { needs: ['replay-detection', ...signedAnew], fault: 'proof' },
  );
}

const proofs = (length: number): ExchangeSpec[] => Array.from({ length }, () => lawful());

/** @see https://www.rfc-editor.org/rfc/rfc9449.html#section-11.1 */
export const proofReplay = defineSuite({
  id: 'proof-replay',
  title: 'A proof is good once',
  section: 'RFC 9449 §11.1',
  cases: [
    ...replay(
      'replay-identical',
      'rejects a proof it has accepted before',
      [lawful('first'), { delta: again, expect: 'refuse' }],
      ['RFC9700-4.10.1-01'],
    ),
    ...replay(
      'replay-resigned',
      'rejects a jti it has accepted before in a proof that is signed anew',
      [lawful('first'), { delta: resigned, expect: 'refuse' }],
      ['RFC9449-11.1-08'],
      { needs: signedAnew, why: 'A memory of whole proofs does not notice that only the signature changed.' },
    ),
    ...replay(
      'replay-resigned-later-iat',
      'rejects a jti it has accepted before in a proof made at another time',
      [lawful('first'), { delta: [...resigned, claim.set('iat', now(-2))], expect: 'refuse' }],
      ['RFC9449-11.1-08'],
      { needs: signedAnew },
    ),
    ...replay(
      'replay-resigned-kid',
      'rejects a jti it has accepted before in a proof with another header',
      [lawful('first'), { delta: [...resigned, header.set('kid', 'x')], expect: 'refuse' }],
      ['RFC9449-11.1-08'],
      { needs: signedAnew },
    ),
    ...replay(
      'replay-negated',
      'rejects a proof it has accepted before under its other valid ECDSA signature',
      [lawful('first'), { delta: [{ op: 'proof-of', exchange: 'first', malleate: true }], expect: 'refuse' }],
      ['RFC9449-11.1-08'],
      {
        session: { alg: 'ES256' },
        why: 'Anyone can make the second signature from the first, and a memory of texts takes it for another proof.',
      },
    ),
    ...replay(
      'replay-after-twenty',
      'rejects a proof it has accepted before, twenty proofs later',
      [lawful('first'), ...proofs(20), { delta: again, expect: 'refuse' }],
      [],
      { why: 'A small memory forgets the proof long before it expires.' },
    ),
    ...replay(
      'replay-after-120',
      'rejects a proof it has accepted before, 120 proofs later',
      [lawful('first'), ...proofs(120), { delta: again, expect: 'refuse' }],
      [],
      { lane: 'slow', why: 'A small memory forgets the proof long before it expires.' },
    ),
    ...replay(
      'replay-four-times',
      'rejects a proof it has accepted before however often it is sent',
      [
        lawful('first'),
        { delta: again, expect: 'refuse' },
        { delta: again, expect: 'refuse' },
        { delta: again, expect: 'refuse' },
        { delta: again, expect: 'refuse' },
      ],
      [],
      { why: 'Workers that remember apart catch a replay only when it meets the same one.' },
    ),
    sequence(
      'replay-after-5-s',
      'rejects a proof it has accepted five seconds before',
      ['PM-REPLAY-CLAIM', 'RFC9449-11.1-02'],
      [lawful('first'), { delta: again, expect: 'refuse', after: 5 }],
      { needs: ['replay-detection'], fault: 'proof', lane: 'slow' },
    ),
    sequence(
      'replay-after-30-s',
      'rejects a proof it has accepted half a minute before',
      ['PM-REPLAY-CLAIM', 'RFC9449-11.1-02'],
      [lawful('first'), { delta: again, expect: 'refuse', after: 30 }],
      { needs: ['replay-detection'], fault: 'proof', lane: 'slow' },
    ),
    respelt('replay-upper-host', 'has the host in upper case', 'upper-host'),
    respelt('replay-upper-scheme', 'has the scheme in upper case', 'upper-scheme'),
    respelt('replay-default-port', 'spells out or leaves out the default port', 'default-port'),
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
