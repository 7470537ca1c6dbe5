import { isDeepStrictEqual } from 'node:util';
import type { AnswerOp } from '../../../suite/client/answer-ops.ts';
import { type LawfulChallenge, lawfulChallenges } from './lawful-challenges.ts';
import type { PeerPlace, PostureRule } from '../../../suite/client/posture.ts';

const asking: readonly PeerPlace[] = ['token', 'par', 'resource', 'resource2'];

/** What a lawful server may give, so that a client has to go on running. In doubt it is none. */
export function isLawfulPosture(posture: readonly PostureRule[]): boolean {
  return posture.every((rule) => isSmooth(rule) || isRefusal(rule));
}

/**
 * Answers after which a client that does what it claims reaches its end: a nonce that is demanded once, and what every client has to
 * ignore.
 */
export function isSmooth({ at, nth, when = {}, give }: PostureRule): boolean {
  const isDemand = give.some(({ op }) => op === 'demand-nonce');
  const isForOld = nth === undefined && (when.nonce === 'not-newest' || when.nonce === 'absent');
  const isDue = (isForOld || typeof nth === 'number') && when.proof === true && asking.includes(at);
  if (isDemand && !isDue) return false;
  return give.every((op, index) => {
    if (op.op === 'challenge') return isDemand && index > 0 && challengeOf(op) !== undefined;
    return isIgnored(op) || isTypeSpelling(at, op) || (asking.includes(at) && isPlainNonce(op));
  });
}

/** A challenge that is a demand in another spelling. */
export function challengeOf({ lines }: Extract<AnswerOp, { op: 'challenge' }>): LawfulChallenge | undefined {
  return lawfulChallenges.find((one) => isDeepStrictEqual(one.lines, lines));
}

/** @see https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1 */
export function isTypeSpelling(at: PeerPlace, op: AnswerOp): boolean {
  if (at !== 'token' || op.op !== 'member-set' || op.name !== 'token_type') return false;
  return typeof op.value === 'string' && op.value.toLowerCase() === 'dpop';
}

/** Any server may refuse anything, and for any reason. */
function isRefusal({ at, give }: PostureRule): boolean {
  const [first, ...rest] = give;
  return first?.op === 'error' && asking.includes(at) && rest.every((op) => isIgnored(op) || op.op === 'nonce');
}

function isPlainNonce(op: AnswerOp): boolean {
  if (op.op === 'demand-nonce') return op.field && isNew(op.nonce);
  return op.op === 'nonce' && op.lines === 1 && isNonceField(op.name) && isNew(op.value);
}

function isNew(value: Extract<AnswerOp, { op: 'nonce' }>['value']): boolean {
  return (
    value === 'fresh' || (typeof value === 'object' && 'length' in value && value.length >= 8 && value.length <= 512)
  );
}

function isNonceField(name: string): boolean {
  return name.toLowerCase() === 'dpop-nonce';
}

/** @see https://www.rfc-editor.org/rfc/rfc6749.html#section-5.1 */
function isIgnored(op: AnswerOp): boolean {
  switch (op.op) {
    case 'field-add':
    case 'field-set':
      return op.name === 'X-Unknown';
    case 'field-name':
      return isNonceField(op.name) && isNonceField(op.to);
    case 'member-set':
      return op.name === 'x_unknown';
    default:
      return false;
  }
}
