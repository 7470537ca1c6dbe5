import type { JsonObject } from './json-text.ts';
import type { JudgeContext, Violation } from './types.ts';
import { may, must, should, shown } from './violation.ts';

/** Ages in seconds; RFC 9449 fixes none, these are the ladder of our grading rules. */
const fresh = 10;
const minutes = 30 * 60;
const year = 365 * 86_400;
/** Ahead of `now`, in seconds: rounding, then the longest lead any server is known to allow, then proofs made in store. */
const rounding = 1;
const day = 86_400;

/**
 * Check 11 of RFC 9449 section 4.3. With a nonce that the server would take, the nonce may stand in for the age of
 * `iat` (section 11.1), so every age is lawful then.
 */
export const checkIat = (payload: JsonObject, context: JudgeContext): readonly Violation[] => {
  const { iat } = payload;
  if (iat === undefined) return [must('RFC9449-4.3-03d', 'the proof has no iat')];
  const seconds = generousNumber(iat);
  const wrongType = typeof iat === 'number' ? [] : [should('RFC9449-4.3-03e', `iat is ${shown(iat)}`)];
  const fraction =
    seconds !== undefined && Number.isFinite(seconds) && !Number.isInteger(seconds)
      ? [may('RFC9449-4.3-11e', `iat is ${seconds}, no integer`)]
      : [];
  const age = seconds === undefined ? noTime : checkAge(context.now - seconds);
  const nonce = payload['nonce'];
  const timedByNonce = typeof nonce === 'string' && context.nonces?.has(nonce) === true;
  const ages =
    timedByNonce && age.length > 0 ? [may('RFC9449-11.1-06', 'iat is off, the nonce may stand in for it')] : age;
  return [...wrongType, ...fraction, ...ages];
};

/** No reading of such a value gives a time, so nothing can have shown that the proof is recent. */
const noTime: readonly Violation[] = [must('RFC9449-4.3-11a', 'iat gives no time')];

/** What a server that converts types would read; `undefined` when there is no number in it. */
const generousNumber = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  const single: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  const text = typeof single === 'number' ? String(single) : single;
  return typeof text === 'string' && /^\s{0,9}[+-]?\d{1,30}(\.\d{0,30})?\s{0,9}$/.test(text) ? Number(text) : undefined;
};

const checkAge = (age: number): readonly Violation[] => {
  if (age >= year) return [must('RFC9449-4.3-11a', `iat is ${age} s old`)];
  if (age > minutes) return [should('RFC9449-4.3-11b', `iat is ${age} s old`)];
  if (age > fresh) return [may('RFC9449-4.3-11b', `iat is ${age} s old`)];
  const ahead = -age;
  if (ahead >= day) return [must('RFC9449-4.3-11f', `iat is ${ahead} s ahead`)];
  if (ahead > minutes) return [should('RFC9449-4.3-11c', `iat is ${ahead} s ahead`)];
  return ahead > rounding ? [may('RFC9449-11.1-05', `iat is ${ahead} s ahead`)] : [];
};

/** Clocks differ: within a minute of its limit `exp` or `nbf` may be read either way (RFC 7519 section 4.1.4). */
const leeway = 60;

/** `exp` and `nbf`, to which RFC 9449 gives no role: only RFC 7519 speaks, and a server that ignores them is lawful. */
export const checkExpAndNbf = ({ exp, nbf }: JsonObject, { now }: JudgeContext): readonly Violation[] => [
  ...checkLimit('RFC7519-4.1.4-01', 'exp', exp, (limit) => now - limit),
  ...checkLimit('RFC7519-4.1.5-01', 'nbf', nbf, (limit) => limit - now),
];

const checkLimit = (
  requirement: string,
  name: string,
  limit: unknown,
  overshoot: (limit: number) => number,
): readonly Violation[] => {
  if (limit === undefined) return [];
  if (typeof limit !== 'number') return [may(requirement, `${name} is ${shown(limit)}`)];
  const over = overshoot(limit);
  if (over > leeway) return [should(requirement, `${name} is missed by ${over} s`)];
  return over >= -leeway ? [may(requirement, `${name} is within the leeway of clocks`)] : [];
};
