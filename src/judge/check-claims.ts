import { deep, extraMember } from './check-jose.ts';
import { checkExpAndNbf, checkIat } from './check-time.ts';
import type { JsonObject } from './json-text.ts';
import type { Proof } from './read-proof.ts';
import { single } from './single.ts';
import type { JudgeContext, JudgedRequest, Violation } from './types.ts';
import { sameTarget } from './uri.ts';
import { may, must, should, shown } from './violation.ts';

/** Checks 3, 8, 10 and 11 of RFC 9449 section 4.3, and the rules of section 11.1 about `jti`. */
export const checkClaims = (proof: Proof, request: JudgedRequest, context: JudgeContext): readonly Violation[] => [
  ...checkJti(proof.payload, request, context),
  ...checkHtm(proof.payload, request),
  ...checkIat(proof, context),
  ...checkExpAndNbf(proof, context),
  ...checkNonce(proof.payload, context),
  ...checkExtras(proof),
];

/**
 * The text that a server which converts types would read from an array of one string or a number. It is `undefined` when
 * there is no text in the value. The wrong type is a `should` of its own; the text then goes through the next check.
 */
export const generousText = (value: unknown): string | undefined => {
  const one = single(value);
  if (typeof one === 'number') return String(one);
  return typeof one === 'string' ? one : undefined;
};

export const wrongType = (name: string, value: unknown): readonly Violation[] =>
  typeof value === 'string' ? [] : [should('RFC9449-4.3-03e', `${name} is ${shown(value)}`)];

/** No server has a reason to refuse ids like these: UUIDs, or 96 random bits (RFC 9449 section 4.2). */
const usualJti = /^[A-Za-z0-9._~+/=:-]{1,64}$/;

const checkJti = ({ jti }: JsonObject, request: JudgedRequest, context: JudgeContext): readonly Violation[] => {
  if (jti === undefined) return [must('RFC9449-4.3-03a', 'the proof has no jti')];
  if (typeof jti !== 'string') return wrongType('jti', jti);
  return [...(usualJti.test(jti) ? [] : [unusualJti(jti)]), ...checkReuse(jti, request, context)];
};

const unusualJti = (jti: string): Violation => {
  if (jti === '') return should('RFC9449-4.3-03f', 'jti is empty');
  const size = Buffer.byteLength(jti);
  return size > 64 ? may('RFC9449-11.1-04', `jti has ${size} octets`) : may('PM-ROBUST', `jti is ${shown(jti)}`);
};

/** The scope of `jti` is the target URI (RFC 9449 section 11.1). A server which remembers it more widely is lawful. */
const checkReuse = (jti: string, request: JudgedRequest, { seen }: JudgeContext): readonly Violation[] => {
  const uses = seen.filter((use) => use.jti === jti);
  if (uses.length === 0) return [];
  return uses.some(({ url }) => sameTarget(url, request.url))
    ? [should('RFC9449-11.1-02', 'jti was used at this URI before')]
    : [may('RFC9449-11.1-03', 'jti was used at another URI before')];
};

const checkHtm = ({ htm }: JsonObject, request: JudgedRequest): readonly Violation[] => {
  if (htm === undefined) return [must('RFC9449-4.3-03b', 'the proof has no htm')];
  return [...wrongType('htm', htm), ...compareMethod(generousText(htm), request, shown(htm))];
};

const compareMethod = (
  htm: string | undefined,
  { method, role }: JudgedRequest,
  name: string,
): readonly Violation[] => {
  if (htm === method) return [];
  const detail = `htm is ${name}, the method ${shown(method)}`;
  if (htm?.toUpperCase() === method.toUpperCase()) return [should('RFC9449-4.3-08b', detail)];
  const ofHead = role === 'rs' ? 'RFC9449-4.3-08c' : 'RFC9449-4.3-08a';
  // A server may handle HEAD as GET, and then compares `htm` with GET.
  if (method === 'HEAD' && htm === 'GET') return [may(ofHead, detail)];
  if (role === 'rs' && htm === 'HEAD') return [should(ofHead, detail)];
  // Blanks, and letters that Unicode folds to those of the method, do not name another method.
  const folded = htm?.trim().normalize('NFKC').toUpperCase();
  return [folded === method.toUpperCase() ? should('RFC9449-4.3-08a', detail) : must('RFC9449-4.3-08a', detail)];
};

const checkNonce = ({ nonce }: JsonObject, { nonces, doubtfulNonces }: JudgeContext): readonly Violation[] => {
  if (nonces === undefined) {
    return nonce === undefined ? [] : [may('RFC9449-8-17', 'the proof has a nonce the server never asked for')];
  }
  if (nonce === undefined) return [must('RFC9449-11.3-01', 'the proof has no nonce')];
  const text = generousText(nonce);
  if (text !== undefined && !nonces.has(text) && doubtfulNonces?.has(text) === true) {
    return [may('RFC9449-4.3-10', 'the server may have forgotten this nonce')];
  }
  if (text === undefined || !nonces.has(text)) return [must('RFC9449-4.3-10', 'the server would not take this nonce')];
  return typeof nonce === 'string' ? [] : [should('RFC9449-4.3-10', `nonce is ${shown(nonce)}`)];
};

/** Claims that are not understood are ignored (RFC 7519 section 4). */
const checkExtras = ({ payload, oddNumbers, payloadDepth }: Proof): readonly Violation[] => {
  const known = new Set(['jti', 'htm', 'htu', 'iat', 'ath', 'nonce', 'exp', 'nbf']);
  const names = Object.keys(payload).filter((name) => !known.has(name));
  return [
    ...(payloadDepth > deep ? [may('PM-ROBUST', 'the payload is deep')] : []),
    ...names.slice(0, 5).map((name) => extraMember('payload', name, payload[name], oddNumbers)),
    ...(names.length > 5 ? [may('PM-ROBUST', `the payload has ${names.length} members more`)] : []),
  ];
};
