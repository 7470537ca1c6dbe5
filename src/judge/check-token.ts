import { decodeBase64url, encodeBase64url } from './base64url.ts';
import { generousText, wrongType } from './check-claims.ts';
import { type Credential, readCredentials } from './credentials.ts';
import { isVerifiable, readPublicKey, sha256, thumbprints } from './jwk.ts';
import { fieldLines, type Proof, type ProofReading } from './read-proof.ts';
import { embeddedJwk } from './single.ts';
import type { JudgeContext, JudgedRequest, Violation } from './types.ts';
import { liberty, may, must, should, shown } from './violation.ts';

export type TokenJudgement = {
  readonly violations: readonly Violation[];
  /** Whether access depends on the proof. Without the DPoP scheme a resource server need not look at it. */
  readonly needsProof: boolean;
};

/** Checks how a resource request presents its access token: RFC 9449 sections 4.3 (check 12), 6, 7.1 and 7.2. */
export const checkToken = (request: JudgedRequest, context: JudgeContext, reading: ProofReading): TokenJudgement => {
  const credentials = readCredentials(request);
  if (credentials.length === 0) return { violations: [noToken(request)], needsProof: false };
  const judged = credentials.map((credential) => ({
    isDpop: credential.kind === 'dpop',
    violations: checkCredential(credential, context, reading),
  }));
  // A server chooses which of several methods it reads, so it has to refuse only what is wrong with each of them.
  const lawful = judged.filter(({ violations }) => violations.every(({ level }) => level !== 'must'));
  const several = [
    ...(judged.length > 1 ? [severalMethods(credentials)] : []),
    ...(fieldLines(request, 'proxy-authorization').length > 0
      ? [may('RFC9449-7.1-17', 'the request has Proxy-Authorization too')]
      : []),
  ];
  return {
    violations: [...several, ...((lawful[0] ?? judged[0])?.violations ?? [])],
    needsProof: judged.some(({ isDpop }) => isDpop) && lawful.every(({ isDpop }) => isDpop),
  };
};

/** A server has to support only the header field (RFC 6750 section 2), and credentials of other schemes send no token. */
const severalMethods = (credentials: readonly Credential[]): Violation => {
  const inFields = credentials.filter(({ kind }) => kind !== 'parameter' && kind !== 'none').length;
  return (inFields <= 1 ? may : should)('RFC9449-7.2-06', `${credentials.length} access tokens are sent`);
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
  const known = new Map([...(context.doubtfulTokens ?? []), ...context.tokens]);
  const found = findToken(credential.token, known);
  if (found === undefined) return [must('RFC9449-3-03', 'the access token is none that is live')];
  const doubtful = context.tokens.has(found.token)
    ? []
    : [may('RFC9449-3-03', 'the access token may be one that is not live any more')];
  const digest = (text: string): string => context.digests?.get(text) ?? sha256(text);
  return [...doubtful, ...found.violations, ...checkFound(credential, found.token, { tokens: known, digest }, reading)];
};

/** Access tokens with what each is bound to, and the digest of the token that a text stands for. */
type Known = { readonly tokens: JudgeContext['tokens']; readonly digest: (text: string) => string };

const checkFound = (
  credential: Exclude<Credential, { kind: 'none' }>,
  token: string,
  known: Known,
  reading: ProofReading,
): readonly Violation[] => {
  const jkt = known.tokens.get(token);
  switch (credential.kind) {
    case 'dpop':
      return [...checkScheme(credential), ...checkWithProof([token, credential.token], jkt, known, reading)];
    case 'bearer':
      return [checkBearer(jkt, reading)];
    case 'parameter':
      return jkt === undefined
        ? [may('RFC9449-7.2-03', `an unbound access token is sent in the ${credential.place}`)]
        : [must('RFC9449-7.2-03', `a bound access token is sent in the ${credential.place}`)];
    default:
      return credential satisfies never;
  }
};

type FoundToken = { readonly token: string; readonly violations: readonly Violation[] };

