import { type ClientWatch, clientWatch } from '../../../src/suite/client/schema.ts';

/** How a client presents its tokens, and asks for them. */
export const credentialWatches: readonly ClientWatch[] = [
  clientWatch({
    id: 'client-proof-at-token',
    title: 'sends a proof with each token request',
    requirements: ['RFC9449-5-01', 'RFC9449-5.2-04'],
    place: 'token',
    that: { see: 'proof-present', at: 'token' },
  }),
  clientWatch({
    id: 'client-proof-at-resource',
    title: 'sends a proof with each bound access token',
    requirements: ['RFC9449-7-01'],
    place: 'resource',
    that: { see: 'proof-present', at: 'resource' },
  }),
  clientWatch({
    id: 'client-scheme',
    title: 'sends bound access tokens with the scheme DPoP',
    requirements: ['RFC9449-7.1-01'],
    place: 'resource',
    that: { see: 'dpop-scheme' },
  }),
  clientWatch({
    id: 'client-token-in-one-place',
    title: 'sends the access token in one place',
    requirements: ['RFC6750-2-01'],
    place: 'resource',
    that: { see: 'token-in-one-place' },
  }),
  clientWatch({
    id: 'client-token-in-query',
    title: 'keeps access tokens out of the query',
    requirements: ['RFC6750-2.3-01', 'RFC9700-4.3.2-01'],
    place: 'resource',
    why: 'URIs stand in logs, in histories and in the field Referer.',
    that: { see: 'token-not-in-query' },
  }),
  clientWatch({
    id: 'client-proxy-authorization',
    title: 'keeps the scheme DPoP out of Proxy-Authorization',
    requirements: ['RFC9449-7.1-18'],
    place: 'resource',
    that: { see: 'no-proxy-authorization' },
  }),
  clientWatch({
    id: 'client-code-verifier',
    title: 'sends a new code_verifier of 43 to 128 characters for each code',
    requirements: ['RFC7636-4.1-01'],
    place: 'token',
    that: { see: 'code-verifier' },
  }),
];
