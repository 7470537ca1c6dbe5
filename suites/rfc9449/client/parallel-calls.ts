import { type ClientCase, clientCase } from '../../../src/suite/client/schema.ts';

const claims = 'nonce.rs';

/** Calls at one moment, of one session and of two. */
export const parallelCalls: readonly ClientCase[] = [
  clientCase({
    id: 'client-parallel-calls',
    title: 'brings parallel calls to their end while the nonce changes',
    requirements: ['RFC9449-9-10', 'RFC9449-8.2-01'],
    place: 'resource',
    atMost: 'warn',
    claims,
    task: { steps: [{ do: 'token' }, { do: 'call' }, { do: 'call', parallel: 8 }] },
    posture: [
      { at: 'resource', nth: 1, give: [{ op: 'nonce', value: 'fresh' }] },
      { at: 'resource', nth: 5, give: [{ op: 'demand-nonce' }] },
      {
        at: 'resource',
        when: { nonce: 'not-newest', proof: true },
        give: [{ op: 'demand-nonce', nonce: 'same' }],
        isOptional: true,
      },
    ],
    checks: [
      { requirement: 'RFC9449-9-10', that: { see: 'answered-all', at: 'resource', count: 9 }, isStopLawful: true },
    ],
  }),
  clientCase({
    id: 'client-tokens-of-parallel-calls',
    title: 'keeps the tokens of two sessions apart in parallel calls',
    requirements: ['RFC9449-7-02', 'RFC9449-7-C1'],
    place: 'resource',
    task: { steps: [{ do: 'token' }, { do: 'call' }, { do: 'calls-of-two', times: 3 }] },
    posture: [],
    checks: [
      { requirement: 'RFC9449-7-02', that: { see: 'ath-fits', at: 'resource' } },
      { requirement: 'RFC9449-7-C1', that: { see: 'own-token' } },
    ],
  }),
  clientCase({
    id: 'client-tokens-of-parallel-retries',
    title: 'keeps the tokens of two sessions apart when parallel calls are retried',
    requirements: ['RFC9449-7-C1'],
    why: 'A retry is often made by another part of a client than the call, and may find the state of the call that began last.',
    place: 'resource',
    claims,
    task: { steps: [{ do: 'token' }, { do: 'call' }, { do: 'calls-of-two', times: 3 }] },
    posture: [
      { at: 'resource', nth: 1, give: [{ op: 'nonce', value: 'fresh' }] },
      {
        at: 'resource',
        when: { nonce: 'not-newest', proof: true },
        give: [{ op: 'demand-nonce', nonce: 'fresh' }],
      },
    ],
    checks: [{ requirement: 'RFC9449-7-C1', that: { see: 'own-token' } }],
  }),
];
