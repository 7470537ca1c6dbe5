import { clientSuites } from './client-suites.ts';
import { defineSuite, type Suite } from '../src/suite/schema.ts';
import { brokenKeysCases } from './jose/broken-keys.ts';
import { hygieneCases } from './jose/hygiene.ts';
import { membersOfEcCases } from './jose/members-of-ec.ts';
import { membersOfRsaAndOkpCases } from './jose/members-of-rsa-okp.ts';
import { oddSignaturesCases } from './jose/odd-signatures.ts';
import { weakKeysCases } from './jose/weak-keys.ts';
import { atprotoCases } from './profiles/atproto.ts';
import { camaraCases } from './profiles/camara.ts';
import { fapi2Cases } from './profiles/fapi2.ts';
import { haipCases } from './profiles/haip.ts';
import { mcpCases, mcpWatches } from './profiles/mcp.ts';
import { fieldNameCases } from './rfc9449/4.1-field-name.ts';
import { oneFieldCases } from './rfc9449/4.3-01-one-field.ts';
import { oneJwtCases } from './rfc9449/4.3-02-one-jwt.ts';
import { claimsCases } from './rfc9449/4.3-03-claims.ts';
import { alteredTokensCases } from './rfc9449/3-altered-tokens.ts';
import { expiredTokensCases } from './rfc9449/3-expired-tokens.ts';
import { typCases } from './rfc9449/4.3-04-typ.ts';
import { algCases } from './rfc9449/4.3-05-alg.ts';
import { publicKeyCases } from './rfc9449/4.3-06-jwk.ts';
import { signaturesCases } from './rfc9449/4.3-06-signature.ts';
import { privateKeyCases } from './rfc9449/4.3-07-private-key.ts';
import { htmCases } from './rfc9449/4.3-08-htm.ts';
import { forwardedCases } from './rfc9449/4.3-09-forwarded.ts';
import { furtherForwardedCases } from './rfc9449/4.3-09-further-forwarded.ts';
import { htuCases } from './rfc9449/4.3-09-htu.ts';
import { queryCases } from './rfc9449/4.3-09-query.ts';
import { noncesCases } from './rfc9449/4.3-10-nonce.ts';
import { iatCases } from './rfc9449/4.3-11-iat.ts';
import { athCases } from './rfc9449/4.3-12-ath.ts';
import { boundKeyCases } from './rfc9449/4.3-12-bound-key.ts';
import { normalisationCases } from './rfc9449/4.3-13-normalisation.ts';
import { eachGrantCases } from './rfc9449/5-each-grant.ts';
import { noStandInCases } from './rfc9449/5-no-stand-in.ts';
import { refreshTokensCases } from './rfc9449/5-refresh-tokens.ts';
import { tokenResponseCases } from './rfc9449/5-token-response.ts';
import { algorithmsCases } from './rfc9449/5.1-algorithms.ts';
import { registrationCases } from './rfc9449/5.2-registration.ts';
import { metadataCases } from './rfc9449/5.1-metadata.ts';
import { mintedTokensCases } from './rfc9449/6-minted-tokens.ts';
import { cnfCases } from './rfc9449/6.1-cnf.ts';
import { thumbprintsCases } from './rfc9449/6.1-thumbprint.ts';
import { introspectionCases } from './rfc9449/6.2-introspection.ts';
import { authorizationFieldCases } from './rfc9449/7.1-authorization-field.ts';
import { credentialsCases } from './rfc9449/7.1-credentials.ts';
import { guardsCases } from './rfc9449/7.1-guards.ts';
import { writesCases } from './rfc9449/7.1-writes.ts';
import { bearerCases } from './rfc9449/7.2-bearer.ts';
import { nonceDemandedCases } from './rfc9449/8-nonce-demanded.ts';
import { nonceEverywhereCases } from './rfc9449/8-nonce-everywhere.ts';
import { authorizationCodeCases } from './rfc9449/10-authorization-code.ts';
import { dpopJktCases } from './rfc9449/10-dpop-jkt.ts';
import { requestObjectCases } from './rfc9449/10-request-object.ts';
import { parCases } from './rfc9449/10.1-par.ts';
import { replayCases } from './rfc9449/11.1-replay.ts';
import { replayInTimeCases } from './rfc9449/11.1-replay-in-time.ts';
import { corsAtAuthorizationServer, corsAtResource } from './rfc9449/9-cors-preflight.ts';
import { everyAnswer } from './rfc9449/every-answer.ts';
import { jsonTextsCases } from './robustness/json-texts.ts';
import { namesCases } from './robustness/names.ts';
import { numbersCases } from './robustness/numbers.ts';
import { sizesAndTextsCases } from './robustness/sizes-and-texts.ts';

