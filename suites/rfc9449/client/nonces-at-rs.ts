import { type ClientCase, clientCase, type ClientCaseInput } from '../../../src/suite/client/schema.ts';
import { demand, fourCalls, oneCall, profileDemands, twoResources } from './tasks.ts';

const claims = 'nonce.rs';
const demandedBy = profileDemands;

/** Spellings of one challenge that all mean the same. */
const spellings: readonly (Pick<ClientCase, 'id' | 'title'> & {
  readonly row: string;
  readonly lines: string[];
  readonly atMost?: 'warn';
})[] = [
  {
    id: 'client-challenge-lower-case',
    title: 'reads a challenge of the scheme dpop in lower case',
    row: 'RFC9449-7.1-20',
    lines: ['dpop error="use_dpop_nonce", algs="ES256 PS256"'],
  },
  {
    id: 'client-challenge-token',
    title: 'reads a challenge whose error is not quoted',
    row: 'RFC9449-9-10',
    lines: ['DPoP error=use_dpop_nonce, algs="ES256 PS256"'],
  },
  {
    id: 'client-challenge-unknown-parameter',
    title: 'ignores parameters of a challenge that it does not know',
    row: 'RFC9449-7.1-15',
    lines: ['DPoP realm="r", x-unknown="a, b", error="use_dpop_nonce", algs="ES256 PS256", another=1'],
  },
  {
    id: 'client-challenges-in-one-line',
    title: 'finds its challenge beside another one in the same line',
    row: 'RFC9449-7.2-08',
    lines: ['Bearer realm="r", DPoP error="use_dpop_nonce", algs="ES256 PS256"'],
  },
  {
    id: 'client-challenges-in-two-lines',
    title: 'finds its challenge in the second of two lines',
    row: 'RFC9449-7.2-08',
    lines: ['Bearer realm="r"', 'DPoP error="use_dpop_nonce", algs="ES256 PS256"'],
  },
  {
    id: 'client-challenge-with-blanks',
    title: 'reads a challenge with blanks around the equals sign',
    row: 'RFC9449-9-10',
    atMost: 'warn',
    lines: ['DPoP   error = "use_dpop_nonce" ,  algs="ES256 PS256"'],
  },
];

