import type { Op } from '../plan/ops.ts';
import type { RequestDraft, Surroundings } from './draft.ts';
import { type MadeProof, makeProof } from './make-proof.ts';

/** The values of the DPoP header fields of a request, one for each field line. */
export async function dpopLines(
  proof: MadeProof,
  request: RequestDraft,
  ops: readonly Op[],
  surroundings: Surroundings,
): Promise<readonly string[]> {
  // The delta of a case stands behind the ops that its control shares, so the last op counts.
  const edit = ops.findLast((op) => op.op === 'dpop-lines')?.lines;
  const second = async (): Promise<string> => (await makeProof(request, ops, surroundings)).text;
  switch (edit) {
    case undefined:
    case 'present':
      return [proof.text];
    case 'absent':
      return [];
    case 'empty':
      return [''];
    case 'twice-same':
      return [proof.text, proof.text];
    case 'twice-distinct':
      return [proof.text, await second()];
    case 'valid-then-garbage':
      return [proof.text, 'not-a-proof'];
    case 'garbage-then-valid':
      return ['not-a-proof', proof.text];
    case 'comma-same':
      return [`${proof.text}, ${proof.text}`];
    case 'comma-distinct':
      return [`${proof.text}, ${await second()}`];
    case 'trailing-comma':
      return [`${proof.text},`];
    case 'fifty':
      return [proof.text, ...Array.from({ length: 49 }, (_, index) => `not-a-proof-${index}`)];
    default:
      edit satisfies never;
      return [proof.text];
  }
}
