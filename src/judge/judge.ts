import { checkClaims } from './check-claims.ts';
import { checkHtu } from './check-htu.ts';
import { checkHeader } from './check-jose.ts';
import { checkSignature } from './check-signature.ts';
import { checkToken } from './check-token.ts';
import { type ProofReading, readProof } from './read-proof.ts';
import type { JudgeContext, JudgedRequest, Violation } from './types.ts';
import { may } from './violation.ts';

/**
 * Which requirements a request breaks, from its octets alone. Never throws.
 *
 * - `must`: no correct server grants this request.
 * - `should`: granting it is graded a warning.
 * - `may`: granting and refusing are both lawful, or refusing is graded a warning at most. Lawful liberties are listed so
 *   that a refusal of them is no false alarm: a spelling of `htu` that needs normalisation, unknown members, an iat
 *   slightly ahead.
 *
 * An empty list means that a server has no ground in the request to refuse it. A missing proof is no violation at an
 * authorization server, which may issue Bearer tokens.
 *
 * @see RFC 9449 section 4.3
 */
export const judge = (request: JudgedRequest, context: JudgeContext): readonly Violation[] => {
  const reading = readProof(request);
  const ofProof = [...reading.violations, ...checkContent(reading, request, context)];
  if (request.role === 'as') return [...ofProof, ...checkAthAtAs(reading)];
  const { violations, needsProof } = checkToken(request, context, reading);
  return [...(needsProof ? ofProof : ofProof.map(tolerated)), ...violations];
};

const checkContent = ({ proof }: ProofReading, request: JudgedRequest, context: JudgeContext): readonly Violation[] =>
  proof === undefined
    ? []
    : [
        ...checkHeader(proof),
        ...checkSignature(proof),
        ...checkClaims(proof, request, context),
        ...checkHtu(proof, request),
      ];

const tolerated = ({ requirement, detail }: Violation): Violation => may(requirement, detail);

/** Neither required nor forbidden there: the claim belongs to resource requests (RFC 9449 section 4.2). */
const checkAthAtAs = ({ proof }: ProofReading): readonly Violation[] =>
  proof?.payload['ath'] === undefined ? [] : [may('RFC9449-4.2-17', 'a proof for the authorization server has ath')];
