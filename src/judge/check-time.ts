import type { Proof } from './read-proof.ts';
import { single } from './single.ts';
import type { JudgeContext, Violation } from './types.ts';
import { liberty, may, must, should, shown } from './violation.ts';

/** Ages in seconds; RFC 9449 fixes none, these are the ladder of our grading rules. */
const fresh = 1;
const recent = 10;
const minutes = 30 * 60;
const year = 365 * 86_400;
/** Ahead of `now`: a day, and proofs can be made in store. */
const day = 86_400;

/**
 * Check 11 of RFC 9449 section 4.3. With a nonce that the server gave out and would take, the nonce may stand in for the age of
 * `iat` (section 11.1), so every age is lawful then.
 */
export const checkIat = ({ payload, oddNumbers }: Proof, context: JudgeContext): readonly Violation[] => {
  const { iat } = payload;
  if (iat === undefined) return [must('RFC9449-4.3-03d', 'the proof has no iat')];
  const seconds = generousNumber(iat);
  const wrongType = typeof iat === 'number' ? [] : [should('RFC9449-4.3-03e', `iat is ${shown(iat)}`)];
  // A fraction, or the same number in another spelling (RFC 8259 section 6).
  const fraction = oddNumbers.has('iat') ? [may('RFC9449-4.3-11e', 'iat is not written as a plain integer')] : [];
  const age = seconds === undefined ? noTime : checkAge(context.now - seconds, context.now - seconds / 1000);
  const nonce = payload['nonce'];
  const timedByNonce = typeof nonce === 'string' && (context.nonces ?? context.offeredNonces ?? new Set()).has(nonce);
  const ages =
    timedByNonce && age.length > 0 ? [may('RFC9449-11.1-06', 'iat is off, the nonce may stand in for it')] : age;
  return [...wrongType, ...fraction, ...ages];
};

/** No reading of such a value gives a time, so nothing can have shown that the proof is recent. */
const noTime: readonly Violation[] = [must('RFC9449-4.3-11a', 'iat gives no time', 'warn')];

/** What a server that converts types would read; `undefined` when there is no number in it. */
const generousNumber = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  const one = single(value);
  const text = typeof one === 'number' ? String(one) : one;
  return typeof text === 'string' && /^\s{0,9}[+-]?\d{1,30}(\.\d{0,30})?\s{0,9}$/.test(text) ? Number(text) : undefined;
};

const checkAge = (age: number, inMilliseconds: number): readonly Violation[] => {
  if (Math.abs(inMilliseconds) < day) return [should('RFC9449-4.3-11c', 'iat is in milliseconds')];
  if (age >= year) return [must('RFC9449-4.3-11a', `iat is ${age} s old`)];
  if (age > minutes) return [should('RFC9449-4.3-11b', `iat is ${age} s old`)];
  if (age > recent) return [may('RFC9449-4.3-11b', `iat is ${age} s old`)];
  if (age > fresh) return [may('RFC9449-4.3-11d', `iat is ${age} s old`)];
  const ahead = -age;
  if (ahead >= day) return [must('RFC9449-4.3-11f', `iat is ${ahead} s ahead`)];
  if (ahead > minutes) return [should('RFC9449-4.3-11c', `iat is ${ahead} s ahead`)];
  return ahead > 0 ? [may('RFC9449-11.1-05', `iat is ${ahead} s ahead`)] : [];
};

/** Clocks differ: within a minute of its limit `exp` or `nbf` may be read either way (RFC 7519 section 4.1.4). */
const leeway = 60;
/** That the request and its answer may take. */
const transit = 5;

/** `exp` and `nbf`, to which RFC 9449 gives no role: only RFC 7519 speaks, and a server that ignores them is lawful. */
export const checkExpAndNbf = ({ payload, oddNumbers }: Proof, { now }: JudgeContext): readonly Violation[] => [
  ...checkLimit('RFC7519-4.1.4-01', 'exp', payload['exp'], oddNumbers, (limit) => now - limit),
  ...checkLimit('RFC7519-4.1.5-01', 'nbf', payload['nbf'], oddNumbers, (limit) => limit - now),
];

const checkLimit = (
  requirement: string,
  name: string,
  limit: unknown,
  oddNumbers: ReadonlySet<string>,
  overshoot: (limit: number) => number,
): readonly Violation[] => {
  if (limit === undefined) return [];
  if (typeof limit !== 'number') return [may(requirement, `${name} is ${shown(limit)}`)];
  const over = overshoot(limit);
  if (over > leeway + transit) return [should(requirement, `${name} is missed by ${over} s`)];
  // "Sensible" is what lies within an hour.
  return over >= (name === 'exp' ? -leeway : -3) || over < -3600 || oddNumbers.has(name)
    ? [may(requirement, `${name} is within the leeway of clocks, far away or oddly written`)]
    : [liberty('RFC7519-4.1.4-02', `${name} is kept`)];
};
