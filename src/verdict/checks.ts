import type { Check, CheckOf } from '../suite/checks.ts';
import { checkChallenge } from './check-challenge.ts';
import { checkDocument } from './check-document.ts';
import { checkError } from './check-error.ts';
import { checkField } from './check-field.ts';
import { checkListField } from './check-list-field.ts';
import { type Answer, type CheckResult, result } from './check-result.ts';
import { checkRegistration } from './check-registration.ts';
import { checkToken } from './check-token.ts';
import { isSlow, slowLimit } from './slowness.ts';

/** What one answer says about one statement. */
export function evaluate(check: Check, answer: Answer): CheckResult {
  if (isBeyondTheAnswer(check)) return beyondTheAnswer[check.check](answer);
  switch (check.check) {
    case 'status':
      return checkStatus(check.in, answer);
    case 'refused':
      return result(answer.outcome.class !== 'accepted', 'a refusal', `the lawful answer (${answer.outcome.text})`);
    case 'error-status':
    case 'error':
    case 'error-spelling':
    case 'error-json':
    case 'no-error-information':
      return checkError(check, answer);
    case 'field-present':
    case 'field-absent':
    case 'field-at-most-once':
    case 'nonce-syntax':
    case 'not-cacheable':
      return checkField(check, answer);
    case 'field-lists':
    case 'exposes':
      return checkListField(check, answer);
    case 'challenge':
    case 'challenge-param':
    case 'challenge-grammar':
    case 'algs-well-formed':
    case 'challenge-metadata':
      return checkChallenge(check, answer);
    case 'token-type':
    case 'token-type-matches-binding':
    case 'cnf-jkt':
    case 'expires-in-at-most':
    case 'refresh-token-kept':
      return checkToken(check, answer);
    case 'registered-flag':
      return checkRegistration(check, answer);
    default:
      return isOfPreflight(check) ? checkListField(check, answer) : checkDocument(check, answer);
  }
}

function isOfPreflight(check: Check): check is CheckOf<'exposed-to' | 'preflight-allows'> {
  return check.check === 'exposed-to' || check.check === 'preflight-allows';
}

function isBeyondTheAnswer(check: Check): check is CheckOf<keyof typeof beyondTheAnswer> {
  return check.check in beyondTheAnswer;
}

/** What the server does, whatever this answer says. */
const beyondTheAnswer = {
  'nonces-unpredictable': () => result(undefined, 'all nonces of the run', 'one answer'),
  'newest-nonce-accepted': () => result(undefined, 'all nonces of the run', 'one answer'),
  'lawful-accepted-again': () => result(undefined, 'all lawful requests of the run', 'one answer'),
  'nothing-fetched': checkVisits,
  'no-protected-content': checkContent,
  'answered-in-time': checkTime,
} as const;

function checkStatus(wanted: readonly number[], { response }: Answer): CheckResult {
  const { status } = response;
  return result(wanted.includes(status), `status ${wanted.join(' or ')}`, `status ${status}`);
}

function checkContent({ response, protectedText }: Answer): CheckResult {
  const expected = 'no protected content';
  if (protectedText === undefined) return result(undefined, expected, 'unknown: the descriptor has no expect.contains');
  const found = response.body.includes(protectedText);
  return result(!found, expected, found ? `${JSON.stringify(protectedText)} in the body` : 'none');
}

/** Whether the target followed a URL that stood in the proof; judged only where somebody listened there. */
function checkVisits({ canaryVisits: visits }: Answer): CheckResult {
  const ok = visits === undefined ? undefined : visits === 0;
  return result(ok, 'no request to a URL in the proof', `${visits ?? 'unknown'} requests`);
}

function checkTime({ took }: Answer): CheckResult {
  if (took === undefined) return result(undefined, 'an answer in time', 'unknown: nobody looked at the clock');
  const expected = `an answer within ${Math.round(slowLimit(took.usualMs))} ms`;
  return result(!isSlow(took.ms, took.usualMs), expected, `${Math.round(took.ms)} ms`);
}