/**
 * Every suite, in the order of a run: first the rules of RFC 9449 about proofs, about authorization servers, about access
 * tokens and resources, and about codes; then JOSE, robustness and profiles; at the end the rules for every answer.
 */
export const suites: readonly Suite[] = [
  defineSuite({
    id: 'proof-structure',
    title: 'One DPoP field with one well-formed JWT',
    section: 'RFC 9449 §4.3 checks 1 and 2',
    cases: [...fieldNameCases, ...oneFieldCases, ...oneJwtCases],
  }),
  defineSuite({
    id: 'proof-claims',
    title: 'All required claims are there',
    section: 'RFC 9449 §4.3 check 3',
    cases: [...claimsCases],
  }),
  defineSuite({
    id: 'proof-typ-alg',
    title: 'The proof says dpop+jwt and a registered asymmetric algorithm',
    section: 'RFC 9449 §4.3 checks 4 and 5',
    cases: [...typCases, ...algCases, ...algorithmsCases],
  }),
  defineSuite({
    id: 'proof-signature',
    title: 'The signature verifies with the public key in jwk',
    section: 'RFC 9449 §4.3 checks 6 and 7',
    cases: [...signaturesCases, ...publicKeyCases, ...privateKeyCases],
  }),
  defineSuite({
    id: 'proof-htm-htu',
    title: 'The proof names the method and the URI of the request',
    section: 'RFC 9449 §4.3 checks 8 and 9',
    cases: [...htmCases, ...htuCases, ...forwardedCases, ...furtherForwardedCases, ...queryCases],
  }),
  defineSuite({
    id: 'proof-uri-normalisation',
    title: 'Equivalent spellings of htu are equal',
    section: 'RFC 9449 §4.3, RFC 3986 §6.2.2 and §6.2.3',
    cases: [...normalisationCases],
  }),
  defineSuite({
    id: 'proof-nonce',
    title: 'A nonce, once demanded, is recent, right and never left out',
    section: 'RFC 9449 §4.3 check 10, §8, §9, §11.3',
    cases: [...nonceDemandedCases, ...noncesCases, ...nonceEverywhereCases],
  }),
  defineSuite({
    id: 'proof-iat',
    title: 'A proof is good for a limited time',
    section: 'RFC 9449 §4.3 check 11, §11.1',
    cases: [...iatCases],
  }),
  defineSuite({
    id: 'proof-ath-binding',
    title: 'The proof belongs to the access token, and its key is the bound one',
    section: 'RFC 9449 §4.3 check 12, §6, §7',
    cases: [...athCases, ...boundKeyCases],
  }),
  defineSuite({
    id: 'proof-replay',
    title: 'A proof is good once',
    section: 'RFC 9449 §11.1',
    cases: [...replayCases, ...replayInTimeCases],
  }),
  defineSuite({
    id: 'token-response',
    title: 'The token endpoint binds what it issues and says so',
    section: 'RFC 9449 §5',
    cases: [...tokenResponseCases, ...noStandInCases, ...corsAtAuthorizationServer],
  }),
  defineSuite({
    id: 'refresh-tokens',
    title: 'Refresh tokens of public clients are bound to the key of the proof',
    section: 'RFC 9449 §5',
    cases: [...refreshTokensCases],
  }),
  defineSuite({
    id: 'proof-each-grant',
    title: 'A proof is checked whatever the grant beside it',
    section: 'RFC 9449 §4.3, §5',
    cases: [...eachGrantCases],
  }),
  defineSuite({
    id: 'metadata',
    title: 'Metadata names the proofs that are accepted',
    section: 'RFC 9449 §5.1, RFC 8414, RFC 9728',
    cases: [...metadataCases],
  }),
  defineSuite({
    id: 'client-registration',
    title: 'A client registered for bound tokens gets no others',
    section: 'RFC 9449 §5.2, RFC 7591, RFC 7592',
    cases: [...registrationCases],
  }),
  defineSuite({
    id: 'access-token-binding',
    title: 'cnf.jkt is the thumbprint of the proof key',
    section: 'RFC 9449 §6',
    cases: [...thumbprintsCases, ...introspectionCases],
  }),
  defineSuite({
    id: 'minted-tokens',
    title: 'The resource judges the access token itself, and the key that it names',
    section: 'RFC 9449 §3, §6, §7; RFC 7800 §3.1',
    cases: [...cnfCases, ...mintedTokensCases, ...alteredTokensCases, ...expiredTokensCases],
  }),
  defineSuite({
    id: 'resource-challenge',
    title: 'The resource demands access token and proof, and says how',
    section: 'RFC 9449 §7.1',
    cases: [...credentialsCases, ...authorizationFieldCases, ...guardsCases, ...writesCases, ...corsAtResource],
  }),
  defineSuite({
    id: 'bearer-downgrade',
    title: 'A bound access token is no Bearer token',
    section: 'RFC 9449 §7.2',
    cases: [...bearerCases],
  }),
  defineSuite({
    id: 'code-binding',
    title: 'An authorization code is bound to the key that was named for it',
    section: 'RFC 9449 §10, RFC 7636, RFC 9126',
    cases: [...dpopJktCases, ...requestObjectCases, ...authorizationCodeCases],
  }),
  defineSuite({
    id: 'par',
    title: 'A proof at the pushed authorization request endpoint',
    section: 'RFC 9449 §10.1, RFC 9126',
    cases: [...parCases],
  }),
  defineSuite({
    id: 'jose-hygiene',
    title: 'The proof is read as JOSE says',
    section: 'RFC 7515, RFC 7519, RFC 7797, RFC 8725',
    cases: [...hygieneCases],
  }),
  defineSuite({
    id: 'robust-keys',
    title: 'Broken and weak keys and signatures',
    section: 'RFC 9449 §4.3 checks 5 to 7, RFC 7518 §6, RFC 8037',
    cases: [
      ...membersOfEcCases,
      ...membersOfRsaAndOkpCases,
      ...brokenKeysCases,
      ...weakKeysCases,
      ...oddSignaturesCases,
    ],
  }),
  defineSuite({
    id: 'robustness',
    title: 'Odd numbers, texts and sizes',
    section: 'RFC 9449 §4.3',
    cases: [...sizesAndTextsCases, ...numbersCases, ...jsonTextsCases, ...namesCases],
  }),
  defineSuite({
    id: 'profile-fapi2',
    title: 'What FAPI 2.0 asks of a DPoP server',
    section: 'FAPI 2.0 Security Profile',
    cases: [...fapi2Cases],
  }),
  defineSuite({
    id: 'profile-haip',
    title: 'What HAIP asks of a DPoP server',
    section: 'OpenID4VC HAIP 1.0',
    cases: [...haipCases],
  }),
  defineSuite({
    id: 'profile-atproto',
    title: 'What the OAuth profile of the AT Protocol asks of a DPoP server',
    section: 'atproto OAuth',
    cases: [...atprotoCases],
  }),
  defineSuite({
    id: 'profile-camara',
    title: 'What CAMARA asks of a DPoP server',
    section: 'CAMARA Security and Interoperability Profile',
    cases: [...camaraCases],
  }),
  defineSuite({
    id: 'profile-mcp',
    title: 'What the MCP draft asks of a DPoP server',
    section: 'MCP SEP-1932',
    cases: [...mcpCases],
    watches: [...mcpWatches],
  }),
  defineSuite({
    id: 'watches',
    title: 'What every answer has to keep',
    section: 'RFC 9449 §5, §7.1, §8, §9, §12; RFC 9110, RFC 6749',
    cases: [],
    watches: [...everyAnswer],
  }),
  ...clientSuites,
];
