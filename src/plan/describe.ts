import { describeFieldOp, describeRequestOp } from './describe-request.ts';
import { describeValue, words } from './describe-value.ts';
import type { Op } from './ops.ts';

/** One op in words, for reports and for `explain`. */
export function describeOp(op: Op): string {
  switch (op.op) {
    case 'header-set':
      return `header ${op.name} is ${describeValue(op.value)}`;
    case 'header-remove':
      return `header ${op.name} is missing`;
    case 'claim-set':
      return `claim ${op.name} is ${describeValue(op.value)}`;
    case 'claim-remove':
      return `claim ${op.name} is missing`;
    case 'nonce':
      return op.from === 'none'
        ? 'no nonce is sent'
        : `nonce is ${nonceSources[op.from]}${op.edit ? `, ${words(op.edit)}` : ''}`;
    case 'sign':
      return `the signature is made by ${signers[op.by]}${op.alg ? ` with ${op.alg}` : ''}`;
    case 'key':
      return `the whole proof is made with another key${op.alg ? ` (${op.alg}${op.rsaBits ? `, ${op.rsaBits} bits` : ''})` : ''}`;
    case 'signature':
      return `signature: ${words(op.edit)}`;
    case 'segments':
      return `JWS serialisation: ${words(op.edit)}`;
    case 'json':
      return `JSON text of the ${op.part}: ${words(op.edit)}`;
    case 'duplicate-member':
      return `a second ${op.name} in the ${op.part}, put ${op.position}: ${describeValue(op.value)}`;
    case 'proof-text':
    case 'proof-from':
    case 'proof-of':
    case 'dpop-field':
    case 'dpop-lines':
      return describeFieldOp(op);
    default:
      return describeRequestOp(op);
  }
}

const nonceSources = {
  current: 'the newest one known',
  stale: 'one given out long before',
  'other-role': 'one that the other server gave out',
  'made-up': 'one that nobody gave out',
} as const;

const signers = {
  own: 'the key in jwk',
  other: 'a key that is not in jwk',
  nobody: 'nobody (it is empty)',
  'hmac-jwk': 'HMAC over the text of the public jwk',
  'hmac-pem': 'HMAC over the public key in PEM',
  'hmac-oct': 'HMAC with the oct key in jwk',
} as const;
