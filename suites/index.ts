import type { Suite } from '../src/suite/schema.ts';
import { accessTokenBinding } from './access-token-binding.ts';
import { bearerDowngrade } from './bearer-downgrade.ts';
import { joseHygiene } from './jose-hygiene.ts';
import { metadata } from './metadata.ts';
import { par } from './par.ts';
import { proofAthBinding } from './proof-ath-binding.ts';
import { proofClaims } from './proof-claims.ts';
import { proofHtmHtu } from './proof-htm-htu.ts';
import { proofIat } from './proof-iat.ts';
import { proofNonce } from './proof-nonce.ts';
import { proofReplay } from './proof-replay.ts';
import { proofSignature } from './proof-signature.ts';
import { proofStructure } from './proof-structure.ts';
import { proofTypAlg } from './proof-typ-alg.ts';
import { proofUriNormalisation } from './proof-uri-normalisation.ts';
import { resourceChallenge } from './resource-challenge.ts';
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
  metadata,
  accessTokenBinding,
  resourceChallenge,
  bearerDowngrade,
  par,
  joseHygiene,
  watches,
];
