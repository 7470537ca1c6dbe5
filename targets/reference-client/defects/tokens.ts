import { row } from './row.ts';

/** Defects in dealing with tokens, keys, algorithms and issuers. */
export const tokenDefects = [
  row({
    id: 'bearer-token-used',
    check: 47,
    breaks: ['RFC9449-5-12', 'RFC6749-7.1-01'],
    summary: 'A token of type Bearer is used as one.',
  }),
  row({
    id: 'token-type-unread',
    check: 47,
    breaks: ['RFC9449-5-12', 'RFC6749-7.1-01'],
    summary: 'Every token is used as a bound one, whatever its token_type.',
  }),
  row({
    id: 'token-type-exact',
    check: 48,
    breaks: ['RFC9449-5-15', 'RFC6749-5.1-02'],
    summary: 'A token of type dpop is discarded.',
  }),
  row({
    id: 'token-binding-demanded',
    check: 49,
    breaks: ['RFC9449-6-C1'],
    summary: 'A JWT access token that is not bound to the key is discarded.',
  }),
  row({
    id: 'refresh-with-new-key',
    check: 50,
    breaks: ['RFC9449-5-09'],
    summary: 'A refresh is done with a new key.',
  }),
  row({
    id: 'key-lost-by-restart',
    check: 51,
    breaks: ['RFC9449-5-C1'],
    summary: 'Tokens are saved without the key, and a new key is used after a restart.',
  }),
  row({
    id: 'jkt-of-all-members',
    check: 52,
    breaks: ['RFC7638-3.2-02', 'RFC9449-10-04'],
    summary: 'The dpop_jkt is a hash over all members of the key, in the order of the proof.',
  }),
  row({
    id: 'jkt-of-other-key',
    check: 52,
    breaks: ['RFC9449-10-04'],
    summary: 'The dpop_jkt is of another key than the proof of the token request.',
  }),
  row({
    id: 'jkt-hex',
    check: 52,
    breaks: ['RFC7638-3.2-02', 'RFC9449-10-04'],
    summary: 'The dpop_jkt is in hexadecimal digits.',
  }),
  row({
    id: 'par-jkt-in-url',
    check: 53,
    breaks: ['RFC9449-10.1-01'],
    summary: 'With PAR, dpop_jkt stands in the authorization URL.',
    base: 'par-jkt-alone',
  }),
  row({
    id: 'par-proof-for-token',
    check: 53,
    breaks: ['RFC9449-10.1-09', 'RFC9449-4.2-10'],
    summary: 'The proof at PAR is made for the token endpoint.',
  }),
  row({
    id: 'par-without-proof',
    check: 54,
    breaks: ['ATP-DPOP-03'],
    summary: 'The pushed request has no proof.',
    profile: 'atproto',
  }),
  row({
    id: 'refresh-without-proof',
    check: 65,
    breaks: ['RFC9449-5-01'],
    summary: 'A refresh has no proof.',
  }),
  row({
    id: 'verifier-short',
    check: 66,
    breaks: ['RFC7636-4.1-01'],
    summary: 'The code_verifier has 20 characters.',
  }),
  row({
    id: 'alg-list-unread',
    check: 55,
    breaks: ['RFC9449-5.1-06', 'RFC9449-7.1-22'],
    summary: 'The alg is always ES256, whatever the server lists.',
  }),
  row({
    id: 'alg-list-demanded',
    check: 56,
    breaks: ['RFC9449-5.1-C1'],
    summary: 'Without a list of algorithms the client stops.',
  }),
  row({
    id: 'issuer-unchecked',
    check: 57,
    breaks: ['RFC8414-3.3-01'],
    summary: 'The issuer in the metadata is not compared.',
  }),
  row({
    id: 'resource-unchecked',
    check: 67,
    breaks: ['RFC9728-3.3-02'],
    summary: 'The resource in the metadata of a resource is not compared.',
    base: 'resource-metadata-read',
  }),
  row({
    id: 'callback-issuer-unchecked',
    check: 57,
    breaks: ['SOLID-06'],
    summary: 'The iss of the callback is not compared.',
    profile: 'solid',
  }),
] as const;
