import type { Op } from '../../plan/ops.ts';
import { editProof } from '../edits/edit-text.ts';
import { Inapplicable } from '../inapplicable.ts';
import { randomText } from '../keys.ts';
import { lawfulHeader } from '../lawful-header.ts';
import { serialise } from './serialise.ts';
import type { ResolveContext } from '../values/resolve-context.ts';

/** Edits the finished text of a proof, byte by byte. */
export async function editBytes(proof: string, ops: readonly Op[], context: ResolveContext): Promise<string> {
  let text = proof;
  for (const op of ops) {
    if (op.op === 'bytes') text = editProof(text, op, op.edit === 'splice' ? await otherProof(context) : '');
  }
  return text;
}

/** A lawful proof for the same request, made with another key. */
async function otherProof(context: ResolveContext): Promise<string> {
  if (context.lawful === undefined) throw new Inapplicable('what is sent as the proof has no lawful one beside it');
  const key = await context.surroundings.otherKey(context.key.alg);
  const claims = { ...context.lawful.payload, jti: randomText(16) };
  return serialise({ header: lawfulHeader(key), claims, key }, [], context);
}
