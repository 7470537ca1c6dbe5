import type { Op } from '../plan/ops.ts';
import type { Surroundings } from './draft.ts';
import { Inapplicable } from './inapplicable.ts';
import type { ProofKey } from './proof-key.ts';

type Keys = Pick<Surroundings, 'key' | 'otherKey' | 'clientKey'>;

/** The key that makes the whole proof. */
export function chooseKey(ops: readonly Op[], { key, otherKey, clientKey }: Keys): Promise<ProofKey> {
  const op = ops.find((one) => one.op === 'key');
  if (op === undefined) return Promise.resolve(key);
  if (op.use === 'client') {
    if (clientKey === undefined) throw new Inapplicable('the client authenticates without a key');
    return clientKey();
  }
  return op.use === 'other' ? otherKey(op.alg, op.rsaBits, op.kind) : otherKey('ES256', undefined, op.use);
}
