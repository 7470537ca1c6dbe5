import type { Cause } from './cause.ts';
import { anyThief, codeThief } from './cause.ts';

/** How tokens, codes and clients are tied to keys, and what a server says. */
export const serverCauses: readonly Cause[] = [
  {
    id: 'no-proof',
    about: 'requests without a proof',
    harm: anyThief,
    rows: 'RFC9449-7.1-02 RFC9449-7.1-03 RFC9449-7.2-01 RFC9449-7.2-02 RFC9449-7.2-03 RFC9449-7.2-11 RFC9728-2-02 ATP-DPOP-02 RFC9700-2.2.1-02 FAPI2-5.3.4-02 FAPI2-5.3.4-05',
  },
  {
    id: 'proof-due',
    about: 'token requests without a proof that is due',
    harm: 'A client that must have its tokens bound gets tokens that any thief can use.',
    rows: 'RFC9449-5.2-01 RFC9449-5.2-02 CAMARA-SCT-03 ATP-DPOP-01 FAPI2-5.3.2.1-04 RFC9700-2.1.2-01',
  },
  {
    id: 'access-token',
    about: 'access tokens that are not good',
    harm: 'A token that was altered, has expired or was revoked, or is for somebody else, opens the resource.',
    rows: 'RFC9449-3-03 RFC9449-4-02 MCP-08 RFC9449-6-03 RFC8707-2-01 RFC9700-4.10.2-01',
  },
  {
    id: 'client-authentication',
    about: 'clients that do not authenticate',
    harm: 'Whoever knows the id of a client gets tokens in its name.',
    rows: 'RFC9449-3-01 RFC9126-2.1-01 RFC9449-11.5-02 RFC9449-11.11-01 FAPI2-5.3.2.1-03 FAPI2-5.3.2.1-06',
  },
  {
    id: 'binding',
    about: 'the binding of issued tokens to the key of the proof',
    harm: 'Tokens are issued that are bound to no key or to a wrong one: they protect nothing, or cannot be used.',
    rows: 'RFC9449-5-02 RFC9449-5-04 RFC9449-5-05 RFC9449-5-10 RFC9449-5-14 RFC9449-3-02 RFC9449-6.1-0* RFC9449-12-02 RFC9449-11.10-01 RFC7638-3* SOLID-02 CAMARA-SCT-0* ATP-TOK-02 MCP-07 HAIP-4-01 RFC9700-2.2.1-01',
  },
  {
    id: 'refresh-token',
    about: 'refresh tokens of public clients',
    harm: 'Whoever gets hold of a refresh token can go on getting access tokens.',
    rows: 'RFC9449-5-06 RFC9449-5-07 RFC9449-5-08 RFC9449-5-11 RFC9449-5-13 RFC9700-2.2.2-01 PM-GRANT-AFTER-REFUSAL FAPI2-5.3.2.1-10',
  },
  {
    id: 'code-binding',
    about: 'authorization codes that are bound to a key',
    harm: codeThief,
    rows: 'RFC9449-10-* RFC9449-10.1-* RFC9101-6.3-01 FAPI2-5.3.2.1-13 RFC6749-3.1-01',
  },
  {
    id: 'code',
    about: 'authorization codes and pushed requests',
    harm: 'A code or a request that somebody else began can be used by an attacker.',
    rows: 'RFC6749-4.1.2-0* RFC7636-* RFC9700-4.8.2-01 RFC9126-2.2-0* FAPI2-5.3.2.1-12 FAPI2-5.3.2.2-0* ATP-PAR-01 RFC9207-2-01 HAIP-4-03',
  },
  {
    id: 'nonce-demand',
    about: 'how a nonce is demanded and supplied',
    harm: 'A client that keeps to the RFC cannot see that a nonce is wanted, or does not get one, and stays out.',
    rows: 'RFC9449-8-02 RFC9449-8-03 RFC9449-8-05 RFC9449-8-08 RFC9449-8-15 RFC9449-8-16 RFC9449-9-02 RFC9449-7.1-08 ATP-DPOP-04 ATP-DPOP-05 RFC9449-8-01 RFC9449-9-01 FAPI2-5.3.2.1-11 RFC9449-8-06 RFC9449-9-05 RFC9449-8.1-0* RFC9449-12-03 RFC9449-8.2-03 OID4VCI-7.2-0*',
  },
  {
    id: 'nonce-supplied',
    about: 'nonces that were just supplied',
    harm: 'A client that answers the demand for a nonce as it should is turned away.',
    rows: 'RFC9449-8-09 RFC9449-9-04 ATP-DPOP-06 ATP-DPOP-07',
  },
  {
    id: 'nonce-guess',
    about: 'nonces that can be foreseen',
    harm: 'Proofs can be made ahead of time with nonces that the server has not given out yet.',
    rows: 'RFC9449-8-04 RFC9449-9-12',
  },
  {
    id: 'caching',
    about: 'answers that caches may store',
    harm: 'A cache may hand a token or a nonce to somebody else, or an old one to the client.',
    rows: 'RFC6749-5.1-01 RFC9449-8.2-0*',
  },
  {
    id: 'token-lifetime',
    about: 'the lifetime of access tokens',
    harm: 'A token that was stolen together with its key stays useful for long.',
    rows: 'RFC9449-11.2-01 ATP-TOK-01 FAPI2-5.4.1-04',
  },
  {
    id: 'error',
    about: 'how refusals are answered',
    harm: 'Clients cannot see from the answer what was wrong, and so cannot do what would help.',
    rows: 'RFC9449-5-03 RFC9449-12-01 RFC6749-5.2-01 RFC9126-2.3-01 RFC6750-3.1-01 RFC9449-7.1-07 RFC9449-7.1-09 RFC9449-7.1-10 MCP-05 RFC9449-7.1-11 RFC9449-4.3-14',
  },
  {
    id: 'challenge',
    about: 'the challenge in WWW-Authenticate',
    harm: 'Clients cannot learn from the challenge that DPoP is wanted, or with which algorithms.',
    rows: 'RFC9449-7.1-0* RFC9449-7.1-1* RFC9449-7.1-21 RFC9449-7.2-0* RFC9110-15.5.2-01 RFC9110-11.6.1-01 RFC6750-3-01 SOLID-05 RFC9728-5.1-01',
  },
  {
    id: 'authorization-field',
    about: 'how the Authorization field is read',
    harm: 'Components in front of the server and the server itself may read other credentials from one request.',
    rows: 'RFC9449-7.1-19 RFC9449-7.1-2* RFC9110-11.1-01 RFC9449-7.2-06 RFC9449-7.2-07',
  },
  {
    id: 'bearer',
    about: 'unbound access tokens',
    harm: 'Clients that do not use DPoP are turned away although they are served.',
    rows: 'RFC9449-7.2-10',
  },
  {
    id: 'introspection',
    about: 'introspection of bound access tokens',
    harm: 'A resource server that asks cannot check the binding, or somebody learns what is not for him.',
    rows: 'RFC9449-6.2-* RFC7662-*',
  },
  {
    id: 'cors',
    about: 'fields that browsers may send and read',
    harm: 'Clients in browsers cannot send a proof, or cannot read the nonce that is demanded.',
    rows: 'RFC9449-7.1-16 RFC9449-8-11 RFC9449-9-11 ATP-CORS-01',
  },
  {
    id: 'metadata',
    about: 'the metadata that the server publishes',
    harm: 'Clients cannot find out whether and how to use DPoP here, or learn something untrue.',
    rows: 'RFC9449-5.1-0* RFC8414-* RFC9728-* HAIP-7-01 ATP-META-01 MCP-06',
  },
  {
    id: 'registration',
    about: 'the registration of clients',
    harm: 'A client that asks for bound tokens is registered without that, and gets tokens that any thief can use.',
    rows: 'RFC9449-5.2-03',
  },
  {
    id: 'transport',
    about: 'endpoints without TLS',
    harm: 'Tokens and proofs can be read and altered on their way.',
    rows: 'RFC9449-2-0*',
  },
  {
    id: 'certificate',
    about: 'tokens that are bound to a certificate too',
    harm: 'A token is taken with one of its two bindings only.',
    rows: 'RFC8705-*',
  },
  {
    id: 'steadiness',
    about: 'lawful requests that are sometimes refused',
    harm: 'Clients fail now and then without a fault of their own.',
    rows: 'PM-STEADY PM-POST',
  },
  {
    id: 'identity',
    about: 'what tokens say of their subject and audience',
    harm: 'Resource servers cannot read what they have to know of the client or its user.',
    rows: 'SOLID-03',
  },
  {
    id: 'products',
    about: 'what the documents of products say',
    harm: 'Clients that rely on these documents may fail.',
    rows: 'VENDOR-*',
  },
];
