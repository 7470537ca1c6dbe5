import { describeValue } from './describe-value.ts';
import type { TokenOp } from './ops.ts';

/** An op on the access token that Proofmark signs as the issuer, in words. */
export function describeTokenOp(op: TokenOp): string {
  switch (op.op) {
    case 'minted-token':
      return 'the access token is minted by Proofmark';
    case 'token-claim-set':
      return `access token: claim ${op.name} is ${describeValue(op.value)}`;
    case 'token-claim-remove':
      return `access token: claim ${op.name} is missing`;
    case 'token-sign':
      return `access token: ${signers[op.by]}`;
    default:
      op satisfies never;
      return '';
  }
}

const signers = {
  other: "signed by another key than the issuer's",
  'proof-key': 'signed by the key of the proof, which its header shows',
  nobody: 'alg none, no signature',
  broken: 'one bit of the signature flipped',
} as const;
