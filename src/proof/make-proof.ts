import { defined } from '../defined.ts';
import type { Op } from '../plan/ops.ts';
import type { PlanValue } from '../plan/values.ts';
import type { Members, RequestDraft, Surroundings } from './draft.ts';
import { editBytes } from './text/edit-bytes.ts';
import { ownProof } from './own-proof.ts';
import type { ProofKey } from './proof-key.ts';
import { replacementText } from './text/replacement-text.ts';

export type MadeProof = {
  readonly text: string;
  readonly jti: PlanValue | undefined;
  readonly claims?: Readonly<Members>;
  readonly key: ProofKey;
};

/** Makes the proof of a request, or takes the text that an op puts in its place, and edits the text. */
export async function makeProof(
  request: RequestDraft,
  ops: readonly Op[],
  surroundings: Surroundings,
): Promise<MadeProof> {
  const { method, proofUrl: url, token } = request;
  const beside = { surroundings, method, url, ...defined({ token }) };
  const replacement = await replacementText(request, ops, surroundings);
  const { text, claims, context } =
    replacement === undefined
      ? await ownProof(request, ops, beside)
      : { text: replacement, claims: undefined, context: { ...beside, key: surroundings.key } };
  const edited = await editBytes(text, ops, context);
  return { text: edited, jti: claims?.['jti'], key: context.key, ...defined({ claims }) };
}
