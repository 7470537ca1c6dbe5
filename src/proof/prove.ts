import type { Op } from '../plan/ops.ts';
import { dpopLines } from './dpop-lines.ts';
import type { RequestDraft, Surroundings } from './draft.ts';
import { type MadeProof, makeProof } from './make-proof.ts';

/** A proof and the values of the field lines that carry it. */
export type CarriedProof = MadeProof & { readonly lines: readonly string[] };

/** Makes the proof of a request; where the access token shall be a proof too, it puts one into the draft. */
export async function prove(
  draft: RequestDraft,
  ops: readonly Op[],
  surroundings: Surroundings,
): Promise<CarriedProof> {
  const make = (): Promise<MadeProof> => makeProof(draft, ops, surroundings);
  const isToken = ops.some((op) => op.op === 'access-token' && op.use === 'proof');
  // A proof cannot contain its own hash, so the access token is a second proof beside the first.
  if (isToken) draft.token = (await make()).text;
  const proof = await make();
  return { ...proof, lines: await dpopLines(proof.text, ops, async () => (await make()).text) };
}
