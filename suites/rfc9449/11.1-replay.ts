import type { Op } from '../../src/plan/ops.ts';
import { sequence } from '../../src/suite/cases.ts';
import { claim, claimOf, header, jti, lawful, now } from '../../src/suite/define.ts';
import type { Need } from '../../src/suite/need.ts';
import type { Case, ExchangeSpec } from '../../src/suite/schema.ts';

const again: Op[] = [{ op: 'proof-of', exchange: 'first' }];
/** A proof signed again with a new nonce is no replay for a server which relies on nonces. */
const signedAnew: Need[] = ['nonce-not-required'];
/** A breach weighs more where the target claims replay detection. */
const whereClaimed = { claim: 'replay-detection', requirement: 'PM-REPLAY-CLAIM' } as const;
/** The case applies only where the server refuses a plain replay. Any other server remembers no proofs. */
const caught: ExchangeSpec = { delta: again, expect: 'refuse', premise: 'it takes the very same proof again' };
/** The case does not apply when the proof is too old by now, because the server then refuses it for its age. */
const stillYoung: ExchangeSpec = {
  delta: [claim.set('iat', claimOf('first', 'iat'))],
  expect: 'accept',
  premise: 'a new proof of the same age is not accepted any more',
};

/**
 * A server accepts each proof only once.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-11.1
 */
