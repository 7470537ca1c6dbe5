import { type ClientCase, clientCase, type ClientWatch, clientWatch } from '../../../src/suite/client/schema.ts';

const oneCall = { steps: [{ do: 'token' as const }, { do: 'call' as const }] };
const pushedCall = {
  grant: 'authorization_code' as const,
  steps: [{ do: 'token' as const, par: true as const }, { do: 'call' as const }],
};

/** What profiles ask of every request of a client. */
export const profileClientWatches: readonly ClientWatch[] = [
  clientWatch({
    id: 'client-fapi2-bound-tokens',
    title: 'gets its tokens with a proof',
    requirements: ['FAPI2-5.3.3.1-01'],
    place: 'token',
    that: { see: 'proof-present', at: 'token' },
  }),
  clientWatch({
    id: 'client-fapi2-token-in-field',
    title: 'sends access tokens in the field Authorization',
    requirements: ['FAPI2-5.3.3.1-03'],
    place: 'resource',
    that: { see: 'dpop-scheme' },
  }),
  clientWatch({
    id: 'client-fapi2-algorithms',
    title: 'signs proofs with PS256, ES256 or EdDSA',
    requirements: ['FAPI2-5.4.1-01c'],
    place: 'resource',
    that: { see: 'algorithm-among', of: ['PS256', 'ES256', 'EdDSA', 'Ed25519'] },
  }),
  clientWatch({
    id: 'client-fapi2-key-size',
    title: 'uses keys of the size that FAPI asks for',
    requirements: ['FAPI2-5.4.1-02'],
    place: 'resource',
    that: { see: 'judged', rows: ['RFC9449-11.6-01'], levels: ['should'], isExact: true },
  }),
  clientWatch({
    id: 'client-atproto-jti',
    title: 'makes a proof with a jti of its own for each request',
    requirements: ['ATP-DPOP-09'],
    place: 'resource',
    that: { see: 'unique-jti' },
  }),
  clientWatch({
    id: 'client-atproto-htu',
    title: 'leaves query and fragment out of htu, as atproto asks',
    requirements: ['ATP-HTU-01'],
    place: 'resource',
    that: { see: 'plain-htu' },
  }),
  clientWatch({
    id: 'client-solid-proof',
    title: 'sends a proof with each token request, as Solid asks',
    requirements: ['SOLID-01'],
    place: 'token',
    that: { see: 'proof-present', at: 'token' },
  }),
  clientWatch({
    id: 'client-mcp-scheme',
    title: 'uses the scheme DPoP for MCP requests',
    requirements: ['MCP-01'],
    place: 'resource',
    that: { see: 'dpop-scheme' },
  }),
  clientWatch({
    id: 'client-mcp-fresh-proofs',
    title: 'makes a fresh proof for each MCP request',
    requirements: ['MCP-02'],
    place: 'resource',
    that: { see: 'unique-jti' },
  }),
];

export const profileClientCases: readonly ClientCase[] = [
  clientCase({
    id: 'client-atproto-proof-at-par',
    title: 'begins with DPoP at the pushed request',
    requirements: ['ATP-DPOP-03'],
    place: 'par',
    task: pushedCall,
    posture: [],
    checks: [{ requirement: 'ATP-DPOP-03', that: { see: 'proof-at', at: 'par' } }],
  }),
  clientCase({
    id: 'client-atproto-es256',
    title: 'signs with ES256 where only that is listed',
    requirements: ['ATP-DPOP-12'],
    place: 'metadata',
    task: oneCall,
    posture: [
      { at: 'metadata', give: [{ op: 'member-set', name: 'dpop_signing_alg_values_supported', value: ['ES256'] }] },
    ],
    checks: [
      { requirement: 'ATP-DPOP-12', that: { see: 'algorithms', of: ['ES256'] } },
      { requirement: 'ATP-DPOP-12', that: { see: 'completes', at: 'resource' } },
    ],
  }),
];
