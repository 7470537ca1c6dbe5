import { type ClientCase, clientCase } from '../../../src/suite/client/schema.ts';
import type { NonceValue } from '../../../src/suite/client/answer-ops.ts';
import { demand, oneCall, profileDemands } from './tasks.ts';

type Text = Pick<ClientCase, 'id' | 'title'> & { readonly nonce: NonceValue };

/** A nonce is one or more NQCHAR (RFC 9449 §8.1); 512 of them fit into any field. */
const lawful: readonly Text[] = [
  {
    id: 'client-nonce-odd-characters',
    title: 'copies a nonce of all lawful characters',
    nonce: { literal: "!#$%&'()*+,-./09:;<=>?@AZ[]^_`az{|}~" },
  },
  { id: 'client-nonce-like-a-list', title: 'copies a nonce with a comma', nonce: { literal: 'one,two' } },
  { id: 'client-nonce-short', title: 'copies a nonce of one character', nonce: { literal: '7' } },
  { id: 'client-nonce-512', title: 'copies a nonce of 512 characters', nonce: { length: 512 } },
];

/** No server may send these: what a client makes of them is worth knowing. */
const unlawful: readonly Text[] = [
  { id: 'client-nonce-8000', title: 'copies a nonce of 8000 characters, or stops', nonce: { length: 8000 } },
  {
    id: 'client-nonce-quote',
    title: 'copies a nonce with quote and backslash, or stops',
    nonce: { literal: 'a"b\\c' },
  },
  { id: 'client-nonce-empty', title: 'stops where the nonce is empty', nonce: { literal: '' } },
];

export const nonceTexts: readonly ClientCase[] = [
  ...lawful.map(({ id, title, nonce }) =>
    clientCase({
      id,
      title,
      requirements: ['RFC9449-8-13'],
      place: 'token',
      claims: 'nonce.as',
      demandedBy: profileDemands,
      task: oneCall,
      posture: [{ at: 'token', when: demand, give: [{ op: 'demand-nonce', nonce }] }],
      checks: [{ requirement: 'RFC9449-8-13', that: { see: 'copies-nonce', at: 'token' }, isStopLawful: true }],
    }),
  ),
  ...unlawful.map(({ id, title, nonce }) =>
    clientCase({
      id,
      title,
      requirements: ['RFC9449-8-13'],
      place: 'token',
      atMost: 'info',
      isLawful: false,
      claims: 'nonce.as',
      task: oneCall,
      posture: [{ at: 'token', when: { proof: true }, nth: { from: 1, to: 3 }, give: [{ op: 'demand-nonce', nonce }] }],
      checks: [{ requirement: 'RFC9449-8-13', that: { see: 'copies-nonce', at: 'token' } }],
    }),
  ),
  clientCase({
    id: 'client-two-nonce-lines',
    title: 'joins no two nonces into one',
    requirements: ['RFC9449-8-13'],
    place: 'token',
    why: 'Many HTTP libraries hand two lines to their user as one list.',
    atMost: 'info',
    isLawful: false,
    claims: 'nonce.as',
    task: oneCall,
    posture: [
      {
        at: 'token',
        when: { proof: true },
        nth: { from: 1, to: 3 },
        give: [{ op: 'demand-nonce' }, { op: 'nonce', value: 'fresh', lines: 2 }],
      },
    ],
    checks: [{ requirement: 'RFC9449-8-13', that: { see: 'copies-nonce', at: 'token' } }],
  }),
];
