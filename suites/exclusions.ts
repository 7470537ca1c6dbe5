import type { Exclusion, ExclusionKind } from '../src/suite/exclusion.ts';

function because(
  kind: Exclude<ExclusionKind, 'same'>,
  reason: string,
  ...rows: readonly string[]
): readonly Exclusion[] {
  return rows.map((requirement) => ({ requirement, kind, reason }));
}

/** The rule is asked by other rows, which the profile's own severities reach. */
function same(requirement: string, rows: readonly string[], reason: string): Exclusion {
  return { requirement, kind: 'same', reason, rows };
}

const limits = 'It states what DPoP does not protect; a server cannot break it.';
const certificates = 'It speaks of tokens bound to client certificates; a descriptor names no certificate.';
const idToken = 'It speaks of ID Tokens; Proofmark judges access tokens, whatever format they have.';
const described = 'Nothing can break it. Where a profile of that name exists, it grades by what is told here.';

/** Rows for servers that have no case, and why. No row is both here and covered; none is neither (`suites.test.ts`). */
export const exclusions: readonly Exclusion[] = [
  ...because(
    'other-setup',
    'Whether a server answers plain HTTP beside HTTPS depends on the network in front of it, and asking would send a live token in clear text. The URLs tested are those of the descriptor.',
    'RFC9449-2-01',
    'RFC9449-2-02',
  ),
  ...because(
    'other-setup',
    'Discovery takes metadata of exactly the issuer that the descriptor names (RFC 8414 §3.3) and stops the run otherwise, so no server that breaks this is ever judged.',
    'RFC8414-3.3-02',
  ),
  ...because(
    'measured',
    'A server may take more algorithms than it lists. Which ones it takes the quirk "algorithms" measures, beside those that it lists.',
    'RFC9449-4.3-05f-as',
    'RFC9449-4.3-05f-rs',
    'RFC9449-5.1-05',
  ),
  ...because(
    'measured',
    'How long a code lives is no matter of proofs, and takes waits. The quirk "code-lifetime" measures it (proofmark quirks --slow).',
    'FAPI2-5.3.2.1-12',
  ),
  ...because(
    'fuzzed',
    'No case can list what no rule speaks of: fuzzing makes such proofs, and the judge finds no fault in them.',
    'PM-LAWFUL-as',
    'PM-LAWFUL-rs',
  ),
  ...because(
    'permission',
    'The checks may run in any order, so no proof with two faults is ever sent.',
    'RFC9449-4.3-14-as',
    'RFC9449-4.3-14-rs',
  ),
  ...because(
    'other-setup',
    'It takes dynamic client registration, which a descriptor does not describe.',
    'RFC9449-5.2-03',
  ),
  ...because(
    'permission',
    'The parameter may be there or not; its syntax is judged by RFC9110-11.6.1-01.',
    'RFC9449-7.1-05',
    'RFC9449-7.1-06',
    'RFC9449-7.1-11',
  ),
  ...because(
    'permission',
    'A server may answer a proof by an unbound token; then nothing binds what it says.',
    'RFC9449-5-10',
  ),
  ...because('permission', 'A challenge may come with any answer.', 'RFC9449-7.1-21'),
  ...because('permission', 'The error may stand in one challenge or in both.', 'RFC9449-7.2-07'),
  ...because(
    'permission',
    'Nonces are the choice of the server. What it does is found out before the first case and shown in the report.',
    'RFC9449-8-01',
    'RFC9449-9-01',
    'FAPI2-5.3.2.1-11',
  ),
  ...because('permission', 'A refusal may supply a nonce or not.', 'RFC9449-8-08'),
  ...because('permission', 'Other members and fields may be there.', 'RFC9449-8-15'),
  ...because('permission', 'A new nonce may come with any answer.', 'RFC9449-8.2-03'),
  ...because(
    'permission',
    'Whether a nonce stands in for the age of iat is the choice of the server.',
    'RFC9449-11.1-06-as',
    'RFC9449-11.1-06-rs',
  ),
  ...because('unobservable', limits, 'RFC9449-11.7-01', 'RFC9449-11.11-01'),
  ...because(
    'other-setup',
    'It speaks of an authorization server that does not know DPoP; such a server is no target of Proofmark.',
    'RFC6749-3.1-01',
    'CAMARA-SCT-01',
  ),
  ...because(
    'other-setup',
    certificates,
    'RFC8705-3-01',
    'RFC8705-3.1-01',
    'RFC8705-3.2-01',
    'RFC8705-5-01',
    'RFC8705-X-01',
    'RFC8705-X-02',
    'RFC8705-X-03',
  ),
  ...because(
    'other-document',
    'Audiences and resource indicators are independent of the binding; a token for another audience is tried for RFC9449-3-03.',
    'RFC9700-4.10.2-01',
    'RFC8707-2-01',
  ),

  same(
    'FAPI2-5.3.2.1-13',
    ['RFC9449-10.1-02', 'RFC9449-10.1-03', 'RFC9449-10.1-04', 'RFC9449-10.1-05', 'RFC9449-10.1-06', 'RFC9449-10.1-07'],
    'RFC 9449 §10.1 is a MUST for every server with PAR and DPoP.',
  ),
  same('FAPI2-5.3.4-02', ['RFC9449-7.2-03'], 'RFC 9449 §7.2 forbids bound tokens in the query too.'),
  same(
    'FAPI2-5.3.4-05',
    ['RFC9449-4.3-12e-rs', 'RFC9449-7.1-02', 'RFC9449-7.2-01'],
    'To verify the constraint is to hold the proof against the token.',
  ),
  same('FAPI2-5.3.4-iat', ['RFC9449-4.3-11b-rs', 'RFC9449-4.3-11c-rs'], 'The profile raises these rows to fail.'),
  same('FAPI2-5.4.1-02-as', ['RFC9449-11.6-01-as'], 'The profile raises this row to fail.'),
  ...because(
    'unobservable',
    'The entropy of a value cannot be seen in the value; too short a token would be found by its length only.',
    'FAPI2-5.4.1-04',
  ),
  same(
    'ATP-DPOP-02',
    ['RFC9449-7.1-02', 'RFC9449-7.2-01'],
    'A resource for bound tokens only refuses both requests without a proof and the Bearer scheme.',
  ),
  same(
    'ATP-DPOP-06',
    ['RFC9449-4.3-10-as'],
    'To see it takes a wait of more than five minutes. A server that claims such a lifetime (claims.nonceLifetimeSeconds) is held to it in the slow lane.',
  ),
  same('ATP-DPOP-10', ['RFC9449-11.1-02-rs'], 'A SHOULD there, graded warn here as well.'),
  same('ATP-DPOP-11', ['ATP-META-01', 'RFC9449-5.1-04'], 'ES256 has to be listed, and what is listed has to work.'),
  ...because('other-document', idToken, 'SOLID-02', 'SOLID-03'),
  same(
    'SOLID-04',
    ['RFC9449-7.1-02', 'RFC9449-4.3-12e-rs'],
    'The ID Token serves as access token: put it into the descriptor.',
  ),
  same(
    'SOLID-05',
    ['RFC9110-15.5.2-01', 'RFC6750-3-01'],
    'The parameter as_uri may be left out where the scheme has another way of discovery.',
  ),
  same('SOLID-07', ['RFC9449-4.3-12a-rs'], 'The profile lowers this row to warn.'),
  same('HAIP-4-01', ['RFC9449-5-04', 'RFC9449-5-05'], 'A bound token in answer to a proof is what support means.'),
  same(
    'HAIP-4-03',
    ['FAPI2-5.3.2.1-04', 'FAPI2-5.3.2.1-14a', 'FAPI2-5.3.2.1-14b', 'FAPI2-5.3.2.2-05'],
    'The profile selects the rows of FAPI 2.0 but those on client authentication and algorithms.',
  ),
  ...because('permission', 'The nonce endpoint may supply a nonce or not.', 'OID4VCI-7.2-01'),
  ...because('other-setup', 'A descriptor names no nonce endpoint.', 'OID4VCI-7.2-02'),
  ...because(
    'other-setup',
    'Proofmark makes no hashes of query and body for the claims camara:qh and camara:bh.',
    'CAMARA-DPOP-03',
  ),
  same('CAMARA-DPOP-01', ['RFC9449-11.1-02-rs', 'PM-REPLAY-CLAIM-rs'], 'A server that uses this measure claims it.'),
  same('CAMARA-DPOP-04', ['RFC7519-4-01-rs'], 'RFC 7519 §4 asks for it in every JWT.'),
  same('MCP-06', ['RFC9449-5.1-01', 'RFC9449-5.1-02'], 'The profile raises RFC9449-5.1-01 to fail.'),
  same('MCP-07', ['RFC9449-5-04', 'RFC9449-6.1-02'], 'RFC 9449 §5 and §6.1 ask for it.'),
  same('MCP-08', ['RFC9449-3-03'], 'A proof does not rescue a token for another audience.'),

  ...because(
    'product',
    described,
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
  ),
];