/** Demands for a nonce by resource servers (RFC 9449 §9). */
export const noncesAtRs: readonly ClientCase[] = [
  clientCase({
    id: 'client-nonce-at-resource',
    title: 'retries a call with the nonce that is demanded',
    requirements: ['RFC9449-9-10'],
    place: 'resource',
    claims,
    demandedBy,
    task: oneCall,
    posture: [{ at: 'resource', when: demand, give: [{ op: 'demand-nonce' }] }],
    checks: [
      { requirement: 'RFC9449-9-10', that: { see: 'retries', at: 'resource' }, isStopLawful: true },
      { requirement: 'RFC9449-9-10', that: { see: 'completes', at: 'resource' }, isStopLawful: true },
    ],
  }),
  ...spellings.map(({ id, title, row, lines, atMost }) =>
    clientCase({
      id,
      title,
      requirements: [row],
      place: 'resource',
      claims,
      demandedBy,
      ...(atMost === undefined ? {} : { atMost }),
      task: oneCall,
      posture: [{ at: 'resource', when: demand, give: [{ op: 'demand-nonce' }, { op: 'challenge', lines }] }],
      checks: [{ requirement: row, that: { see: 'retries', at: 'resource' }, isStopLawful: true }],
    }),
  ),
  clientCase({
    id: 'client-challenge-in-text',
    title: 'takes text in a quoted string for no challenge',
    requirements: ['RFC9110-11.6.1-C1'],
    place: 'resource',
    isLawful: false,
    task: oneCall,
    posture: [
      {
        at: 'resource',
        when: { proof: true },
        give: [
          { op: 'demand-nonce' },
          { op: 'challenge', lines: ['Bearer realm="say DPoP error=use_dpop_nonce", error="invalid_token"'] },
          { op: 'member-set', name: 'error', value: 'invalid_token' },
        ],
      },
    ],
    checks: [{ requirement: 'RFC9110-11.6.1-C1', that: { see: 'stops', at: 'resource' } }],
  }),
  clientCase({
    id: 'client-nonce-of-success',
    title: 'uses the nonce that came with a success for the next call',
    requirements: ['RFC9449-8.2-01', 'RFC9449-9-09'],
    place: 'resource',
    claims,
    demandedBy,
    task: fourCalls,
    posture: [{ at: 'resource', nth: { from: 1, to: 2 }, give: [{ op: 'nonce', value: 'fresh' }] }],
    checks: [{ requirement: 'RFC9449-8.2-01', that: { see: 'uses-newest-nonce', at: 'resource' }, isStopLawful: true }],
  }),
  clientCase({
    id: 'client-nonce-of-retry',
    title: 'uses the nonce that came with the answer to its retry',
    requirements: ['RFC9449-8.2-01'],
    place: 'resource',
    claims,
    demandedBy,
    task: fourCalls,
    posture: [
      { at: 'resource', nth: 1, when: { nonce: 'absent', proof: true }, give: [{ op: 'demand-nonce' }] },
      { at: 'resource', nth: 1, when: { nonce: 'newest' }, give: [{ op: 'nonce', value: 'fresh' }] },
    ],
    checks: [{ requirement: 'RFC9449-8.2-01', that: { see: 'uses-newest-nonce', at: 'resource' }, isStopLawful: true }],
  }),
  clientCase({
    id: 'client-nonce-kept',
    title: 'keeps a nonce while later answers bring none',
    requirements: ['RFC9449-8.2-02'],
    place: 'resource',
    claims,
    demandedBy,
    task: fourCalls,
    posture: [{ at: 'resource', nth: 1, give: [{ op: 'nonce', value: 'fresh' }] }],
    checks: [{ requirement: 'RFC9449-8.2-02', that: { see: 'keeps-nonce', at: 'resource' }, isStopLawful: true }],
  }),
  clientCase({
    id: 'client-nonce-stale',
    title: 'retries when the nonce that it knows is demanded anew',
    requirements: ['RFC9449-9-10'],
    place: 'resource',
    claims,
    demandedBy,
    task: fourCalls,
    posture: [
      { at: 'resource', nth: 1, give: [{ op: 'nonce', value: 'fresh' }] },
      // The last call: what follows it is a retry, and no further call.
      { at: 'resource', nth: 4, give: [{ op: 'demand-nonce' }] },
    ],
    checks: [{ requirement: 'RFC9449-9-10', that: { see: 'retries', at: 'resource', rule: 1 }, isStopLawful: true }],
  }),
  clientCase({
    id: 'client-nonces-of-two-resources',
    title: 'keeps the nonces of two resource servers apart',
    requirements: ['RFC9449-9-07'],
    place: 'resource',
    claims,
    demandedBy: [...demandedBy, 'ATP-DPOP-13'],
    task: twoResources,
    posture: [
      { at: 'resource', when: demand, give: [{ op: 'demand-nonce' }] },
      { at: 'resource2', when: demand, give: [{ op: 'demand-nonce' }] },
    ],
    checks: [
      { requirement: 'RFC9449-9-07', that: { see: 'own-nonces' }, isStopLawful: true },
      { requirement: 'RFC9449-9-10', that: { see: 'completes', at: 'resource2' }, isStopLawful: true },
    ],
  }),
  clientCase({
    id: 'client-nonces-of-as-and-rs',
    title: 'keeps the nonces of authorization server and resource server apart',
    requirements: ['RFC9449-9-07'],
    place: 'resource',
    claims,
    demandedBy,
    task: fourCalls,
    posture: [
      { at: 'token', when: demand, give: [{ op: 'demand-nonce' }] },
      { at: 'resource', when: demand, give: [{ op: 'demand-nonce' }] },
    ],
    checks: [{ requirement: 'RFC9449-9-07', that: { see: 'own-nonces' }, isStopLawful: true }],
  }),
  clientCase({
    id: 'client-nonces-for-ever-at-resource',
    title: 'gives up where a resource demands new nonces for ever',
    requirements: ['RFC9449-8-14'],
    place: 'resource',
    isLawful: false,
    task: oneCall,
    posture: [{ at: 'resource', when: { proof: true }, give: [{ op: 'demand-nonce' }] }],
    checks: [
      { requirement: 'RFC9449-8-14', that: { see: 'ends-within', at: 'resource', requests: 6 } },
      { requirement: 'RFC9449-8-14', that: { see: 'reports-failure' } },
    ],
  }),
  clientCase({
    id: 'client-nonce-again-at-resource',
    title: 'gives up where a resource demands the same nonce again',
    requirements: ['RFC9449-8-14'],
    place: 'resource',
    isLawful: false,
    task: oneCall,
    posture: [{ at: 'resource', when: { proof: true }, give: [{ op: 'demand-nonce', nonce: 'same' }] }],
    checks: [{ requirement: 'RFC9449-8-14', that: { see: 'ends-within', at: 'resource', requests: 2 } }],
  }),
  clientCase({
    id: 'client-nonce-missing-at-resource',
    title: 'makes no retry where the demand of a resource brings no nonce',
    requirements: ['RFC9449-8-C2'],
    place: 'resource',
    isLawful: false,
    task: oneCall,
    posture: [{ at: 'resource', when: { proof: true }, give: [{ op: 'demand-nonce', field: false }] }],
    checks: [
      { requirement: 'RFC9449-8-C2', that: { see: 'stops', at: 'resource' } },
      { requirement: 'RFC9449-8-C2', that: { see: 'reports-failure' } },
    ],
  }),
  ...([false, true] as const).map((hasNonce) =>
    clientCase({
      id: hasNonce ? 'client-invalid-token-with-nonce' : 'client-invalid-token',
      title: `stops at invalid_token${hasNonce ? ', though a nonce comes with it' : ''}`,
      requirements: ['RFC9449-9-C1'],
      place: 'resource',
      ...(hasNonce ? { atMost: 'info' as const } : {}),
      task: oneCall,
      posture: [
        {
          at: 'resource',
          give: [
            { op: 'error', status: 401, error: 'invalid_token' },
            ...(hasNonce ? ([{ op: 'nonce', value: 'fresh' }] as const) : []),
          ],
        },
      ],
      checks: [
        { requirement: 'RFC9449-9-C1', that: { see: 'stops', at: 'resource' } },
        { requirement: 'RFC9449-9-C1', that: { see: 'reports-failure' } },
      ],
    }),
  ),
  ...([true, undefined] as const).map((stream) => bodyCase(stream)),
];

/** The body of a retry (RFC 9110 §9.2.2): whole, or none. */
function bodyCase(stream: true | undefined): ClientCase {
  const body = 'the whole body of a request, from its first word to its last';
  const step: ClientCaseInput['task']['steps'][number] = {
    do: 'call',
    method: 'POST',
    path: '/write',
    body,
    ...(stream === true ? { stream } : {}),
  };
  return clientCase({
    id: stream === true ? 'client-body-of-retry-stream' : 'client-body-of-retry',
    title: `sends the whole body again with the retry${stream === true ? ', or stops where its stream is read' : ''}`,
    requirements: ['RFC9449-9-C2'],
    place: 'resource',
    claims,
    task: { steps: [{ do: 'token' }, step] },
    posture: [{ at: 'resource', when: demand, give: [{ op: 'demand-nonce' }] }],
    checks: [{ requirement: 'RFC9449-9-C2', that: { see: 'whole-body', at: 'resource', body } }],
  });
}
