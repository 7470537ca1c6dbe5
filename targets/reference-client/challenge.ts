import type { Attempt, Course, Purpose } from './attempt.ts';
import type { Defect } from './defects.ts';
import { readChallenges, type Challenge } from './http/challenges.ts';
import { jsonObject, valuesOf, type Answer } from './http/message.ts';
import { learnNonce, nonceIn } from './nonces.ts';
import type { Self } from './self.ts';
import type { Session } from './session.ts';

interface Moment {
  readonly attempt: Attempt;
  readonly course: Course;
  readonly answer: Answer;
}

/** Takes the nonce of an answer, and says whether the request is now sent again (RFC 9449 8, 8.2, 9). */
export function answersChallenge(self: Self, session: Session, moment: Moment): boolean {
  const { attempt, course, answer } = moment;
  const given = nonceIn(self, answer);
  if (given !== undefined && !isIgnored(self, moment)) learnNonce(self, session.nonces, given, attempt);
  if (attempt.key === undefined || !isChallenge(self, moment, given) || !mayRetry(self, moment, given)) return false;
  course.challenges += 1;
  if (course.challenges === 1) self.shared.retrying += 1;
  return true;
}

function isIgnored({ has }: Self, { course, answer }: Moment): boolean {
  const isSuccess = answer.status >= 200 && answer.status < 300;
  return isSuccess && has(course.challenges === 0 ? 'nonce-of-success-ignored' : 'nonce-of-retry-ignored');
}

function isChallenge(self: Self, { attempt, answer }: Moment, given: string | undefined): boolean {
  const { has } = self;
  if (attempt.role === 'rs') {
    if (answer.status !== 401) return false;
    return has('resource-error-retried') || isRejection(self, attempt, given) || asksResource(self, answer);
  }
  if (answer.status !== 400 && answer.status !== 401) return false;
  if ((has('token-error-retried') && given !== undefined) || isRejection(self, attempt, given)) return true;
  const { error, error_description: description } = jsonObject(answer.body);
  if (has('token-nonce-by-description') && !(typeof description === 'string' && /nonce/i.test(description)))
    return false;
  return error === 'use_dpop_nonce';
}

/** RFC 9449 8: any rejection may bring the nonce that is wanted. A code is not used again (RFC 6749 4.1.2). */
function isRejection({ policy }: Self, { purpose }: Attempt, given: string | undefined): boolean {
  return policy.nonceRetryOn === 'any-rejection' && given !== undefined && purpose !== 'authorization_code';
}

function asksResource({ has }: Self, answer: Answer): boolean {
  const all = valuesOf(answer, 'www-authenticate');
  if (has('challenge-by-text')) return all.some((line) => line.includes('use_dpop_nonce'));
  const lines = has('challenge-first-line-only') ? all.slice(0, 1) : all;
  const challenges = readChallenges(lines);
  return (has('challenge-first-only') ? challenges.slice(0, 1) : challenges).some((challenge) => asks(has, challenge));
}

const known = new Set(['error', 'error_description', 'error_uri', 'realm', 'scope', 'algs']);

function asks(has: Self['has'], { scheme, spelt, parameters }: Challenge): boolean {
  const error = parameters.get('error');
  if (has('challenge-scheme-exact') && spelt !== 'DPoP') return false;
  if (has('challenge-quoted-only') && error?.quoted === false) return false;
  if (has('challenge-known-only') && [...parameters.keys()].some((name) => !known.has(name))) return false;
  return scheme === 'dpop' && error?.value === 'use_dpop_nonce';
}

/** Defects by which a challenge is taken for the end, at one kind of request. */
const ends: Readonly<Partial<Record<Purpose, Defect>>> = {
  client_credentials: 'token-nonce-not-retried',
  authorization_code: 'code-nonce-not-retried',
  refresh_token: 'refresh-nonce-not-retried',
  token_exchange: 'exchange-nonce-not-retried',
  device_code: 'device-nonce-not-retried',
  par: 'par-nonce-not-retried',
  resource: 'resource-nonce-not-retried',
};

/** No retry helps if the server gives no nonce, or wants the very one that it has just refused. */
function mayRetry({ has, policy, shared }: Self, { attempt, course }: Moment, given: string | undefined): boolean {
  const end = ends[attempt.purpose];
  if (end !== undefined && has(end)) return false;
  if (has('nonce-stale-not-replaced') && course.nonce !== undefined) return false;
  if (has('parallel-not-retried') && course.challenges === 0 && shared.retrying > 0) return false;
  if (given === undefined) {
    const isBlind = has('retry-without-given-nonce') || has('resource-error-retried');
    return isBlind && course.challenges < policy.nonceRetries;
  }
  if (given === course.nonce) return has('retries-same-for-ever') && course.challenges < manyTimes;
  return course.challenges < (has('retries-for-ever') ? manyTimes : policy.nonceRetries);
}

const manyTimes = 500;
