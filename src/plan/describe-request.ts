import { forwardedParts } from './forwarded.ts';
import { describeValue, tokenNames, words } from './describe-value.ts';
import type { FieldOp, OpOf, RequestOp } from './ops.ts';

/** An op on the header field that carries the proof, in words. */
export function describeFieldOp(op: FieldOp): string {
  switch (op.op) {
    case 'proof-text':
      return `the DPoP field says ${JSON.stringify(op.text)}`;
    case 'proof-from':
      return `the DPoP field carries the ${words(op.source)} instead of a proof`;
    case 'proof-of':
      return `the very proof sent as "${op.exchange}"${op.edit === undefined ? '' : proofEdits[op.edit]}`;
    case 'dpop-field':
      return `the field is named ${op.name}`;
    case 'dpop-lines':
      return `DPoP field lines: ${words(op.lines)}`;
    default:
      op satisfies never;
      return '';
  }
}

const proofEdits = {
  'negate-s': ', its signature negated',
  'spare-bits': ', its signature with spare bits set',
} as const;

const parts = { path: 'request path', credentials: 'credentials' } as const;

/** An op on the request around the proof, in words. */
export function describeRequestOp(op: RequestOp): string {
  switch (op.op) {
    case 'method':
      return `request method ${op.value}`;
    case 'query':
      return `request query ?${op.value}`;
    case 'path':
    case 'credentials':
      return `${parts[op.op]}: ${words(op.edit)}`;
    case 'field':
      return `field ${op.name}: ${op.value}`;
    case 'preflight':
      return `the preflight of a browser at ${op.origin} that wants to send ${op.fields.join(' and ')}`;
    case 'many-fields':
      return `${op.count} more fields`;
    case 'host':
      return `Host field: ${words(op.value)}`;
    case 'forwarded':
      return `field ${op.as} names another ${forwardedParts[op.as]}`;
    case 'authorization-scheme':
      return `Authorization scheme ${op.value}`;
    case 'authorization-spaces':
      return `${op.count} ${op.of ?? 'space'}${op.count === 1 ? '' : 's'} between scheme and access token`;
    case 'authorization-field':
      return `the access token is in ${op.name}`;
    case 'authorization-second':
      return `a second Authorization line with scheme ${op.scheme}${op.position === 'last' ? ', put last' : ''}`;
    case 'access-token':
    case 'access-token-in':
      return 'use' in op ? `access token: ${tokenNames[op.use]}` : `the access token is in the ${op.place}`;
    case 'registration-set':
      return `client metadata ${op.name}: ${describeValue(op.value)}`;
    case 'client-auth':
      return op.use === 'none' ? 'no client authentication' : 'the proof in place of client authentication';
    default:
      return describeGrantOp(op);
  }
}

type GrantOp = OpOf<'form-set' | 'form-remove' | 'authorization' | 'refresh-token' | 'grant-of'>;

/** An op on the grant, in words. */
function describeGrantOp(op: GrantOp): string {
  switch (op.op) {
    case 'form-set':
      return `parameter ${op.name}=${describeValue(op.value)}`;
    case 'form-remove':
      return `parameter ${op.name} is missing`;
    case 'authorization':
      return describeAuthorization(op);
    case 'refresh-token':
      return 'a refresh token that a refresh gave';
    case 'grant-of':
      return `the grant of "${op.exchange}" again`;
    default:
      op satisfies never;
      return '';
  }
}

const channels = {
  front: 'a plain authorization request',
  par: 'a pushed authorization request',
  'request-object': 'a signed request object',
} as const;
const jkts = {
  own: "dpop_jkt of the session's key",
  other: 'dpop_jkt of another key',
  malformed: 'a malformed dpop_jkt',
};
const proofs = { own: "a proof of the session's key", other: 'a proof of another key' } as const;

function describeAuthorization({ via, dpopJkt, queryDpopJkt, proof, pkce }: OpOf<'authorization'>): string {
  const parts = [
    dpopJkt === undefined ? [] : jkts[dpopJkt],
    queryDpopJkt === undefined ? [] : `${jkts[queryDpopJkt]} in the query`,
    proof === undefined ? [] : proofs[proof],
    pkce === undefined ? [] : 'no code_challenge',
  ].flat();
  return `the code comes from ${channels[via]}${parts.length === 0 ? '' : ` with ${parts.join(' and ')}`}`;
}
