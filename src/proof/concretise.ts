import { defined } from '../defined.ts';
import type { Op } from '../plan/ops.ts';
import type { PlanValue } from '../plan/values.ts';
import type { WireRequest } from '../wire/types.ts';
import type { LawfulRequest, Members, Surroundings } from './draft.ts';
import { finishRequest } from './finish-request.ts';
import { mintInto } from './mint.ts';
import type { ProofKey } from './proof-key.ts';
import { prove } from './prove.ts';
import { applyRequestOps } from './request-ops.ts';

export type Concretised = {
  readonly request: WireRequest;
  /** The text of the first DPoP line, if there is one. */
  readonly proof?: string;
  readonly jti: PlanValue | undefined;
  readonly claims?: Readonly<Members>;
  readonly key: ProofKey;
};

/**
 * Makes the bytes of a request from a lawful one and the ops that change it.
 * @throws Inapplicable when the plan asks for what this request or target does not have
 */
export async function concretise(
  lawful: LawfulRequest,
  ops: readonly Op[],
  surroundings: Surroundings,
): Promise<Concretised> {
  const draft = await applyRequestOps(lawful, ops, surroundings);
  await mintInto(draft, ops, surroundings);
  const wantsProof = lawful.proof || ops.some((op) => op.op === 'dpop-lines' && op.lines === 'present');
  const proof = wantsProof ? await prove(draft, ops, surroundings) : undefined;
  const request = finishRequest(draft, ops, proof);
  if (proof === undefined) return { request, jti: undefined, key: surroundings.key };
  const { jti, claims, key, lines } = proof;
  return { request, ...defined({ proof: lines[0], claims }), jti, key };
}
