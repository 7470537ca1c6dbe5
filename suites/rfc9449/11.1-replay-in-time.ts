import type { Op } from '../../src/plan/ops.ts';
import type { HtuEdit } from '../../src/plan/values.ts';
import { sequence } from '../../src/suite/cases.ts';
import { claim, claimOf, edge, htu, jti, lawful, signature } from '../../src/suite/define.ts';
import type { Need } from '../../src/suite/need.ts';
import type { Case, ExchangeSpec } from '../../src/suite/schema.ts';

const again: Op[] = [{ op: 'proof-of', exchange: 'first' }];
/** A proof signed again with a new nonce is no replay for a server which relies on nonces. */
const signedAnew: Need[] = ['nonce-not-required'];
/** A breach weighs more where the target claims replay detection. */
const whereClaimed = { claim: 'replay-detection', requirement: 'PM-REPLAY-CLAIM' } as const;
/** The case applies only where the server refuses a plain replay. Any other server remembers no proofs. */
const caught: ExchangeSpec = { delta: again, expect: 'refuse', premise: 'it takes the very same proof again' };
/**
 * The case does not apply when the proof is too old by now, because the server then refuses it for its age; nor when the
 * access token that it was made for has expired.
 */
const stillYoung: ExchangeSpec = {
  delta: [claim.set('iat', claimOf('first', 'iat'))],
  expect: 'accept',
  premise: 'a new proof of the same age is not accepted any more',
};
/** Its proof lives as long as any that the server takes. */
const datedAhead: ExchangeSpec = {
  name: 'first',
  delta: [claim.set('iat', edge(-1))],
  expect: 'accept',
  premise: 'it takes no proof dated ahead after all',
};

/** A little more than servers usually remember a jti. All of them wait side by side. */
const longAges: readonly { readonly id: string; readonly seconds: number; readonly words: string }[] = [
  { id: 'replay-after-65-s', seconds: 65, words: 'a minute' },
  { id: 'replay-after-125-s', seconds: 125, words: 'two minutes' },
  { id: 'replay-after-305-s', seconds: 305, words: 'five minutes' },
];

/** Shows on a proof of its own that there is a memory: the replay of the proof at hand might renew what is remembered. */
const remembers: readonly ExchangeSpec[] = [
  lawful('fresh'),
  { ...caught, delta: [{ op: 'proof-of', exchange: 'fresh' }] },
];

/** Spellings of the same target URI, and of one that differs from it in what is not compared. */
const respellings: readonly { readonly id: string; readonly words: string; readonly edit: HtuEdit }[] = [
  { id: 'replay-upper-host', words: 'the host in upper case', edit: 'upper-host' },
  { id: 'replay-upper-scheme', words: 'the scheme in upper case', edit: 'upper-scheme' },
  { id: 'replay-default-port', words: 'the default port written out', edit: 'default-port' },
  { id: 'replay-percent-letter', words: 'a letter percent-encoded', edit: 'percent-unreserved' },
  { id: 'replay-dot-segments', words: 'dot segments', edit: 'dot-segments' },
  { id: 'replay-added-query', words: 'a query', edit: 'query' },
  { id: 'replay-added-fragment', words: 'a fragment', edit: 'fragment' },
];

/**
 * How long, and under which spelling, a server remembers a jti.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-11.1
 */
