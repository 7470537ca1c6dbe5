import type { Op } from '../plan/ops.ts';
import { type Members, type Surroundings, type TokenChange } from './draft.ts';
import { Inapplicable } from './inapplicable.ts';
import type { ProofKey } from './proof-key.ts';
import type { ResolveContext } from './values/resolve-context.ts';
import { resolveValue } from './values/resolve.ts';

/** The key that makes the whole proof. */
export function proofKeyOf(ops: readonly Op[], { key, otherKey, clientKey }: Surroundings): Promise<ProofKey> {
  const op = ops.find((one) => one.op === 'key');
  if (op === undefined) return Promise.resolve(key);
  if (op.use === 'client') {
    if (clientKey === undefined) throw new Inapplicable('the client authenticates without a key');
    return clientKey();
  }
  return op.use === 'other' ? otherKey(op.alg, op.rsaBits, op.kind) : otherKey('ES256', undefined, op.use);
}

/** The access token that the ops ask Proofmark to sign; `undefined` where they ask for none. */
export async function mintToken(ops: readonly Op[], context: ResolveContext): Promise<string | undefined> {
  if (!ops.some((op) => op.op === 'minted-token' || op.op.startsWith('token-'))) return undefined;
  const { mint, key } = context.surroundings;
  if (mint === undefined) throw new Inapplicable('no access tokens can be minted for the resource server');
  const set: Members = {};
  const removed = new Set<string>();
  for (const op of ops) {
    if (op.op === 'token-claim-set') set[op.name] = await resolveValue(op.value, context);
    if (op.op === 'token-claim-remove') removed.add(op.name);
  }
  return mint({ jkt: key.jkt, set, remove: [...removed], ...(await signerOf(ops, context)) });
}

async function signerOf(
  ops: readonly Op[],
  { surroundings, key }: ResolveContext,
): Promise<Pick<TokenChange, 'by' | 'showsKey'>> {
  const by = ops.find((op) => op.op === 'token-sign')?.by;
  switch (by) {
    case undefined:
      return { by: 'issuer' };
    case 'proof-key':
      return { by: key, showsKey: true };
    case 'other':
      return { by: await surroundings.otherKey('ES256') };
    case 'nobody':
    case 'broken':
      return { by };
    default:
      by satisfies never;
      return { by: 'issuer' };
  }
}
