import type { Exclusion } from '../../src/suite/exclusion.ts';

/** Requirements without a case, and why. Every requirement is either covered or here, never both (`coverage.test.ts`). */
export const exclusions: readonly Exclusion[] = [
  {
    requirements: ['RFC9449-2-01', 'RFC9449-2-02'],
    kind: 'other-setup',
    reason:
      'Whether a server answers plain HTTP beside HTTPS depends on the network in front of it, and asking would send a live token in clear text. The URLs tested are those of the descriptor.',
  },
  {
    requirements: ['RFC8414-3.3-02'],
    kind: 'other-setup',
    reason:
      'Discovery takes metadata of exactly the issuer that the descriptor names (RFC 8414 §3.3) and stops the run otherwise, so no server that breaks this is ever judged.',
  },
  {
    requirements: ['RFC9449-4.3-05f', 'RFC9449-5.1-05'],
    kind: 'measured',
    reason:
      'A server may take more algorithms than it lists. Which ones it takes the quirk "algorithms" measures, beside those that it lists.',
  },
  {
    requirements: ['FAPI2-5.3.2.1-12'],
    kind: 'measured',
    reason:
      'How long a code lives is no matter of proofs, and takes waits. The quirk "code-lifetime" measures it (proofmark quirks --slow).',
  },
  {
    requirements: ['PM-LAWFUL'],
    kind: 'fuzzed',
    reason: 'No case can list what no rule speaks of: fuzzing makes such proofs, and the judge finds no fault in them.',
  },
  {
    requirements: ['RFC9449-4.3-14'],
    kind: 'permission',
    reason: 'The checks may run in any order, so no proof with two faults is ever sent.',
  },
  {
    requirements: ['RFC9449-7.1-05', 'RFC9449-7.1-06', 'RFC9449-7.1-11'],
    kind: 'permission',
    reason: 'The parameter may be there or not; its syntax is judged by RFC9110-11.6.1-01.',
  },
  {
    requirements: ['RFC9449-5-10'],
    kind: 'permission',
    reason: 'A server may answer a proof by an unbound token; then nothing binds what it says.',
  },
  {
    requirements: ['RFC9449-7.1-21'],
    kind: 'permission',
    reason: 'A challenge may come with any answer.',
  },
  {
    requirements: ['RFC9449-7.2-07'],
    kind: 'permission',
    reason: 'The error may stand in one challenge or in both.',
  },
  {
    requirements: ['RFC9449-8-01', 'RFC9449-9-01', 'FAPI2-5.3.2.1-11'],
    kind: 'permission',
    reason:
      'Nonces are the choice of the server. What it does is found out before the first case and shown in the report.',
  },
  {
    requirements: ['RFC9449-8-08'],
    kind: 'permission',
    reason: 'A refusal may supply a nonce or not.',
  },
  {
    requirements: ['RFC9449-8-15'],
    kind: 'permission',
    reason: 'Other members and fields may be there.',
  },
  {
    requirements: ['RFC9449-8.2-03'],
    kind: 'permission',
    reason: 'A new nonce may come with any answer.',
  },
  {
    requirements: ['RFC9449-11.1-06'],
    kind: 'permission',
    reason: 'Whether a nonce stands in for the age of iat is the choice of the server.',
  },
  {
    requirements: ['RFC9449-11.7-01', 'RFC9449-11.11-01'],
    kind: 'unobservable',
    reason: 'It states what DPoP does not protect; a server cannot break it.',
  },
  {
    requirements: ['RFC6749-3.1-01', 'CAMARA-SCT-01'],
    kind: 'other-setup',
    reason: 'It speaks of an authorization server that does not know DPoP; such a server is no target of Proofmark.',
  },
  {
    requirements: [
      'RFC8705-3-01',
      'RFC8705-3.1-01',
      'RFC8705-3.2-01',
      'RFC8705-5-01',
      'RFC8705-X-01',
      'RFC8705-X-02',
      'RFC8705-X-03',
    ],
    kind: 'other-setup',
    reason: 'It speaks of tokens bound to client certificates; a descriptor names no certificate.',
  },
  {
    requirements: ['RFC9700-4.10.2-01', 'RFC8707-2-01'],
    kind: 'other-document',
    reason:
      'Audiences and resource indicators are independent of the binding; a token for another audience is tried for RFC9449-3-03.',
  },
  {
    requirements: ['FAPI2-5.3.2.1-13'],
    kind: 'same',
    reason: 'RFC 9449 §10.1 is a MUST for every server with PAR and DPoP.',
    rows: [
      'RFC9449-10.1-02',
      'RFC9449-10.1-03',
      'RFC9449-10.1-04',
      'RFC9449-10.1-05',
      'RFC9449-10.1-06',
      'RFC9449-10.1-07',
    ],
  },
  {
    requirements: ['FAPI2-5.3.4-02'],
    kind: 'same',
    reason: 'RFC 9449 §7.2 forbids bound tokens in the query too.',
    rows: ['RFC9449-7.2-03'],
  },
  {
    requirements: ['FAPI2-5.3.4-05'],
    kind: 'same',
    reason: 'To verify the constraint is to hold the proof against the token.',
    rows: ['RFC9449-4.3-12e', 'RFC9449-7.1-02', 'RFC9449-7.2-01'],
  },
  {
    requirements: ['FAPI2-5.3.4-iat'],
    kind: 'same',
    reason: 'The profile raises these rows to fail.',
    rows: ['RFC9449-4.3-11b', 'RFC9449-4.3-11c'],
  },
  {
    requirements: ['FAPI2-5.4.1-02'],
    kind: 'same',
    reason: 'The profile raises this row to fail.',
    rows: ['RFC9449-11.6-01'],
  },
  {
    requirements: ['FAPI2-5.4.1-04'],
    kind: 'unobservable',
    reason: 'The entropy of a value cannot be seen in the value; too short a token would be found by its length only.',
  },
  {
    requirements: ['ATP-DPOP-02'],
    kind: 'same',
    reason: 'A resource for bound tokens only refuses both requests without a proof and the Bearer scheme.',
    rows: ['RFC9449-7.1-02', 'RFC9449-7.2-01'],
  },
  {
    requirements: ['ATP-DPOP-06'],
    kind: 'same',
    reason:
      'To see it takes a wait of more than five minutes. A server that claims such a lifetime (claims.nonceLifetimeSeconds) is held to it in the slow lane.',
    rows: ['RFC9449-4.3-10'],
  },
  {
    requirements: ['ATP-DPOP-10'],
    kind: 'same',
    reason: 'A SHOULD there, graded warn here as well.',
    rows: ['RFC9449-11.1-02'],
  },
  {
    requirements: ['ATP-DPOP-11'],
    kind: 'same',
    reason: 'ES256 has to be listed, and what is listed has to work.',
    rows: ['ATP-META-01', 'RFC9449-5.1-04'],
  },
  {
    requirements: ['SOLID-02', 'SOLID-03'],
    kind: 'other-document',
    reason: 'It speaks of ID Tokens; Proofmark judges access tokens, whatever format they have.',
  },
  {
    requirements: ['SOLID-04'],
    kind: 'same',
    reason: 'The ID Token serves as access token: put it into the descriptor.',
    rows: ['RFC9449-7.1-02', 'RFC9449-4.3-12e'],
  },
  {
    requirements: ['SOLID-05'],
    kind: 'same',
    reason: 'The parameter as_uri may be left out where the scheme has another way of discovery.',
    rows: ['RFC9110-15.5.2-01', 'RFC6750-3-01'],
  },
  {
    requirements: ['SOLID-07'],
    kind: 'same',
    reason: 'The profile lowers this row to warn.',
    rows: ['RFC9449-4.3-12a'],
  },
  {
    requirements: ['HAIP-4-01'],
    kind: 'same',
    reason: 'A bound token in answer to a proof is what support means.',
    rows: ['RFC9449-5-04', 'RFC9449-5-05'],
  },
  {
    requirements: ['HAIP-4-03'],
    kind: 'same',
    reason: 'The profile selects the rows of FAPI 2.0 but those on client authentication and algorithms.',
    rows: ['FAPI2-5.3.2.1-04', 'FAPI2-5.3.2.1-14a', 'FAPI2-5.3.2.1-14b', 'FAPI2-5.3.2.2-05'],
  },
  {
    requirements: ['OID4VCI-7.2-01'],
    kind: 'permission',
    reason: 'The nonce endpoint may supply a nonce or not.',
  },
  {
    requirements: ['OID4VCI-7.2-02'],
    kind: 'other-setup',
    reason: 'A descriptor names no nonce endpoint.',
  },
  {
    requirements: ['CAMARA-DPOP-03'],
    kind: 'other-setup',
    reason: 'Proofmark makes no hashes of query and body for the claims camara:qh and camara:bh.',
  },
  {
    requirements: ['CAMARA-DPOP-01'],
    kind: 'same',
    reason: 'A server that uses this measure claims it.',
    rows: ['RFC9449-11.1-02', 'PM-REPLAY-CLAIM'],
  },
  {
    requirements: ['CAMARA-DPOP-04'],
    kind: 'same',
    reason: 'RFC 7519 §4 asks for it in every JWT.',
    rows: ['RFC7519-4-01'],
  },
  {
    requirements: ['MCP-06'],
    kind: 'same',
    reason: 'The profile raises RFC9449-5.1-01 to fail.',
    rows: ['RFC9449-5.1-01', 'RFC9449-5.1-02'],
  },
  {
    requirements: ['MCP-07'],
    kind: 'same',
    reason: 'RFC 9449 §5 and §6.1 ask for it.',
    rows: ['RFC9449-5-04', 'RFC9449-6.1-02'],
  },
  {
    requirements: ['MCP-08'],
    kind: 'same',
    reason: 'A proof does not rescue a token for another audience.',
    rows: ['RFC9449-3-03'],
  },
  {
    requirements: [
      'VENDOR-OKTA-01',
      'VENDOR-OKTA-02',
      'VENDOR-AUTH0-01',
      'VENDOR-AUTH0-02',
      'VENDOR-KEYCLOAK-01',
      'VENDOR-KEYCLOAK-02',
      'VENDOR-SPRING-01',
      'VENDOR-DUENDE-01',
      'VENDOR-NODEOP-01',
      'VENDOR-CURITY-01',
      'VENDOR-IBM-01',
      'VENDOR-MS-01',
      'VENDOR-GOOGLE-01',
      'VENDOR-ATPROTO-01',
    ],
    kind: 'product',
    reason: 'Nothing can break it. Where a profile of that name exists, it takes its grades from here.',
  },
  {
    requirements: ['RFC9449-2-03'],
    role: 'client',
    kind: 'other-setup',
    reason:
      'All servers that Proofmark plays are on loopback, where plain HTTP is usual. A request over plain HTTP to any other host would leave the machine.',
  },
  {
    requirements: ['PM-ROBUST'],
    role: 'client',
    kind: 'fuzzed',
    reason:
      'No case can list all that a server may answer: fuzzing draws it. A client that ends during a case breaks the rule of that case.',
  },
  {
    requirements: ['RFC9449-10-05'],
    role: 'client',
    kind: 'permission',
    reason: 'A client may send dpop_jkt or leave it out; what it says where it is sent is judged by RFC9449-10-04.',
  },
  {
    requirements: ['RFC9449-11.4-01'],
    role: 'client',
    kind: 'unobservable',
    reason: 'Where a client keeps its key shows in no request.',
  },
  {
    requirements: ['FAPI2-5.3.3.1-N2'],
    role: 'client',
    kind: 'permission',
    reason: 'It frees clients from code binding and asks for nothing.',
  },
  {
    requirements: ['ATP-DPOP-08'],
    role: 'client',
    kind: 'other-setup',
    reason:
      'The plain task is done against servers that give no nonce, so a client that turns such answers down does not get to its first case.',
  },
  {
    requirements: ['ATP-META-02'],
    role: 'client',
    kind: 'other-setup',
    reason: 'The client metadata document is fetched from a public URL of the client, and stands in no request.',
  },
  {
    requirements: ['OID4VCI-7.2-03'],
    role: 'client',
    kind: 'other-document',
    reason: 'Proofmark plays no credential issuer: there is no c_nonce to be kept apart.',
  },
  {
    requirements: ['OID4VCI-13-01'],
    role: 'client',
    kind: 'permission',
    reason: 'A recommendation of a constraint among several.',
  },
  {
    requirements: ['VENDOR-OAUTH4WEBAPI-01'],
    role: 'client',
    kind: 'product',
    reason: 'It says how one library behaves; what a client does with several challenges is judged by RFC9449-7.2-08.',
  },
];
