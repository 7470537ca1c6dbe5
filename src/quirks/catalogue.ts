import { algorithms, rsaKeySizes } from './algorithms.ts';
import { checkOrder } from './check-order.ts';
import { clockOffset } from './clock.ts';
import { codeLifetime } from './code-lifetime.ts';
import { errorMap } from './error-map.ts';
import { iatWindows } from './iat.ts';
import { latency } from './latency.ts';
import type { Measurement } from './measurement.ts';
import { nonceGrace, noncePolicy, nonceRotation, nonceTolerance } from './nonces.ts';
import { grantRaces, proofRace } from './races.ts';
import { replayScope } from './replay.ts';
import { longestJti, longestProof } from './sizes.ts';
import { tolerances } from './tolerance.ts';
import { jtiMemory, nonceLifetime } from './waiting.ts';

/** Every quirk, in the order of reports. */
export const measurements: readonly Measurement[] = [
  clockOffset,
  ...iatWindows,
  codeLifetime,
  replayScope,
  jtiMemory,
  proofRace,
  ...grantRaces,
  noncePolicy,
  nonceTolerance,
  nonceRotation,
  nonceGrace,
  nonceLifetime,
  longestJti,
  longestProof,
  algorithms,
  rsaKeySizes,
  ...tolerances,
  errorMap,
  checkOrder,
  latency,
];
