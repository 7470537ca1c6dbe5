import { checkExpAndNbf, checkIat } from './check-time.ts';
import type { JsonObject } from './json-text.ts';
import type { Proof } from './read-proof.ts';
import type { JudgeContext, JudgedRequest, Violation } from './types.ts';
import { sameTarget } from './uri.ts';
import { may, must, should, shown } from './violation.ts';

/** Checks 3, 8, 10 and 11 of RFC 9449 section 4.3, and what section 11.1 says of `jti`. */
export const checkClaims = (
  { payload }: Proof,
  request: JudgedRequest,
  context: JudgeContext,
): readonly Violation[] => [
  ...checkJti(payload, request, context),
  ...checkHtm(payload, request.method),
  ...checkIat(payload, context),
  ...checkExpAndNbf(payload, context),
  ...checkNonce(payload, context),
  ...checkExtras(payload),
];

/**
 * A claim of the wrong type is a `should` of its own. The text a server that converts types would read (an array of
 * one string, a number) then goes through the check that needs it; `undefined` when there is no text in it.
 */
export const generousText = (value: unknown): string | undefined => {
  const single: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (typeof single === 'number') return String(single);
  return typeof single === 'string' ? single : undefined;
};

export const wrongType = (name: string, value: unknown): readonly Violation[] =>
  typeof value === 'string' ? [] : [should('RFC9449-4.3-03e', `${name} is ${shown(value)}`)];

const largeJti = 1024;

const checkJti = ({ jti }: JsonObject, request: JudgedRequest, context: JudgeContext): readonly Violation[] => {
  if (jti === undefined) return [must('RFC9449-4.3-03a', 'the proof has no jti')];
  if (typeof jti !== 'string') return wrongType('jti', jti);
  const size = Buffer.byteLength(jti);
  return [
    ...(jti === '' ? [should('RFC9449-4.3-03f', 'jti is empty')] : []),
    ...(size > largeJti ? [may('RFC9449-11.1-04', `jti has ${size} octets`)] : []),
    ...checkReuse(jti, request, context),
  ];
};

/** The scope of `jti` is the target URI (RFC 9449 section 11.1); a server that remembers it more widely is lawful. */
const checkReuse = (jti: string, request: JudgedRequest, { seen }: JudgeContext): readonly Violation[] => {
  const uses = seen.filter((use) => use.jti === jti);
  if (uses.length === 0) return [];
  return uses.some(({ url }) => sameTarget(url, request.url))
    ? [should('RFC9449-11.1-02', 'jti was used at this URI before')]
    : [may('RFC9449-11.1-03', 'jti was used at another URI before')];
};

const checkHtm = ({ htm }: JsonObject, method: string): readonly Violation[] => {
  if (htm === undefined) return [must('RFC9449-4.3-03b', 'the proof has no htm')];
  return [...wrongType('htm', htm), ...compareMethod(generousText(htm), method, shown(htm))];
};

const compareMethod = (htm: string | undefined, method: string, name: string): readonly Violation[] => {
  if (htm === method) return [];
  const detail = `htm is ${name}, the method ${shown(method)}`;
  if (htm?.toUpperCase() === method.toUpperCase()) return [should('RFC9449-4.3-08b', detail)];
  // A server may answer HEAD by its handler for GET, which then sees the other method.
  const headAndGet = new Set([htm?.toUpperCase(), method.toUpperCase(), 'HEAD', 'GET']).size === 2;
  return [headAndGet ? should('RFC9449-4.3-08a', detail) : must('RFC9449-4.3-08a', detail)];
};

const checkNonce = ({ nonce }: JsonObject, { nonces }: JudgeContext): readonly Violation[] => {
  if (nonces === undefined) {
    return nonce === undefined ? [] : [may('RFC9449-8-17', 'the proof has a nonce the server never asked for')];
  }
  if (nonce === undefined) return [must('RFC9449-11.3-01', 'the proof has no nonce')];
  const text = generousText(nonce);
  if (text === undefined || !nonces.has(text)) return [must('RFC9449-4.3-10', 'the server would not take this nonce')];
  return typeof nonce === 'string' ? [] : [should('RFC9449-4.3-10', `nonce is ${shown(nonce)}`)];
};

/** Claims that are not understood are ignored (RFC 7519 section 4), but refusing them is only graded a warning. */
const checkExtras = (payload: JsonObject): readonly Violation[] => {
  const known = new Set(['jti', 'htm', 'htu', 'iat', 'ath', 'nonce', 'exp', 'nbf']);
  const extra = Object.keys(payload).find((name) => !known.has(name));
  return extra === undefined ? [] : [may('RFC7519-4-01', `the payload has the member ${shown(extra)}`)];
};