export const replayInTimeCases: readonly Case[] = [
  sequence({
    id: 'replay-after-5-s',
    title: 'rejects a proof it has accepted five seconds before',
    requirements: ['RFC9449-11.1-02'],
    whereClaimed,
    fault: 'proof',
    lane: 'slow',
    exchanges: [lawful('first'), { ...stillYoung, after: 5 }, { delta: again, expect: 'refuse' }],
  }),
  sequence({
    id: 'replay-after-30-s',
    title: 'rejects a proof it has accepted half a minute before',
    requirements: ['RFC9449-11.1-02'],
    whereClaimed,
    fault: 'proof',
    lane: 'slow',
    exchanges: [lawful('first'), { ...stillYoung, after: 30 }, { delta: again, expect: 'refuse' }],
  }),
  ...longAges.map(({ id, seconds, words }) =>
    sequence({
      id,
      title: `remembers for ${words} a proof that it would still accept`,
      requirements: ['RFC9449-11.1-11'],
      whereClaimed,
      fault: 'proof',
      lane: 'slow',
      exchanges: [...remembers, lawful('first'), { ...stillYoung, after: seconds }, { delta: again, expect: 'refuse' }],
    }),
  ),
  sequence({
    id: 'replay-aged',
    title: 'remembers a proof that is as old as it may be',
    requirements: ['RFC9449-11.1-11'],
    whereClaimed,
    why: 'A memory that leaves the leeway for clocks out of the lifetime forgets such a proof at once.',
    needs: ['nonce-not-required', 'clock-in-step'],
    fault: 'proof',
    exchanges: [
      ...remembers,
      {
        name: 'first',
        delta: [claim.set('iat', edge(3, 'past'))],
        expect: 'accept',
        premise: 'it takes no proof that is seconds old after all',
      },
      { delta: again, expect: 'refuse' },
    ],
  }),
  sequence({
    id: 'replay-at-window-end',
    title: 'remembers a proof dated ahead for as long as it would be accepted',
    requirements: ['RFC9449-11.1-11'],
    whereClaimed,
    why: 'A memory that counts from the first use forgets a proof dated ahead before the proof expires.',
    needs: ['nonce-not-required', 'clock-in-step'],
    fault: 'proof',
    lane: 'slow',
    exchanges: [
      datedAhead,
      caught,
      { ...stillYoung, after: { of: 'iat-window', plus: -3 } },
      { delta: again, expect: 'refuse' },
    ],
  }),
  sequence({
    id: 'replay-ahead-after-365-s',
    title: 'remembers for six minutes a proof dated ahead that it would still accept',
    requirements: ['RFC9449-11.1-11'],
    whereClaimed,
    why: 'A memory of five minutes is usual, and so is a window of five minutes each way, in which such a proof lives for ten.',
    needs: ['nonce-not-required', 'clock-in-step'],
    fault: 'proof',
    lane: 'slow',
    exchanges: [...remembers, datedAhead, { ...stillYoung, after: 365 }, { delta: again, expect: 'refuse' }],
  }),

  // The memory should not be keyed on the text of the claim. The text of §11.1 speaks of the jti "in the context of the
  // target URI", and only the holder of the key can make such a proof: so a claim of replay detection changes nothing.
  ...respellings.map(({ id, words, edit }) =>
    sequence({
      id,
      title: `rejects a used jti again when htu has ${words}`,
      requirements: ['RFC9449-11.1-08'],
      atMost: 'warn',
      needs: signedAnew,
      fault: 'proof',
      exchanges: [
        lawful('first'),
        caught,
        { delta: [claim.set('jti', jti('first')), claim.set('htu', htu(edit))], expect: 'refuse' },
      ],
    }),
  ),
  sequence({
    id: 'replay-other-uri',
    title: 'may refuse at one resource a jti used at another',
    requirements: ['RFC9449-11.1-03'],
    at: ['resource'],
    needs: ['second-resource'],
    exchanges: [
      { name: 'first', resource: 'second', delta: [], expect: 'accept' },
      { delta: [claim.set('jti', jti('first'))], expect: 'observe' },
    ],
  }),
  sequence({
    id: 'replay-other-endpoint',
    title: 'may refuse in a pushed authorization request a jti used in a token request',
    requirements: ['RFC9449-11.1-03'],
    at: ['par'],
    exchanges: [
      { name: 'first', at: 'token', delta: [], expect: 'accept' },
      { delta: [claim.set('jti', jti('first'))], expect: 'observe' },
    ],
  }),
  sequence({
    id: 'replay-other-key',
    title: 'may refuse a jti that came in a proof made with another key',
    requirements: ['RFC9449-11.1-03'],
    at: ['token'],
    exchanges: [
      lawful('first'),
      { delta: [claim.set('jti', jti('first')), { op: 'key', use: 'other' }], expect: 'observe' },
    ],
  }),
  sequence({
    id: 'replay-after-refusal',
    title: 'may refuse a jti that came in a refused proof before',
    requirements: ['RFC9449-11.1-03'],
    fault: 'proof',
    exchanges: [
      { name: 'first', delta: [signature('flip-first')], expect: 'refuse' },
      { delta: [claim.set('jti', jti('first'))], expect: 'observe' },
    ],
  }),
];
