import { describeByteOp } from './describe-bytes.ts';
import { describeFieldOp, describeRequestOp } from './describe-request.ts';
import { describeTokenOp } from './describe-token.ts';
import { describeValue, words } from './describe-value.ts';
import type { ByteOp, FieldOp, Op, OpOf, RequestOp, TokenOp } from './ops.ts';

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
      return describeNonce(op);
    case 'sign':
      return `the signature is made by ${signers[op.by]}${op.alg ? ` with ${op.alg}` : ''}`;
    case 'key':
      return describeKey(op);
    case 'signature':
      return `signature: ${words(op.edit)}`;
    case 'segments':
      return `JWS serialisation: ${words(op.edit)}`;
    case 'json':
      return `JSON text of the ${op.part}: ${words(op.edit)}`;
    case 'duplicate-member':
      return `a second ${op.name} in the ${op.part}, put ${op.position}: ${describeValue(op.value)}`;
    default:
      return describeAround(op);
  }
}

type Around = FieldOp | RequestOp | TokenOp | ByteOp;

/** An op on anything but the members of the proof, in words. */
function describeAround(op: Around): string {
  switch (op.op) {
    case 'proof-text':
    case 'proof-from':
    case 'proof-of':
    case 'dpop-field':
    case 'dpop-lines':
      return describeFieldOp(op);
    case 'minted-token':
    case 'token-claim-set':
    case 'token-claim-remove':
    case 'token-sign':
      return describeTokenOp(op);
    case 'bytes':
    case 'json-bytes':
    case 'field-order':
      return describeByteOp(op);
    default:
      return describeRequestOp(op);
  }
}

function describeNonce({ from, edit }: OpOf<'nonce'>): string {
  if (from === 'none') return 'no nonce is sent';
  return `nonce is ${nonceSources[from]}${edit ? `, ${words(edit)}` : ''}`;
}

const keyNames = {
  other: 'another key',
  client: "the client's own key",
  'zero-x': 'a key whose x begins with a zero octet',
  'zero-y': 'a key whose y begins with a zero octet',
} as const;

const nonceSources = {
  current: 'the newest one known',
  previous: 'the one that was replaced by it a moment ago',
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

function describeKey({ use, alg, rsaBits, kind }: Extract<Op, { op: 'key' }>): string {
  const traits = [alg, rsaBits === undefined ? undefined : `${rsaBits} bits`, kind && words(kind)];
  const known = traits.filter((trait) => trait !== undefined).join(', ');
  return `the whole proof is made with ${keyNames[use]}${known === '' ? '' : ` (${known})`}`;
}
