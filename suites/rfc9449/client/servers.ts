import { type ClientCase, clientCase } from '../../../src/suite/client/schema.ts';
import { codeCall, fourCalls, oneCall } from './tasks.ts';

const someoneElse = 'https://other.example';

/** What servers say of themselves, and what a client makes of it. */
export const serverCases: readonly ClientCase[] = [
  ...(
    [
      ['client-listed-es384', ['ES384']],
      ['client-listed-ps256', ['PS256']],
      ['client-listed-ed25519', ['Ed25519']],
    ] as const
  ).map(([id, of]) =>
    clientCase({
      id,
      title: `signs with ${of[0]} where only that is listed, or stops`,
      requirements: ['RFC9449-5.1-06'],
      place: 'metadata',
      task: oneCall,
      posture: [
        { at: 'metadata', give: [{ op: 'member-set', name: 'dpop_signing_alg_values_supported', value: [...of] }] },
      ],
      checks: [
        {
          requirement: 'RFC9449-5.1-06',
          that: { see: 'algorithms', of: of[0] === 'Ed25519' ? ['Ed25519', 'EdDSA'] : [...of] },
        },
      ],
    }),
  ),
  clientCase({
    id: 'client-no-list',
    title: 'uses DPoP where metadata list no algorithms',
    requirements: ['RFC9449-5.1-C1'],
    place: 'metadata',
    task: oneCall,
    posture: [{ at: 'metadata', give: [{ op: 'member-remove', name: 'dpop_signing_alg_values_supported' }] }],
    checks: [{ requirement: 'RFC9449-5.1-C1', that: { see: 'completes', at: 'resource' } }],
  }),
  clientCase({
    id: 'client-algs-of-challenge',
    title: 'follows the algorithms of a challenge',
    requirements: ['RFC9449-7.1-22'],
    place: 'resource',
    task: oneCall,
    posture: [
      {
        at: 'resource',
        nth: 1,
        give: [
          { op: 'error', status: 401, error: 'invalid_dpop_proof' },
          { op: 'challenge', lines: ['DPoP error="invalid_dpop_proof", algs="ES512"'] },
        ],
      },
    ],
    checks: [{ requirement: 'RFC9449-7.1-22', that: { see: 'completes', at: 'resource' } }],
  }),
  clientCase({
    id: 'client-issuer-mismatch',
    title: 'leaves an authorization server whose metadata name another issuer',
    requirements: ['RFC8414-3.3-01'],
    place: 'metadata',
    why: 'An attacker can else put his own endpoints beside the name of an honest server.',
    isLawful: false,
    task: oneCall,
    posture: [{ at: 'metadata', give: [{ op: 'member-set', name: 'issuer', value: someoneElse }] }],
    checks: [{ requirement: 'RFC8414-3.3-01', that: { see: 'nothing-reaches', at: 'token', what: 'request' } }],
  }),
  clientCase({
    id: 'client-iss-of-callback',
    title: 'sends no code that came with another iss',
    requirements: ['SOLID-06'],
    place: 'authorization',
    isLawful: false,
    task: codeCall,
    posture: [{ at: 'authorization', give: [{ op: 'callback', name: 'iss', value: someoneElse }] }],
    checks: [{ requirement: 'SOLID-06', that: { see: 'not-used', what: 'code' } }],
  }),
  clientCase({
    id: 'client-resource-mismatch',
    title: 'uses no metadata of another resource',
    requirements: ['RFC9728-3.3-02'],
    place: 'resource-metadata',
    isLawful: false,
    atMost: 'warn',
    task: oneCall,
    posture: [{ at: 'resource-metadata', give: [{ op: 'member-set', name: 'resource', value: someoneElse }] }],
    checks: [{ requirement: 'RFC9728-3.3-02', that: { see: 'nothing-reaches', at: 'resource', what: 'token' } }],
  }),
  clientCase({
    id: 'client-bearer-challenge',
    title: 'keeps a bound token from a resource that challenges for Bearer alone',
    requirements: ['RFC9449-7.2-09'],
    place: 'resource',
    task: oneCall,
    posture: [
      {
        at: 'resource',
        give: [
          { op: 'error', status: 401, error: 'invalid_token' },
          { op: 'challenge', lines: ['Bearer realm="r"'] },
        ],
      },
    ],
    checks: [{ requirement: 'RFC9449-7.2-09', that: { see: 'stops', at: 'resource' } }],
  }),
  ...(
    [
      ['client-clock-behind-600', -600],
      ['client-clock-behind-30', -30],
      ['client-clock-ahead-30', 30],
      ['client-clock-ahead-600', 600],
    ] as const
  ).map(([id, seconds]) =>
    clientCase({
      id,
      title: `dates proofs by its own clock where that of the servers is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead'}`,
      requirements: ['RFC9449-11.1-C1'],
      place: 'token',
      task: fourCalls,
      posture: (['metadata', 'token', 'resource'] as const).map((at) => ({
        at,
        give: [{ op: 'clock' as const, seconds }],
        ...(at === 'metadata' ? { isOptional: true as const } : {}),
      })),
      checks: [{ requirement: 'RFC9449-11.1-C1', that: { see: 'follows-date' } }],
    }),
  ),
];