/** The access token in the credentials, or the one that a lenient server finds in them. */
const findToken = (text: string, known: JudgeContext['tokens']): FoundToken | undefined => {
  if (known.has(text)) return { token: text, violations: [] };
  const words = text.replace(/^[\w-]{1,40}=(?=")/, '').split(/[\s,"]+/);
  const token = words.find((word) => word !== '');
  if (token !== undefined && known.has(token))
    return { token, violations: [should('RFC9449-7.1-24', 'the credentials are more than one token68')] };
  const jws = text.split('.', 3).join('.');
  if (!known.has(jws)) return undefined;
  return { token: jws, violations: [should('RFC9449-3-03', 'the access token has a segment more')] };
};

/** The case of schemes does not matter (RFC 9110 section 11.1). RFC 9449 section 7.1 asks for 1*SP behind them. */
const checkScheme = ({ scheme, blanks }: Extract<Credential, { kind: 'dpop' }>): readonly Violation[] => [
  ...(scheme === 'DPoP' ? [] : [spelling(scheme)]),
  ...(blanks === ' ' ? [] : [may('RFC9449-7.1-23', `${shown(blanks)} stands before the access token`)]),
];

const spelling = (scheme: string): Violation =>
  /^dpop$/i.test(scheme)
    ? liberty('RFC9449-7.1-19', `the scheme is written ${shown(scheme)}`)
    : should('RFC9449-7.1-24', `the scheme is written ${shown(scheme)}`);

const checkBearer = (jkt: string | undefined, { state }: ProofReading): Violation => {
  // A server which takes no bearer tokens, or none beside a proof, may refuse.
  if (jkt === undefined) return may('RFC9449-7.2-10', 'an unbound access token is sent as Bearer');
  return state === 'absent' || state === 'empty'
    ? must('RFC9449-7.2-01', 'a bound access token is sent as Bearer')
    : must('RFC9449-7.2-02', 'a bound access token is sent as Bearer beside a proof');
};

const checkWithProof = (
  tokens: readonly string[],
  jkt: string | undefined,
  known: Known,
  { state, proof }: ProofReading,
): readonly Violation[] => {
  const unbound = jkt === undefined ? [should('RFC9449-6-03', 'the access token is not bound')] : [];
  if (state === 'absent' || state === 'empty') {
    return [...unbound, must('RFC9449-7.1-02', 'a DPoP access token is sent without a proof')];
  }
  if (proof === undefined) return unbound;
  return [...unbound, ...checkAth(proof, tokens, known), ...(jkt === undefined ? [] : checkBinding(proof, jkt))];
};

/** The first half of check 12. Text that a lenient decoder reads as the right digest is a `should`. */
const checkAth = (
  { payload }: Proof,
  [token = '', asSent = token]: readonly string[],
  { tokens, digest }: Known,
): readonly Violation[] => {
  const { ath } = payload;
  const due = digest(token);
  if (ath === due || ath === digest(asSent)) return [];
  if (ath === undefined) return [must('RFC9449-4.3-12a', 'the proof has no ath')];
  const text = generousText(ath) ?? '';
  if (text === due) return wrongType('ath', ath);
  if (/^[A-Za-z0-9_+/-]{43}=*$/.test(text) && encodeBase64url(decodeBase64url(text).bytes) === due) {
    return [should('RFC9449-4.3-12d', 'ath is the right digest, not in unpadded base64url')];
  }
  const other = [...tokens.keys()].some((candidate) => digest(candidate) === text);
  return other || /^[A-Za-z0-9_-]{43}$/.test(text)
    ? [must('RFC9449-4.3-12b', 'ath is the digest of another access token')]
    : [must('RFC9449-4.3-12c', 'ath is no SHA-256 digest in base64url')];
};

/** The second half of check 12, and section 6. */
const checkBinding = (proof: Proof, jkt: string): readonly Violation[] => {
  const embedded = embeddedJwk(proof);
  if (embedded === undefined || thumbprints(embedded.jwk).includes(jkt)) return [];
  // Without a key there is nothing to compare. The proof is refused for the missing key.
  if (isVerifiable(embedded.jwk) && readPublicKey(embedded.jwk) === undefined) return [];
  return [must('RFC9449-4.3-12e', 'the access token is bound to another key')];
};
