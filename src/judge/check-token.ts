import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { generousText, wrongType } from './check-claims.ts';
import { embeddedJwk } from './check-jose.ts';
import { type Credential, readCredentials } from './credentials.ts';
import { sha256, thumbprints } from './jwk.ts';
import { fieldLines, type Proof, type ProofReading } from './read-proof.ts';
import type { JudgeContext, JudgedRequest, Violation } from './types.ts';
import { may, must, should, shown } from './violation.ts';

export type TokenJudgement = {
  readonly violations: readonly Violation[];
  /** Whether access hangs on the proof. Without the DPoP scheme a resource server has no duty to look at it. */
  readonly needsProof: boolean;
};

/** How a resource request presents its access token: RFC 9449 sections 4.3 (check 12), 6, 7.1 and 7.2. */
export const checkToken = (request: JudgedRequest, context: JudgeContext, reading: ProofReading): TokenJudgement => {
  const credentials = readCredentials(request);
  if (credentials.length === 0) return { violations: [noToken(request)], needsProof: false };
  const judged = credentials.map((credential) => ({
    isDpop: credential.kind === 'dpop',
    violations: checkCredential(credential, context, reading),
  }));
  // Which of several methods a server goes by is its own choice: only what is wrong with each of them has to be refused.
  const lawful = judged.filter(({ violations }) => violations.every(({ level }) => level !== 'must'));
  const several = judged.length > 1 ? [should('RFC9449-7.2-06', `${judged.length} access tokens are sent`)] : [];
  return {
    violations: [...several, ...((lawful[0] ?? judged[0])?.violations ?? [])],
    needsProof: judged.some(({ isDpop }) => isDpop) && lawful.every(({ isDpop }) => isDpop),
  };
};

const noToken = (request: JudgedRequest): Violation =>
  fieldLines(request, 'proxy-authorization').some((line) => /^dpop /i.test(line))
    ? must('RFC9449-7.1-17', 'the DPoP scheme is used in Proxy-Authorization only')
    : must('RFC9449-4-02', 'the request has no access token');

const checkCredential = (
  credential: Credential,
  context: JudgeContext,
  reading: ProofReading,
): readonly Violation[] => {
  if (credential.kind === 'none') return [must('RFC9449-4-02', 'Authorization holds no access token')];
  const { token, kind } = credential;
  if (!context.tokens.has(token)) return [must('RFC9449-3-03', 'the access token is none that is live')];
  const jkt = context.tokens.get(token);
  switch (kind) {
    case 'dpop':
      return [...checkScheme(credential.scheme, credential.spaces), ...checkWithProof(token, jkt, context, reading)];
    case 'bearer':
      return [checkBearer(jkt, reading)];
    case 'parameter':
      return jkt === undefined
        ? [may('RFC9449-7.2-03', `an unbound access token is sent in the ${credential.place}`)]
        : [must('RFC9449-7.2-03', `a bound access token is sent in the ${credential.place}`)];
    default:
      return kind satisfies never;
  }
};

/** RFC 9110 section 11.1 ignores the case of schemes, and RFC 9449 section 7.1 has 1*SP; refusing is graded a warning. */
const checkScheme = (scheme: string, spaces: number): readonly Violation[] => [
  ...(scheme === 'DPoP' ? [] : [may('RFC9449-7.1-19', `the scheme is written ${shown(scheme)}`)]),
  ...(spaces === 1 ? [] : [may('RFC9449-7.1-23', `${spaces} blanks stand before the access token`)]),
];

const checkBearer = (jkt: string | undefined, { state }: ProofReading): Violation => {
  // A server that knows no bearer tokens, or none beside a proof, may refuse.
  if (jkt === undefined) return may('RFC9449-7.2-10', 'an unbound access token is sent as Bearer');
  return state === 'absent' || state === 'empty'
    ? must('RFC9449-7.2-01', 'a bound access token is sent as Bearer')
    : must('RFC9449-7.2-02', 'a bound access token is sent as Bearer beside a proof');
};

const checkWithProof = (
  token: string,
  jkt: string | undefined,
  context: JudgeContext,
  { state, proof }: ProofReading,
): readonly Violation[] => {
  const unbound = jkt === undefined ? [should('RFC9449-6-03', 'the access token is not bound')] : [];
  if (state === 'absent' || state === 'empty') {
    return [...unbound, must('RFC9449-7.1-02', 'a DPoP access token is sent without a proof')];
  }
  if (proof === undefined) return unbound;
  return [...unbound, ...checkAth(proof, token, context), ...(jkt === undefined ? [] : checkBinding(proof, jkt))];
};

/** Check 12, first half. Text that a lenient decoder takes for the right digest is a `should`. */
const checkAth = ({ payload }: Proof, token: string, { tokens }: JudgeContext): readonly Violation[] => {
  const { ath } = payload;
  const due = sha256(token);
  if (ath === due) return [];
  if (ath === undefined) return [must('RFC9449-4.3-12a', 'the proof has no ath')];
  const text = generousText(ath) ?? '';
  if (text === due) return wrongType('ath', ath);
  if (/^[A-Za-z0-9_+/-]{43}=*$/.test(text) && encodeBase64url(decodeBase64url(text).bytes) === due) {
    return [should('RFC9449-4.3-12d', 'ath is the right digest, not in unpadded base64url')];
  }
  const other = [...tokens.keys()].some((candidate) => sha256(candidate) === text);
  return other || /^[A-Za-z0-9_-]{43}$/.test(text)
    ? [must('RFC9449-4.3-12b', 'ath is the digest of another access token')]
    : [must('RFC9449-4.3-12c', 'ath is no SHA-256 digest in base64url')];
};

/** Check 12, second half, and section 6. */
const checkBinding = (proof: Proof, jkt: string): readonly Violation[] => {
  const jwk = embeddedJwk(proof);
  if (jwk === undefined || thumbprints(jwk).includes(jkt)) return [];
  return [must('RFC9449-4.3-12e', 'the access token is bound to another key')];
};
