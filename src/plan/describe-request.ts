import { describeValue, tokenNames, words } from './describe-value.ts';
import type { FieldOp, RequestOp } from './ops.ts';

/** How the proof reaches the server. */
export function describeFieldOp(op: FieldOp): string {
  switch (op.op) {
    case 'proof-text':
      return `the DPoP field says ${JSON.stringify(op.text)}`;
    case 'proof-from':
      return `the DPoP field carries the ${words(op.source)} instead of a proof`;
    case 'proof-of':
      return `the very proof sent as "${op.exchange}"${op.malleate === true ? ', its signature negated' : ''}`;
    case 'dpop-field':
      return `the field is named ${op.name}`;
    case 'dpop-lines':
      return `DPoP field lines: ${words(op.lines)}`;
    default:
      op satisfies never;
      return '';
  }
}

/** The request around the proof. */
export function describeRequestOp(op: RequestOp): string {
  switch (op.op) {
    case 'method':
      return `request method ${op.value}`;
    case 'query':
      return `request query ?${op.value}`;
    case 'path':
      return `request path: ${words(op.edit)}`;
    case 'field':
      return `field ${op.name}: ${op.value}`;
    case 'host':
      return `Host field: ${words(op.value)}`;
    case 'forwarded':
      return `field ${op.as} names another host`;
    case 'authorization-scheme':
      return `Authorization scheme ${op.value}`;
    case 'authorization-spaces':
      return `${op.count} spaces between scheme and access token`;
    case 'authorization-field':
      return `the access token is in ${op.name}`;
    case 'authorization-second':
      return `a second Authorization line with scheme ${op.scheme}${op.position === 'last' ? ', put last' : ''}`;
    case 'access-token':
      return `access token: ${tokenNames[op.use]}`;
    case 'access-token-in':
      return `the access token is in the ${op.place}`;
    case 'client-auth':
      return op.use === 'none' ? 'no client authentication' : 'the proof in place of client authentication';
    case 'form-set':
      return `parameter ${op.name}=${describeValue(op.value)}`;
    case 'grant-of':
      return `the grant of "${op.exchange}" again`;
    case 'form-remove':
      return `parameter ${op.name} is missing`;
    default:
      op satisfies never;
      return '';
  }
}
