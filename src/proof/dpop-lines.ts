import type { Op } from '../plan/ops.ts';

/**
 * The values of the DPoP header fields of a request, one for each field line. `another` makes a further proof of the same
 * request.
 */
export async function dpopLines(
  proof: string,
  ops: readonly Op[],
  another: () => Promise<string>,
): Promise<readonly string[]> {
  // The delta of a case stands behind the ops that its control shares, so the last op counts.
  const edit = ops.findLast((op) => op.op === 'dpop-lines')?.lines;
  switch (edit) {
    case undefined:
    case 'present':
      return [proof];
    case 'absent':
      return [];
    case 'empty':
      return [''];
    case 'twice-same':
      return [proof, proof];
    case 'twice-distinct':
      return [proof, await another()];
    case 'valid-then-garbage':
      return [proof, 'not-a-proof'];
    case 'garbage-then-valid':
      return ['not-a-proof', proof];
    case 'comma-same':
      return [`${proof}, ${proof}`];
    case 'comma-distinct':
      return [`${proof}, ${await another()}`];
    case 'trailing-comma':
      return [`${proof},`];
    case 'fifty':
      return [proof, ...Array.from({ length: 49 }, (_, index) => `not-a-proof-${index}`)];
    default:
      edit satisfies never;
      return [proof];
  }
}
