import { checkClaims } from './check-claims.ts';
import { checkHtu } from './check-htu.ts';
import { checkHeader } from './check-jose.ts';
import { checkRest } from './check-rest.ts';
import { checkSignature } from './check-signature.ts';
import { checkToken } from './check-token.ts';
import { type Proof, type ProofReading, readProof } from './read-proof.ts';
import { receive } from './received.ts';
import type { JudgeContext, JudgedRequest, Violation } from './types.ts';
import { isMust, may, should } from './violation.ts';

/**
 * Finds the requirements that a request breaks, from its octets alone. Never throws.
 *
 * - `must`: no correct server grants this request.
 * - `should`: granting it is graded a warning at most.
 * - `may`: granting and refusing are both lawful.
 * - `liberty`: lawful, and servers are asked to accept it. Refusing is as grave as the row says.
 *
 * An empty list means that the request gives a server no reason to refuse it, if the server grants such requests.
 *
 * @see RFC 9449 section 4.3
 */
export const judge = (request: JudgedRequest, context: JudgeContext): readonly Violation[] =>
  judgeWith(request, context, true);

/**
 * The same in two steps: first what is certain without verifying the signature, which takes most of the time, and then
 * the full list. A `must` of the first step stays a `must`.
 */
export const judgeLazily = (
  request: JudgedRequest,
  context: JudgeContext,
): { readonly certain: readonly Violation[]; readonly whole: () => readonly Violation[] } => ({
  certain: judgeWith(request, context, false),
  whole: () => judgeWith(request, context, true),
});

const judgeWith = (request: JudgedRequest, context: JudgeContext, verify: boolean): readonly Violation[] => {
  const { requests, violations } = receive(request);
  const judged = requests.map((one) => judgeReadings(one, context, verify));
  // A server may find any of these requests, so it has to refuse only what is wrong with each of them.
  const [found = []] = judged.toSorted((one, other) => gravity(one) - gravity(other));
  const all = [...found, ...violations, ...checkRest(request, context)];
  // OPTIONS and TRACE need no authorization (RFC 9110 sections 9.3.7 and 9.3.8).
  return request.method === 'OPTIONS' || request.method === 'TRACE' ? all.map(tolerated) : all;
};

const gravity = (violations: readonly Violation[]): number => {
  if (violations.some(isMust)) return 2;
  return violations.some(({ level }) => level === 'should') ? 1 : 0;
};

/** A parser which keeps the first of two members breaks a rule itself (RFC 7515 section 4, RFC 7519 section 4). */
const judgeReadings = (request: JudgedRequest, context: JudgeContext, verify: boolean): readonly Violation[] => {
  const reading = readProof(request);
  const [found, ...others] = [reading.proof, ...(reading.others ?? [])].map((proof) =>
    judgeReading(request, context, { ...reading, ...(proof && { proof }) }, verify),
  );
  if (found === undefined) return [];
  if (!found.some(isMust) || others.every((other) => other.some(isMust))) return found;
  const inHeader = reading.others?.every(({ header }) => header !== reading.proof?.header) === true;
  const requirement = inHeader ? 'RFC7515-4-02' : 'RFC7519-4-02';
  return [
    ...found.filter((one) => !isMust(one)),
    should(requirement, 'of two members of the same name only the first is right'),
  ];
};

const judgeReading = (
  request: JudgedRequest,
  context: JudgeContext,
  reading: ProofReading,
  verify: boolean,
): readonly Violation[] => {
  const ofProof = [...reading.violations, ...checkContent(reading.proof, request, context, verify)];
  if (request.role === 'as') return [...ofProof, ...checkAtAs(reading)];
  const { violations, needsProof } = checkToken(request, context, reading);
  return [...(needsProof ? ofProof : ofProof.map(tolerated)), ...violations];
};

const checkContent = (
  proof: Proof | undefined,
  request: JudgedRequest,
  context: JudgeContext,
  verify: boolean,
): readonly Violation[] => {
  if (proof === undefined) return [];
  const { violations, octets } = checkSignature(proof, { ...context, role: request.role });
  return [
    ...checkHeader(proof),
    ...violations,
    ...(verify ? octets() : []),
    ...checkClaims(proof, request, context),
    ...checkHtu(proof, request),
  ];
};

const tolerated = ({ requirement, detail }: Violation): Violation => may(requirement, detail);

/** Without a proof the server may issue a Bearer token or none. `ath` belongs to resource requests (RFC 9449 sections 4.2, 5). */
const checkAtAs = ({ state, proof }: ProofReading): readonly Violation[] => [
  ...(state === 'absent' ? [may('RFC9449-5.2-02', 'the request has no proof')] : []),
  ...(proof?.payload['ath'] === undefined ? [] : [may('RFC7519-4-01', 'a proof for the authorization server has ath')]),
];
