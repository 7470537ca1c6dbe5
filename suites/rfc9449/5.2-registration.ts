import type { Op } from '../../src/plan/ops.ts';
import { sequence } from '../../src/suite/cases.ts';
import { lines } from '../../src/suite/define.ts';
import type { Need } from '../../src/suite/need.ts';
import type { Case, ExchangeSpec, RequiredCheck } from '../../src/suite/schema.ts';

const flag = 'dpop_bound_access_tokens';
const flagged = (value: boolean): Op => ({ op: 'registration-set', name: flag, value });
const allowed: Need[] = ['registration-allowed'];

const says = (is: Extract<RequiredCheck['that'], { check: 'registered-flag' }>['is']): RequiredCheck => ({
  requirement: 'RFC9449-5.2-03',
  that: { check: 'registered-flag', member: flag, is },
});

/** The server registers clients at all. It may want an initial access token, or other metadata (RFC 7591 §3.2.2). */
const registers: ExchangeSpec = {
  delta: [],
  expect: 'accept',
  premise: 'it registered no plain client (as.registration takes initialAccessToken and metadata)',
};

/** The server registers the client, and says that it has to send proofs. No other client is held to that. */
const registersBound: ExchangeSpec = {
  name: 'registration',
  delta: [flagged(true)],
  expect: 'accept',
  checks: [says('confirmed')],
  premise: 'it registered no client of which it says that its tokens have to be bound',
};

/**
 * Clients that the case itself registers, where the descriptor allows that. They are deleted at the end of the run.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-5.2, RFC 7591 §3.2.1 and RFC 7592 §2.1
 */
export const registrationCases: readonly Case[] = [
  sequence({
    id: 'registration-endpoint-there',
    title: 'answers at the registration endpoint that its metadata name',
    requirements: ['RFC8414-2-02'],
    at: ['registration'],
    needs: allowed,
    exchanges: [
      {
        delta: [],
        expect: 'observe',
        checks: [
          {
            requirement: 'RFC8414-2-02',
            that: { check: 'status', in: [200, 201, 400, 401, 403, 406, 413, 415, 422, 429, 503] },
          },
        ],
      },
    ],
  }),
  sequence({
    id: 'registration-flag',
    title: 'answers dpop_bound_access_tokens: true as it was registered, in a boolean',
    requirements: ['RFC9449-5.2-03'],
    why: 'A client from whose registration the flag was dropped believes that nobody can get a token in its name without a proof.',
    at: ['registration'],
    needs: allowed,
    exchanges: [
      registers,
      {
        delta: [flagged(true)],
        expect: 'observe',
        checks: [says('stated'), says('boolean'), { ...says('true'), atMost: 'info' }],
      },
    ],
  }),
  sequence({
    id: 'registered-client-without-proof',
    title:
      'rejects a token request without a proof by a client that was registered with dpop_bound_access_tokens: true',
    requirements: ['RFC9449-5.2-01'],
    at: ['registration'],
    needs: allowed,
    fault: 'proof-missing',
    exchanges: [
      registersBound,
      {
        at: 'token',
        clientOf: 'registration',
        delta: [],
        expect: 'accept',
        premise: 'the registered client gets no token by a proof either',
      },
      { at: 'token', clientOf: 'registration', delta: [lines('absent')], expect: 'refuse' },
    ],
  }),
  sequence({
    id: 'registered-client-unflagged',
    title: 'accepts a proof from a client that was registered with dpop_bound_access_tokens: false',
    requirements: ['RFC9449-5-02'],
    at: ['registration'],
    needs: allowed,
    exchanges: [
      { ...registers, name: 'registration', delta: [flagged(false)] },
      {
        at: 'token',
        clientOf: 'registration',
        with: [lines('absent')],
        delta: [],
        expect: 'accept',
        premise: 'the registered client gets no token without a proof either',
      },
      {
        at: 'token',
        clientOf: 'registration',
        with: [lines('absent')],
        delta: [lines('present')],
        expect: 'accept',
      },
    ],
  }),
  sequence({
    id: 'registration-read-back',
    title: 'shows dpop_bound_access_tokens: true when the client reads what is registered',
    requirements: ['RFC9449-5.2-03'],
    why: 'What was answered and what was stored are two things.',
    at: ['registration'],
    needs: allowed,
    exchanges: [
      registersBound,
      {
        at: 'client-configuration',
        clientOf: 'registration',
        delta: [],
        expect: 'accept',
        checks: [says('stated'), says('boolean'), says('true')],
      },
    ],
  }),
];
