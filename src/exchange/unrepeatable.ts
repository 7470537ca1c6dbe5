import type { Plan } from './plan.ts';

/**
 * The bytes that prove something cannot be made anew: the proof, its `jti` or the grant is that of an earlier exchange. Such a
 * request goes over a new connection, since a kept one may turn out to be dead when the server has read the request already.
 */
export function isUnrepeatable({ place, ops, grant }: Plan): boolean {
  // A second registration would leave behind a client that nobody knows.
  if (grant !== undefined || place === 'registration') return true;
  return ops.some((op) => kept.has(op.op) || (op.op === 'claim-set' && op.name === 'jti'));
}

const kept: ReadonlySet<string> = new Set(['proof-of', 'proof-text', 'grant-of']);