export const replayCases: readonly Case[] = [
  sequence({
    id: 'replay-identical',
    title: 'rejects a proof it has accepted before',
    requirements: ['RFC9449-11.1-02', 'RFC9700-4.10.1-01'],
    whereClaimed,
    fault: 'proof',
    each: true,
    exchanges: [lawful('first'), { delta: again, expect: 'refuse' }],
  }),
  sequence({
    id: 'replay-resigned',
    title: 'rejects a jti it has accepted before in a proof that is signed anew',
    requirements: ['RFC9449-11.1-02', 'RFC9449-11.1-08'],
    whereClaimed,
    why: 'A memory of whole proofs does not notice that only the signature changed.',
    needs: signedAnew,
    fault: 'proof',
    exchanges: [lawful('first'), { delta: [claim.set('jti', jti('first'))], expect: 'refuse' }],
  }),
  sequence({
    id: 'replay-resigned-later-iat',
    title: 'rejects a jti it has accepted before in a proof made at another time',
    requirements: ['RFC9449-11.1-02', 'RFC9449-11.1-08'],
    whereClaimed,
    needs: signedAnew,
    fault: 'proof',
    exchanges: [
      lawful('first'),
      { delta: [claim.set('jti', jti('first')), claim.set('iat', now(-2))], expect: 'refuse' },
    ],
  }),
  sequence({
    id: 'replay-resigned-kid',
    title: 'rejects a jti it has accepted before in a proof with another header',
    requirements: ['RFC9449-11.1-02', 'RFC9449-11.1-08'],
    whereClaimed,
    needs: signedAnew,
    fault: 'proof',
    exchanges: [lawful('first'), { delta: [claim.set('jti', jti('first')), header.set('kid', 'x')], expect: 'refuse' }],
  }),
  sequence({
    id: 'replay-negated',
    title: 'rejects a proof it has accepted before under its other valid ECDSA signature',
    requirements: ['RFC9449-11.1-02', 'RFC9449-11.1-08'],
    whereClaimed,
    why: 'Anyone can make the second signature from the first, and a memory of texts takes it for another proof.',
    session: { keyType: 'EC' },
    fault: 'proof',
    exchanges: [
      lawful('first'),
      { delta: [{ op: 'proof-of', exchange: 'first', edit: 'negate-s' }], expect: 'refuse' },
    ],
  }),
  sequence({
    id: 'replay-spare-bits',
    title: 'rejects a proof it has accepted before with spare bits of its signature set',
    requirements: ['RFC9449-11.1-02', 'RFC9449-11.1-08'],
    whereClaimed,
    why: 'A decoder that lets them pass sees the same proof, and a memory of texts another one.',
    fault: 'proof',
    exchanges: [
      lawful('first'),
      caught,
      { delta: [{ op: 'proof-of', exchange: 'first', edit: 'spare-bits' }], expect: 'refuse' },
    ],
  }),
  sequence({
    id: 'replay-after-twenty',
    title: 'rejects a proof it has accepted before, twenty proofs later',
    requirements: ['RFC9449-11.1-02'],
    whereClaimed,
    why: 'A small memory forgets the proof long before it expires.',
    fault: 'proof',
    exchanges: [
      lawful('first'),
      { delta: [], expect: 'accept', repeat: 20 },
      stillYoung,
      { delta: again, expect: 'refuse' },
    ],
  }),
  sequence({
    id: 'replay-after-1100',
    title: 'rejects a proof it has accepted before, 1100 proofs later',
    requirements: ['RFC9449-11.1-02'],
    whereClaimed,
    why: 'A bounded memory forgets the proof long before it expires: whoever floods it can replay.',
    fault: 'proof',
    lane: 'slow',
    exchanges: [
      lawful('first'),
      { delta: [], expect: 'accept', repeat: 1100 },
      stillYoung,
      { delta: again, expect: 'refuse' },
    ],
  }),
  sequence({
    id: 'replay-four-times',
    title: 'rejects a proof it has accepted before however often it is sent',
    requirements: ['RFC9449-11.1-02'],
    whereClaimed,
    why: 'Workers that remember apart catch a replay only when it meets the same one.',
    fault: 'proof',
    exchanges: [
      lawful('first'),
      { delta: again, expect: 'refuse' },
      { delta: again, expect: 'refuse' },
      { delta: again, expect: 'refuse' },
      { delta: again, expect: 'refuse' },
    ],
  }),
  sequence({
    id: 'replay-other-replica',
    title: 'rejects a proof that another of its replicas has accepted before',
    requirements: ['RFC9449-11.1-12'],
    whereClaimed,
    why: 'Whoever can choose the server sends a used proof to one that has not seen it.',
    needs: ['replicas'],
    fault: 'proof',
    exchanges: [
      { name: 'first', replica: 1, delta: [], expect: 'accept' },
      { ...caught, replica: 1 },
      { replica: 2, delta: again, expect: 'refuse' },
    ],
  }),
  sequence({
    id: 'replay-at-once',
    title: 'accepts one at most of many copies of a proof that arrive together',
    requirements: ['RFC9449-11.1-09'],
    whereClaimed,
    why: 'Looking a jti up and storing it are two steps; whoever comes between them gets in as well.',
    fault: 'proof',
    exchanges: [lawful('first'), caught, { delta: [], expect: 'once', burst: { times: 10, rounds: 3, same: 'proof' } }],
  }),
  sequence({
    id: 'replay-with-other-code',
    title: 'rejects with another authorization code a proof it has accepted before',
    requirements: ['RFC9449-11.1-02'],
    whereClaimed,
    at: ['token'],
    needs: ['authorization-code'],
    session: { grant: 'authorization_code' },
    fault: 'proof',
    exchanges: [lawful('first'), { delta: again, expect: 'refuse' }],
  }),
  sequence({
    id: 'replay-with-other-refresh-token',
    title: 'rejects with another refresh token a proof it has accepted before',
    requirements: ['RFC9449-11.1-02'],
    whereClaimed,
    at: ['token'],
    needs: ['refresh-token'],
    session: { grant: 'refresh_token' },
    fault: 'proof',
    exchanges: [lawful('first'), { delta: again, expect: 'refuse' }],
  }),
  sequence({
    id: 'code-at-once',
    title: 'accepts an authorization code once when many requests bring it together',
    requirements: ['RFC6749-4.1.2-01'],
    why: 'A code that leaked can be redeemed beside its owner.',
    at: ['token'],
    needs: ['authorization-code'],
    session: { grant: 'authorization_code' },
    fault: 'grant',
    // As code-twice.
    destructive: true,
    exchanges: [{ delta: [], expect: 'once', burst: { times: 6, rounds: 2, same: 'grant' } }],
  }),
];
