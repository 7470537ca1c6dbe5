import type { Proof } from './read-proof.ts';
import { single } from './single.ts';
import type { JudgeContext, Violation } from './types.ts';
import { liberty, may, must, should, shown } from './violation.ts';

/** Ages in seconds. RFC 9449 sets no limits; these are the steps of our grading. */
const fresh = 1;
const recent = 10;
const minutes = 30 * 60;
const year = 365 * 86_400;
/** A client that may date proofs a day ahead can make a store of them. */
const day = 86_400;

/**
 * Check 11 of RFC 9449 section 4.3. A nonce that the server gave out and still accepts may replace the age of `iat`
 * (section 11.1), so every age is lawful then.
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

/** No reading of such a value gives a time, so the proof cannot have been shown to be recent. */
const noTime: readonly Violation[] = [must('RFC9449-4.3-11a', 'iat gives no time', 'warn')];

/** The number that a server which converts types would read, or `undefined` when the value contains none. */
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

/** Clocks differ, so within a minute of `exp` or `nbf` a server may accept or refuse (RFC 7519 section 4.1.4). */
const leeway = 60;
/** The seconds that a request and its answer may take. */
const transit = 5;

/** RFC 9449 gives `exp` and `nbf` no role, so only RFC 7519 applies. A server which ignores them is lawful. */
export const checkExpAndNbf = ({ payload, oddNumbers }: Proof, { now }: JudgeContext): readonly Violation[] => [
  ...checkLimit(exp, payload['exp'], now, oddNumbers),
  ...checkLimit(nbf, payload['nbf'], now, oddNumbers),
];

type TimeLimit = { readonly requirement: string; readonly name: 'exp' | 'nbf' };

const exp: TimeLimit = { requirement: 'RFC7519-4.1.4-01', name: 'exp' };
const nbf: TimeLimit = { requirement: 'RFC7519-4.1.5-01', name: 'nbf' };

const checkLimit = (
  { requirement, name }: TimeLimit,
  limit: unknown,
  now: number,
  oddNumbers: ReadonlySet<string>,
): readonly Violation[] => {
  if (limit === undefined) return [];
  if (typeof limit !== 'number') return [may(requirement, `${name} is ${shown(limit)}`)];
  const over = name === 'exp' ? now - limit : limit - now;
  if (over > leeway + transit) return [should(requirement, `${name} is missed by ${over} s`)];
  // A limit within an hour is sensible. Servers may refuse odder ones.
  return over >= (name === 'exp' ? -leeway : -3) || over < -3600 || oddNumbers.has(name)
    ? [may(requirement, `${name} is within the leeway of clocks, far away or oddly written`)]
    : [liberty('RFC7519-4.1.4-02', `${name} is kept`)];
};
