import type { Suite } from '../src/suite/schema.ts';
import { accessTokenBinding } from './access-token-binding.ts';
import { bearerDowngrade } from './bearer-downgrade.ts';
import { codeBinding } from './code-binding.ts';
import { joseHygiene } from './jose-hygiene.ts';
import { metadata } from './metadata.ts';
import { mintedTokens } from './minted-tokens.ts';
import { par } from './par.ts';
import { profileAtproto } from './profile-atproto.ts';
import { profileCamaraMcp } from './profile-camara-mcp.ts';
import { profileFapi2 } from './profile-fapi2.ts';
import { proofAthBinding } from './proof-ath-binding.ts';
import { proofClaims } from './proof-claims.ts';
import { proofEachGrant } from './proof-each-grant.ts';
import { proofHtmHtu } from './proof-htm-htu.ts';
import { proofIat } from './proof-iat.ts';
import { proofNonce } from './proof-nonce.ts';
import { proofReplay } from './proof-replay.ts';
import { proofSignature } from './proof-signature.ts';
import { proofStructure } from './proof-structure.ts';
import { proofTypAlg } from './proof-typ-alg.ts';
import { proofUriNormalisation } from './proof-uri-normalisation.ts';
import { refreshTokens } from './refresh-tokens.ts';
import { resourceChallenge } from './resource-challenge.ts';
import { robustKeys } from './robust-keys.ts';
import { robustness } from './robustness.ts';
import { tokenResponse } from './token-response.ts';
import { watches } from './watches.ts';

/** Every suite, in the order in which RFC 9449 states the rules. */
export const suites: readonly Suite[] = [
  proofStructure,
  proofClaims,
  proofTypAlg,
  proofSignature,
  proofHtmHtu,
  proofUriNormalisation,
  proofNonce,
  proofIat,
  proofAthBinding,
  proofReplay,
  tokenResponse,
  refreshTokens,
  proofEachGrant,
  metadata,
  accessTokenBinding,
  mintedTokens,
  resourceChallenge,
  bearerDowngrade,
  codeBinding,
  par,
  joseHygiene,
  robustKeys,
  robustness,
  profileFapi2,
  profileAtproto,
  profileCamaraMcp,
  watches,
];
